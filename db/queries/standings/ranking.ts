import { type RawBuilder, sql } from "kysely";
import { MOST_TIE_STEPS } from "~/rules/standings/rule.ts";
import { divided, rounded, settled } from "./points.ts";
import { entriesOfRound } from "./sheets.ts";

type Sql = RawBuilder<unknown>;

const steps: Sql[] = Array.from({ length: MOST_TIE_STEPS }, (_, i) => sql.lit(i + 1));

/** Every entry with its total, still in no order. `below` is the total with its sign turned: the smaller, the better. */
export const totals = sql`
  select entries.id, entries.key, entries.title, entries.running_order, groups.key as group_key,
    case when judged.separate then coalesce(entries.group_id, 0) else 0 end as ranking,
    points.criteria, points.criterion_values, points.untrimmed as criterion_untrimmed,
    by_sheet.sheets, by_sheet.n, by_sheet.high, by_sheet.low, by_sheet.added, by_sheet.highest, by_sheet.head_total,
    tie_votes.place as vote, tie_votes.vote_id, tie_votes.held_on,
    -${settled(sql`case judged.level
      when 'sheet' then ${rounded(divided(sql`by_sheet.kept`, "0.00000001", sql`by_sheet.share`), sql`judged.places_total`)}
      else ${rounded(sql`points.added`, sql`judged.places_total`)} end`)} as below
  from ${entriesOfRound}
    left join groups on groups.id = entries.group_id
    left join points on points.entry_id = entries.id
    left join by_sheet on by_sheet.entry_id = entries.id
    left join (
      select entry_id, place, vote_id, count(*) over (partition by vote_id) as held_on
      from tie_votes where round_id = judged.id
    ) tie_votes on tie_votes.entry_id = entries.id
`;

/**
 * What a tie step sees in an entry, with its sign turned: less is better, and nothing loses to anything; a step that is not
 * there is null in all.
 */
const tieValue = (step: Sql) => sql`case judged.steps[${step}]
  when 'untrimmed-mean' then coalesce(-${settled(divided(sql`added`, "0.00000001", sql`n`))}, 'infinity')
  when 'head-judge' then coalesce(-head_total, 'infinity'::numeric)
  when 'highest-sheet' then coalesce(-highest, 'infinity'::numeric)
  when 'vote' then coalesce(vote, 'infinity'::numeric)
  when 'criterion' then coalesce(-criterion_values[judged.step_slots[${step}]], 'infinity') end`;

const voteStep = sql`array_position(judged.steps, 'vote')`;

/** The entries that are equal up to the panel's vote are those that the entry's vote was held on. */
const isOfItsVote = sql`count(*) over tie = held_on and count(vote_id) over tie = held_on and min(vote_id) over tie = max(vote_id) over tie`;

/**
 * The entries with equal totals as each step leaves them, where a step is passed over for equals of which one has no value in
 * it (all of them get 0): who is equal until then must be known, so that the steps are climbed one by one. `seen` says
 * 'infinity' where there is no value.
 */
const climb = sql`
  select 0 as step, id, ranking, below, vote_id, held_on, seen, '{}'::numeric[] as ties from seeing where judged.skips and equals > 1
  union all
  select step + 1, id, ranking, below, vote_id, held_on, seen,
    ties || case when bool_or(seen[step + 1] = 'infinity') over tie or judged.steps[step + 1] = 'vote' and count(vote_id) over tie > 0 and not (${isOfItsVote})
      then 0 else seen[step + 1] end
  from climb where step < cardinality(judged.steps)
  window tie as (partition by ranking, below, ties)
`;

/** The number of the first tie step that tells an entry from a neighbour with an equal total; null where there is none. */
const firstDifference = (neighbour: Sql) =>
  sql`case ${sql.join(
    steps.map((step) => sql`when ties[${step}] <> ${neighbour}[${step}] then ${step}`),
    sql` `,
  )} end`;

/**
 * The entries with a total, ranked: the highest total first, equal ones by what the tie steps see in them. A step that
 * narrows the circle of an entry's equals tells it from another circle, and the last such step tells it from the circle
 * just above it or just below: so from the neighbours of some entry in its own circle. The ladder is climbed only where
 * totals are equal. A vote on other entries than are equal now is seen by no step; who is equal up to it is counted only
 * where the round has votes, or the rule passes over steps.
 */
export const ranked = sql`
  select id, rank, count(*) over circle > 1 as shared,
    judged.step_keys[max(greatest(${firstDifference(sql`above`)}, ${firstDifference(sql`beneath`)})) over circle] as parted_by
  from (
    select *, rank() over (partition by ranking order by below, ties) as rank, lag(ties) over equals as above,
      lead(ties) over equals as beneath
    from (
      with recursive seeing as materialized (
        select *, case when equals > 1 then (array[${sql.join(steps.map(tieValue))}])[:cardinality(judged.steps)] end as seen
        from (select *, count(*) over (partition by ranking, below) as equals from totals where below is not null) counted
      ), climb as (${climb})
      select id, ranking, below, ties from climb where step = cardinality(judged.steps)
      union all
      select id, ranking, below, seen as ties from seeing where case when judged.skips then equals = 1 else not judged.has_votes end
      union all
      select id, ranking, below, case when ${voteStep} is null or vote_id is null or (${isOfItsVote}) then seen
        else seen[:${voteStep} - 1] || 'infinity'::numeric || seen[${voteStep} + 1:] end
      from seeing where judged.has_votes and not judged.skips
      window tie as (partition by ranking, below, seen[:${voteStep} - 1])
    ) laddered
    window equals as (partition by ranking, below order by ties)
  ) placed
  window circle as (partition by ranking, below, rank)
`;
