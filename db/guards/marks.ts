import type { Guard } from "./guard.ts";

export const marks: Guard[] = [
  // No mark of a submitted sheet changes; those of an imported round or a rehearsal may be deleted
  {
    name: "marks_guard_submitted",
    body: `
      begin
        if exists (
          select from touched
            join sheets on sheets.id = touched.sheet_id
            join rounds on rounds.id = touched.round_id
          where sheets.state = 'submitted'
            and (tg_op <> 'DELETE' or (rounds.origin <> 'import' and rounds.rehearsal_of_id is null))
        ) then
          raise exception 'a submitted sheet is locked' using errcode = 'CD003';
        end if;
        return null;
      end`,
    triggers: [
      "guard_submitted_insert after insert on marks referencing new table as touched for each statement",
      "guard_submitted_update after update on marks referencing new table as touched for each statement",
      "guard_submitted_delete after delete on marks referencing old table as touched for each statement",
    ],
  },
];
