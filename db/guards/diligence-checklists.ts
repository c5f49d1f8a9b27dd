import type { Guard } from "./guard.ts";

export const diligenceChecklists: Guard[] = [
  {
    name: "diligence_checklists_guard",
    body: `
      begin
        if new.items is distinct from old.items and exists (
          select from diligence_findings
            join entries on entries.id = diligence_findings.entry_id
            join rounds on rounds.id = entries.round_id
          where rounds.edition_id = old.edition_id
        ) then
          raise exception 'a checklist stands from the first finding on' using errcode = 'CD022';
        end if;
        return new;
      end`,
    triggers: ["guard before update on diligence_checklists for each row"],
  },
];
