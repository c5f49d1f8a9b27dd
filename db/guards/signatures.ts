import type { Guard } from "./guard.ts";

export const signatures: Guard[] = [
  // A contestant's name and drawing are personal data: they go when those of the application or the edition do, and
  // that somebody signed this digest stays
  {
    name: "signatures_guard_changed",
    body: `
      begin
        if exists (
          select from before left join after on after.id = before.id
          where (
            before.role = 'contestant' and after.name = '—' and coalesce(after.strokes, '[]') = '[]'
            and to_jsonb(after) - 'name' - 'strokes' = to_jsonb(before) - 'name' - 'strokes'
            and (
              exists (
                select from entries join applications on applications.id = entries.application_id
                where entries.id = before.entry_id and applications.erased_at is not null
              )
              or exists (
                select from rounds join editions on editions.id = rounds.edition_id
                where rounds.id = before.round_id and editions.erased_at is not null
              )
            )
          ) is not true
        ) then
          raise exception 'signatures only grow' using errcode = 'CD007';
        end if;
        return null;
      end`,
    triggers: [
      "kept_update after update on signatures referencing old table as before new table as after for each statement",
    ],
  },
];
