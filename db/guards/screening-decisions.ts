import type { Guard } from "./guard.ts";

export const screeningDecisions: Guard[] = [
  // What was decided stays; its words may name a person and go when the application's personal data goes
  {
    name: "screening_decisions_guard",
    body: `
      begin
        if (new.id, new.application_id, new.decision, new.round_id, new.decided_by_id, new.decided_at, new.checked_by_id)
          is distinct from (old.id, old.application_id, old.decision, old.round_id, old.decided_by_id, old.decided_at, old.checked_by_id)
          or not exists (select from applications where id = old.application_id and erased_at is not null) then
          raise exception 'screening_decisions only grows' using errcode = 'CD007';
        end if;
        return new;
      end`,
    triggers: ["append_only before update on screening_decisions for each row"],
  },
];
