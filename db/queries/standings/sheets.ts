import { type RawBuilder, sql } from "kysely";

type Sql = RawBuilder<unknown>;

/** On ballots of up to this many marks, marks are columns, which spares a row a mark. */
export const SIDE_BY_SIDE = 8;

/** One expression for each of the first marks, as the columns of `sheet` hold them. */
export const eachMark = (of: (mark: Sql) => Sql): Sql =>
  sql.join(Array.from({ length: SIDE_BY_SIDE }, (_, i) => of(sql.ref(`mark_${i + 1}`))));

const marksSideBySide = (ballot: Sql): Sql => {
  const columns = Array.from({ length: SIDE_BY_SIDE }, (_, i) => {
    const place = sql.lit(i + 1);
    return sql`case when judged.criteria >= ${place} then ${ballot}[${place}] end as ${sql.ref(`mark_${i + 1}`)}`;
  });
  return sql.join(columns);
};

/**
 * No rows, of so many columns, where PostgreSQL expects a thousand. Of a round that has just been judged or imported it has no
 * statistics and takes every step for a row or two: it would join the steps by nested loops, n² comparisons for n entries.
 */
const expected = (columns: number): Sql =>
  sql`select ${sql.join(Array.from({ length: columns }, () => sql`null`))} from generate_series(1, judged.none)`;

/** The round's entries, in the place of the table. */
export const entriesOfRound = sql`(
  select id, key, title, running_order, panel, group_id from entries where round_id = judged.id
  union all ${expected(6)}
) entries`;

/** The round's criteria in the rubric's order, which is also the order of the marks in a ballot. */
export const rubric = sql`
  select trim_scale(factor) as factor, row_number() over (order by position, id)::integer as place
  from criteria where criteria.round_id = judged.id
`;

/** The judges who sit on the panel now, numbered by key. */
export const panel = sql`
  select id, head, row_number() over (order by key collate "C")::integer as place
  from panel_members where panel_members.round_id = judged.id and removed_at is null
`;

/**
 * The submitted sheets. One that counts has its total, Σ factor × mark in units of 0.00000001, rounded half-up to the sheet's
 * places, and its ballot, in hundredths. At level "sheet" a sheet that lacks a mark counts only where lacking means 0; at
 * level "criterion" one mark is enough.
 */
export const sheet = sql`
  select entry_id, panel.place as judge, panel.head,
    case when counts then sign(ballot_total)::bigint
      * ((abs(ballot_total) + judged.sheet_grain / 2) / judged.sheet_grain * judged.sheet_grain) end as total,
    ballot, case when counts then ballot_total end as exact, ${marksSideBySide(sql`ballot`)}
  from (
    select entry_id, judge_id, ballot_total, counts, case when not counts then null
        when judged.lacking_is_zero and ballot_marks < judged.criteria then array_replace(ballot, null, 0)
        else ballot end as ballot
    from (
      select *, judged.lacking_is_zero
        or ballot_marks >= case judged.level when 'sheet' then judged.criteria else 1 end as counts
      from sheets where sheets.round_id = judged.id and sheets.state = 'submitted'
    ) submitted
    offset 0
  ) submitted
    join panel on panel.id = submitted.judge_id
  union all ${expected(6 + SIDE_BY_SIDE)}
`;
