import { sql } from "kysely";

/** The round's criteria in the rubric's order; a factor has six decimals, so `units` is whole. */
export const rubric = sql`
  select id, trim_scale(factor) as factor, (factor * 1000000)::bigint as units, row_number() over (order by position, id)::integer as place,
    to_json(key)::text as name
  from criteria where criteria.round_id = judged.id
`;

/** The judges who sit on the panel now, numbered by key. */
export const panel = sql`
  select id, head, to_json(key)::text as name, row_number() over (order by key collate "C")::integer as place
  from panel_members where panel_members.round_id = judged.id and removed_at is null
`;

/** All marks of the round. The order costs nothing (it is the key's), and keeps a heat from being sought in the whole table. */
const marks = sql`(
  select sheet_id, criterion_id, mark from marks
  where marks.round_id = judged.id
  order by round_id, sheet_id, criterion_id
)`;

/**
 * The submitted sheets: Σ factor × mark in units of 0.00000001, rounded half-up to the sheet's places, and whether the sheet
 * counts. At level "sheet" one that lacks a mark counts only where lacking means 0; at level "criterion" one mark is enough.
 */
export const sheet = sql`
  select sheets.id, sheets.entry_id, panel.place as judge, panel.head, coalesce(added.marks, 0) as marks,
    judged.lacking_is_zero
      or coalesce(added.marks, 0) >= case judged.level when 'sheet' then judged.criteria else 1 end as counts,
    coalesce(sign(added.total)::bigint
      * ((abs(added.total) + judged.sheet_grain / 2) / judged.sheet_grain * judged.sheet_grain), 0) as total
  from sheets
    join panel on panel.id = sheets.judge_id
    left join (
      select sheet_id, sum(mark * units)::bigint as total, count(*) as marks
      from ${marks} marks join rubric on rubric.id = marks.criterion_id
      group by sheet_id
    ) added on added.sheet_id = sheets.id
  where sheets.round_id = judged.id and sheets.state = 'submitted'
`;

/** The marks of the counting sheets, in hundredths; where lacking means 0, also those that are lacking. */
export const marked = sql`
  select sheet.entry_id, marks.criterion_id, sheet.judge, marks.mark
  from ${marks} marks join sheet on sheet.id = marks.sheet_id
  where sheet.counts
  union all
  select sheet.entry_id, rubric.id, sheet.judge, 0
  from sheet cross join rubric
  where judged.lacking_is_zero and sheet.marks < judged.criteria and not exists (
    select from marks
    where marks.round_id = judged.id and marks.sheet_id = sheet.id and marks.criterion_id = rubric.id
  )
`;
