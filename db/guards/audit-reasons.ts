import type { Guard } from "./guard.ts";

export const auditReasons: Guard[] = [
  // A reason goes with the personal data of its edition or application, and with a rehearsal that is wiped
  {
    name: "audit_reason_may_go",
    head: "(entry audit_entries) returns boolean language sql stable",
    body: `
      select exists (select from editions where id = entry.edition_id and erased_at is not null)
        or exists (select from rounds where id = entry.round_id and wiped_at is not null)
        or exists (select from applications where id = entry.application_id and erased_at is not null)
        or exists (
          select from entries join applications on applications.id = entries.application_id
          where entries.round_id = entry.round_id and entries.key = entry.facts ->> 'entry'
            and applications.erased_at is not null
        )
    `,
    triggers: [],
  },
  {
    name: "audit_reasons_guard",
    body: `
      begin
        if not (select audit_reason_may_go(audit_entries) from audit_entries where id = old.entry_id) then
          raise exception '% only grows', tg_table_name using errcode = 'CD007';
        end if;
        return old;
      end`,
    triggers: ["guard_delete before delete on audit_reasons for each row"],
  },
];
