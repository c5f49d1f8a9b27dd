import type { Guard } from "./guard.ts";

export const auditEntries: Guard[] = [
  // An entry about a round or an application is one of its edition's, whether or not it was said
  {
    name: "audit_entries_name_edition",
    body: `
      begin
        select coalesce(
          (select edition_id from rounds where id = new.round_id),
          (select edition_id from applications where id = new.application_id)
        ) into new.edition_id;
        return new;
      end`,
    triggers: [
      "name_edition before insert on audit_entries for each row when (new.edition_id is null and num_nonnulls(new.round_id, new.application_id) > 0)",
    ],
  },
];
