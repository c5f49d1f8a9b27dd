import type { Guard } from "./guard.ts";

export const diligenceDecisions: Guard[] = [
  // A decision stays as it was made: revoked once, its words erased, and neither while the awards stand
  {
    name: "diligence_decisions_guard",
    body: `
      begin
        if tg_op = 'UPDATE' then
          if (new.entry_id, new.outcome, new.decided_by_id, new.decided_at)
            is distinct from (old.entry_id, old.outcome, old.decided_by_id, old.decided_at)
            or (new.reason is distinct from old.reason and new.reason <> '—')
            or (old.revoked_at is not null and (new.revoked_at, new.revoked_by_id)
              is distinct from (old.revoked_at, old.revoked_by_id)) then
            raise exception 'a decision stays as it was made' using errcode = 'CD022';
          end if;
          if new.revoked_at is not distinct from old.revoked_at then
            return new;
          end if;
        end if;
        if awards_stand(new.entry_id) then
          raise exception 'decisions stand while the awards do' using errcode = 'CD022';
        end if;
        return new;
      end`,
    triggers: ["guard before insert or update on diligence_decisions for each row"],
  },
];
