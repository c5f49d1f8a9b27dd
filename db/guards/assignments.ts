import type { Guard } from "./guard.ts";

export const assignments: Guard[] = [
  {
    name: "assignments_guard_sheets",
    body: `
      begin
        if exists (select from touched join sheets using (entry_id, judge_id)) then
          raise exception 'the judge has begun the sheet' using errcode = 'CD008';
        end if;
        return null;
      end`,
    triggers: ["guard_sheets after delete on assignments referencing old table as touched for each statement"],
  },
];
