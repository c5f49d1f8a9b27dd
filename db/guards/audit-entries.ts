import type { Guard } from "./guard.ts";

export const auditEntries: Guard[] = [
  // When it was done is said by the database, whatever was given; only the tables' owner (a restored backup, the demo) says it
  {
    name: "audit_entries_stamp",
    body: `
      begin
        if not pg_has_role(current_user, (select relowner from pg_class where oid = tg_relid), 'member') then
          new.at := now();
        end if;
        return new;
      end`,
    triggers: ["stamp before insert on audit_entries for each row"],
  },
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
