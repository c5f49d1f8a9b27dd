import type { Guard } from "./guard.ts";

export const entries: Guard[] = [
  // An opening of the scoring that is taken back leaves no submitted sheet behind. The round's row lock orders the two
  // sides
  {
    name: "entries_guard_opened",
    body: `
      begin
        perform from rounds where id = new.round_id for update;
        if exists (select from sheets where entry_id = new.id and state = 'submitted') then
          raise exception 'the entry has submitted sheets: its scoring stays open' using errcode = 'CD013';
        end if;
        return new;
      end`,
    triggers: [
      "guard_opened before update of scoring_opened_at on entries for each row when (old.scoring_opened_at is not null and new.scoring_opened_at is null)",
    ],
  },
];
