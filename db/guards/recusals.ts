import type { Guard } from "./guard.ts";

export const recusals: Guard[] = [
  // A judge who has a sheet cannot recuse any more
  {
    name: "recusals_guard_sheets",
    body: `
      begin
        if exists (select from touched join sheets using (entry_id, judge_id)) then
          raise exception 'the judge has a sheet for this entry' using errcode = 'CD004';
        end if;
        return null;
      end`,
    triggers: ["guard_sheets after insert on recusals referencing new table as touched for each statement"],
  },
];
