import type { Guard } from "./guard.ts";

export const objections: Guard[] = [
  {
    name: "objections_guard",
    body: `
      begin
        if (new.receipt, new.form_digest, new.link_digest, new.round_id, new.release_id, new.entry_id, new.kind, new.filed_at, new.due_on)
          is distinct from
          (old.receipt, old.form_digest, old.link_digest, old.round_id, old.release_id, old.entry_id, old.kind, old.filed_at, old.due_on)
          or (old.decided_at is not null and ((new.state, new.handler_id, new.decided_by_id, new.decided_at)
            is distinct from (old.state, old.handler_id, old.decided_by_id, old.decided_at)
            or (new.decision_reason is distinct from old.decision_reason and new.erased_at is null)))
          or (old.erased_at is not null and new.erased_at is distinct from old.erased_at)
          or (old.corrected_release_id is not null and new.corrected_release_id is distinct from old.corrected_release_id) then
          raise exception 'an objection keeps what was filed, and its decision' using errcode = 'CD016';
        end if;
        return new;
      end`,
    triggers: ["guard before update on objections for each row"],
  },
];
