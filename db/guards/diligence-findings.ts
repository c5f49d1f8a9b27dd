import type { Guard } from "./guard.ts";

export const diligenceFindings: Guard[] = [
  // Findings stand while their decision does; a note may be erased
  {
    name: "diligence_findings_guard",
    body: `
      begin
        if tg_op = 'UPDATE' and new.note is null and (new.entry_id, new.item, new.finding, new.found_by_id, new.found_at)
          is not distinct from (old.entry_id, old.item, old.finding, old.found_by_id, old.found_at) then
          return new;
        end if;
        if exists (select from diligence_decisions where entry_id = new.entry_id and revoked_at is null) then
          raise exception 'findings stand while their decision does' using errcode = 'CD022';
        end if;
        return new;
      end`,
    triggers: ["guard before insert or update on diligence_findings for each row"],
  },
];
