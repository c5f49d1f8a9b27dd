import type { Guard } from "./guard.ts";

export const editions: Guard[] = [
  // Which hands may be the same does not change while a release is under way
  {
    name: "editions_guard_hands",
    body: `
      begin
        if exists (
          select from releases join rounds on rounds.id = releases.round_id
          where rounds.edition_id = new.id and releases.state in ('proposed', 'confirmed')
        ) then
          raise exception 'a release of edition % is under way', new.slug using errcode = 'CD006';
        end if;
        return new;
      end`,
    triggers: [
      "guard_hands before update on editions for each row when (old.roles_may_fall_together is distinct from new.roles_may_fall_together)",
    ],
  },
];
