import type { Guard } from "./guard.ts";

export const awards: Guard[] = [
  // Whether awards of the entry's edition are granted, and not revoked
  {
    name: "awards_stand",
    head: "(entry integer) returns boolean language sql stable",
    body: `
      select exists (
        select from award_grants
          join rounds on rounds.edition_id = award_grants.edition_id
          join entries on entries.round_id = rounds.id
        where entries.id = entry and award_grants.revoked_at is null
      )
    `,
    triggers: [],
  },
  {
    name: "awards_guard",
    body: `
      begin
        if not exists (
          select from award_grants
            join releases on releases.id = award_grants.release_id
            join entries on entries.round_id = releases.round_id
            join diligence_decisions on diligence_decisions.entry_id = entries.id
          where award_grants.id = new.grant_id and entries.id = new.entry_id
            and diligence_decisions.revoked_at is null and diligence_decisions.outcome = 'passed'
        ) then
          raise exception 'an award is of a finalist who has passed' using errcode = 'CD022';
        end if;
        return new;
      end`,
    triggers: ["guard before insert on awards for each row"],
  },
];
