import { type RawBuilder, sql } from "kysely";
import { settled } from "./exact.ts";
import { isPlaced } from "./later-placings.ts";
import { tieValue } from "./later-totals.ts";

type Sql = RawBuilder<unknown>;

/** The entries that are equal up to this step are those that the entry's vote was held on. */
const isOfItsVote = sql`count(*) over equals = held_on and count(vote_id) over equals = held_on and min(vote_id) over equals = max(vote_id) over equals`;

/**
 * The entries as each step leaves them: `ties` grows by what the step sees, with its sign turned (less is better, nothing
 * loses to anything). Where a step is passed over for equals of which one lacks its value, all of them get 0. A vote on other
 * entries than are equal now is seen by no step.
 */
const climbed = (step: number, below: Sql): Sql => {
  const at = sql.lit(step);
  const isVote = sql`judged.steps[${at}] = 'vote'`;
  const isForeign = sql`(${isVote} and vote_id is not null and not (${isOfItsVote}))`;
  const anyLacks = sql`(count(seen[${at}]) over equals < count(*) over equals
    or ${isVote} and count(vote_id) over equals > 0 and not (${isOfItsVote}))`;
  return sql`
    select *, ties || case when ${at} > cardinality(judged.steps) then '{}'
      when judged.settings ->> 'lacking' = 'skip' and ${anyLacks} then '{0}'
      when ${isForeign} or seen[${at}] is null then '{infinity}'
      else array[-seen[${at}]] end::numeric[] as ties_now
    from (${below}) step_${sql.raw(String(step))}
    window equals as (partition by ranking, settled_total, ties)`;
};

/** `ties_now` becomes `ties` of the next step. */
const columns = sql`id, ranking, settled_total, vote_id, held_on, seen`;

/** The number of the first step that tells an entry from a neighbour with an equal total; null where there is none. */
const firstDifference = (neighbour: Sql, steps: number) =>
  steps === 0
    ? sql`null::integer`
    : sql`case ${sql.join(
        Array.from(
          { length: steps },
          (_, i) => sql`when ties[${sql.lit(i + 1)}] <> ${neighbour}[${sql.lit(i + 1)}] then ${sql.lit(i + 1)}`,
        ),
        sql` `,
      )} end`;

/**
 * The entries that have a rank, by a ladder of at most so many steps, as in ranking.ts: `parted_by` is the last step that
 * narrowed the circle of an entry's equals. The ladder is climbed only where totals are equal; step by step only where a
 * step depends on who is equal until then (`climbs`: a vote's, or one that may be passed over).
 */
export const laterRanked = (steps: number, climbs: boolean): Sql => {
  const seen = Array.from({ length: steps }, (_, i) => tieValue(sql.lit(i + 1)));
  const array = (values: Sql[]) => sql`array[${values.length > 0 ? sql.join(values) : sql``}]::numeric[]`;
  const total = sql`select *, ${settled(sql`case when ${isPlaced} then -total else total end`)} as settled_total from judged_total where total is not null and not coalesce(unranked, false)`;
  const counted = sql`select *, count(*) over (partition by ranking, settled_total) > 1 as is_equal from (${total}) settled`;
  let ladder: Sql = climbs
    ? sql`select id, ranking, settled_total, vote_id, held_on, case when is_equal then ${array(seen)} end as seen, '{}'::numeric[] as ties from (${counted}) counted`
    : sql`select id, ranking, settled_total,
        case when is_equal then (${array(seen.map((value) => sql`coalesce(-${value}, 'infinity')`))})[:cardinality(judged.steps)] end as ties
      from (${counted}) counted`;
  for (let step = 1; climbs && step <= steps; step++)
    ladder = sql`select ${columns}, ties_now as ties from (${climbed(step, ladder)}) climbed`;
  return sql`
    select id, rank, count(*) over circle > 1 as shared,
      judged.step_keys[max(greatest(${firstDifference(sql`above`, steps)}, ${firstDifference(sql`beneath`, steps)})) over circle] as parted_by
    from (
      select *, rank() over (partition by ranking order by settled_total desc, ties) as rank, lag(ties) over equals as above,
        lead(ties) over equals as beneath
      from (${ladder}) laddered
      window equals as (partition by ranking, settled_total order by ties)
    ) placed
    window circle as (partition by ranking, settled_total, rank)`;
};
