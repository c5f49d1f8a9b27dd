import type { Guard } from "./guard.ts";

export const supersededSheets: Guard[] = [
  {
    name: "superseded_guard",
    body: `
      begin
        if not exists (
          select from sheet_reopenings
          where id = new.reopening_id and state = 'confirmed' and version = new.version
            and entry_id = new.entry_id and judge_id = new.judge_id
        ) then
          raise exception 'nobody confirmed that this sheet is reopened' using errcode = 'CD003';
        end if;
        return new;
      end`,
    triggers: ["guard before insert on superseded_sheets for each row"],
  },
  // As on a sheet: a judge's private note goes with the personal data of its application, and nothing else does
  {
    name: "kept_sheets_guard_changed",
    body: `
      begin
        if exists (
          select from before left join after on after.id = before.id
          where (
            after.note is null
            and to_jsonb(after) - 'note' = to_jsonb(before) - 'note'
            and exists (
              select from entries join applications on applications.id = entries.application_id
              where entries.id = before.entry_id and applications.erased_at is not null
            )
          ) is not true
        ) then
          raise exception '% only grows', tg_table_name using errcode = 'CD007';
        end if;
        return null;
      end`,
    triggers: [
      "kept_update after update on superseded_sheets referencing old table as before new table as after for each statement",
      "kept_update after update on late_sheets referencing old table as before new table as after for each statement",
    ],
  },
];
