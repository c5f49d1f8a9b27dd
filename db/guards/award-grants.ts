import type { Guard } from "./guard.ts";

export const awardGrants: Guard[] = [
  // Awards are granted by the published result of a final; of a grant only that it was revoked is written later
  {
    name: "award_grants_guard",
    body: `
      begin
        if tg_op = 'UPDATE' then
          if (new.edition_id, new.release_id, new.move_up, new.digest, new.granted_by_id, new.granted_at)
            is distinct from
            (old.edition_id, old.release_id, old.move_up, old.digest, old.granted_by_id, old.granted_at)
            or old.revoked_at is not null then
            raise exception 'a grant stays as it was made' using errcode = 'CD022';
          end if;
          return new;
        end if;
        if not exists (
          select from releases join rounds on rounds.id = releases.round_id
          where releases.id = new.release_id and releases.state = 'published' and rounds.kind = 'final'
            and rounds.edition_id = new.edition_id and rounds.rehearsal_of_id is null
        ) then
          raise exception 'awards are granted by the published result of a final' using errcode = 'CD022';
        end if;
        return new;
      end`,
    triggers: ["guard before insert or update on award_grants for each row"],
  },
];
