import { sql } from "kysely";

/** The round's criteria in the rubric's order, which is also the order of the marks in a ballot. */
export const rubric = sql`
  select id, trim_scale(factor) as factor, row_number() over (order by position, id)::integer as place,
    to_json(key)::text as name
  from criteria where criteria.round_id = judged.id
`;

/** The judges who sit on the panel now, numbered by key. */
export const panel = sql`
  select id, head, to_json(key)::text as name, row_number() over (order by key collate "C")::integer as place
  from panel_members where panel_members.round_id = judged.id and removed_at is null
`;

/**
 * The submitted sheets. One that counts has its total, Σ factor × mark in units of 0.00000001, rounded half-up to the sheet's
 * places, and its ballot, in hundredths. At level "sheet" a sheet that lacks a mark counts only where lacking means 0; at
 * level "criterion" one mark is enough. The order of the innermost rows is their key's and costs nothing: it keeps the few
 * sheets of a heat from being sought in the whole table.
 */
export const sheet = sql`
  select entry_id, panel.place as judge, panel.head,
    case when counts then sign(ballot_total)::bigint
      * ((abs(ballot_total) + judged.sheet_grain / 2) / judged.sheet_grain * judged.sheet_grain) end as total,
    case when not counts then null
      when judged.lacking_is_zero and ballot_marks < judged.criteria then array_replace(ballot, null, 0)
      else ballot end as ballot
  from (
    select entry_id, judge_id, ballot, ballot_marks, ballot_total, judged.lacking_is_zero
      or ballot_marks >= case judged.level when 'sheet' then judged.criteria else 1 end as counts
    from sheets where sheets.round_id = judged.id and sheets.state = 'submitted'
    order by round_id, id
  ) submitted
    join panel on panel.id = submitted.judge_id
`;

/** The marks on the counting ballots. */
export const marked = sql`
  select entry_id, judge, place, ballot[place] as mark
  from sheet cross join (select place from rubric) rubric
  where ballot[place] is not null
`;
