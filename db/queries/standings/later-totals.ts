import { type RawBuilder, sql } from "kysely";
import { placesOf, printedAt, quotient, roundedAt, settled, shortened } from "./exact.ts";
import { isPlaced } from "./later-placings.ts";
import { entriesOfRound } from "./sheets.ts";
import type { Slot } from "./stored-statements.ts";

/** Steps 5 to 11 of the second edition: from what the judges make of an entry to its total (rules/standings/total-steps.ts). */

/** Every entry after step 4, with its vote. */
export const judgedEntries = sql`
  select entries.id, entries.key, entries.title, entries.running_order, entries.panel, groups.key as group_key,
    case when judged.separate then coalesce(entries.group_id, 0) else 0 end as ranking,
    case judged.level when 'sheet' then combined.points else ${roundedAt(sql`criteria.added`, "judged")} end as points,
    case judged.level when 'sheet' then combined.counted else coalesce(sheets.counted, 0) end as counted,
    case judged.level when 'sheet' then combined.untrimmed else criteria.untrimmed end as untrimmed,
    case judged.level when 'sheet' then '[' || combined.dropped || ']' else dropped.list end as dropped,
    combined.kinds, combined.lacks, coalesce(sheets.sheets, 0) as sheets, sheets.added, sheets.n, sheets.highest, sheets.values,
    coalesce(sheets.own_head, sheets.any_head) as head_value, criteria.texts as criteria, criteria.below, criteria.step_values,
    tie_votes.place as vote, tie_votes.vote_id, tie_votes.held_on
  from ${entriesOfRound}
    left join groups on groups.id = entries.group_id
    left join combined_kinds combined on combined.entry_id = entries.id
    left join entry_sheets sheets on sheets.entry_id = entries.id
    left join entry_criteria criteria on criteria.entry_id = entries.id
    left join dropped on dropped.entry_id = entries.id
    left join (
      select entry_id, place, vote_id, count(*) over (partition by vote_id) as held_on
      from tie_votes where round_id = judged.id
    ) tie_votes on tie_votes.entry_id = entries.id
`;

/** Of each entry that has any sheet: how many, and all values of step 3 together. */
export const entrySheets = sql`
  select sheet.entry_id, count(*)::integer as sheets, count(value.value)::integer as counted, count(value.value) as n,
    sum(value.value) as added, max(value.value) as highest,
    max(value.value) filter (where value.head and value.panel is not distinct from entries.panel and entries.panel is not null) as own_head,
    max(value.value) filter (where value.head and value.panel is null) as any_head,
    json_agg(json_build_array(value.judge, ${printedAt(sql`value.total`, "sheet")}, ${printedAt(sql`value.normalised`, "normalised")},
      case when judged.settings -> 'normalise' is not null then ${printedAt(sql`value.revised`, "normalised")}
        else ${printedAt(sql`value.revised`, "sheet")} end, value.kind_key) order by value.judge) filter (where value.judge is not null) as values
  from sheet
    join entries on entries.id = sheet.entry_id
    left join value on value.entry_id = sheet.entry_id and value.judge = sheet.judge
  group by sheet.entry_id
`;

const criteriaBelow = sql`array_agg('criterion:' || (judged.criterion_keys ->> (place - 1)) order by place) filter (where ${settled(sql`combined`)} <
  (judged.settings -> 'thresholds' -> 'criteria' ->> (judged.criterion_keys ->> (place - 1)))::numeric)`;

/** Of each entry with marks: its points, and its criteria as [combined, points] in the rubric's order. */
export const entryCriteria = ({ hasThresholds }: { hasThresholds: boolean }): RawBuilder<unknown> => sql`
  select entry_id, sum(points) as added, bool_or(n between 1 and judged.at_least - 1) and judged.method = 'trimmed-mean' as untrimmed,
    json_agg(json_build_array(combined_text, points_text) order by place) as texts,
    ${hasThresholds ? criteriaBelow : sql`null::text[]`} as below, array_agg(value order by place) as step_values
  from criterion
  group by entry_id
`;

const coefficient = sql`judged.settings -> 'coefficient'`;

/** Step 5: each panel's mean, after its highest and lowest are left out, with the mean over all. */
export const panelMeans = sql`
  select panel, mean, ${roundedAt(
    sql`case ${coefficient} ->> 'of' when 'panels' then ${quotient(sql`sum(mean) over ()`, sql`nullif(count(mean) over (), 0)`)}
      else ${quotient(sql`sum(added) over ()`, sql`nullif(sum(n) over (), 0)`)} end`,
    "panelMean",
  )} as overall
  from (
    select panel, n, added, ${roundedAt(quotient(sql`added`, sql`nullif(n, 0)`), "panelMean")} as mean
    from (
      select panel, count(points) filter (where is_counted) as n, sum(points) filter (where is_counted) as added
      from (
        select panel, points, all_there < high + low + 1 or (rising > low and rising <= all_there - high) as is_counted
        from (
          select panel, points, row_number() over (partition by panel order by points nulls last) as rising,
            count(points) over (partition by panel) as all_there,
            coalesce((${coefficient} ->> 'high')::integer, 0) as high, coalesce((${coefficient} ->> 'low')::integer, 0) as low
          from judged_entry where panel is not null and ${coefficient} is not null
        ) placed
      ) chosen
      group by panel
    ) summed
    offset 0
  ) panel
`;

export const panels = sql`
  select *, case when mean > 0 then ${roundedAt(quotient(sql`overall`, sql`mean`), "coefficient")} end as factor from panel_mean
`;

/** Step 6: each entry's parts, weighted and rounded; one that nobody entered counts 0. */
export const partPoints = sql`
  select id as entry_id, sum(points) as added, json_object_agg(key, ${printedAt(sql`points`, "points")} order by place) as texts,
    array_agg('part:' || key order by place) filter (where score is null) as lacks, json_object_agg(key, exact::text) as exact,
    max(hall) as hall
  from (
    select *, ${roundedAt(sql`exact`, "points")} as points
    from (
      select entries.id, part.place, part.part ->> 'key' as key, given.score,
        coalesce(given.score, 0) * coalesce((part.part ->> 'weight')::numeric, 1) as exact,
        case when part.part ? 'hall' and given.score is not null then coalesce(hall_counts.votes, 0) end as hall
      from entries cross join jsonb_array_elements(judged.settings -> 'parts') with ordinality part (part, place)
        left join part_scores given on given.entry_id = entries.id and given.part = part.part ->> 'key'
        left join hall_counts on hall_counts.entry_id = entries.id
      where entries.round_id = judged.id
    ) weighted
  ) rounded
  group by id
`;

/** Step 7: what was taken away and given. */
export const adjusted = sql`
  select entry_id, sum(amount) * 0.01 as added, sum(least(amount, 0)) * 0.01 as penalties,
    json_agg(json_build_object('amount', round(amount * 0.01, 2)::text, 'article', article, 'reason', reason) order by id) as list
  from adjustments where adjustments.round_id = judged.id
  group by entry_id
`;

/** An entry's total in an earlier round, as printed there; `round` is the place among those that the rule carries. */
export interface CarriedTotal {
  id: number;
  entry: number;
  round: number;
  total: string;
}

/** Step 10: what earlier rounds bring; `totals` holds a JSON list of `CarriedTotal`. */
export const carriedTotals = (totals: Slot): RawBuilder<unknown> => sql`
  select entries.id as entry_id, sum((carry.carry ->> 'weight')::numeric * given.total::numeric) as added,
    bool_and(given.total is not null) as whole, json_object_agg(carry.carry ->> 'round', given.total order by carry.place) as texts,
    array_agg('carried:' || (carry.carry ->> 'round') order by carry.place) filter (where given.total is null) as lacks
  from entries cross join jsonb_array_elements(judged.settings -> 'carry') with ordinality carry (carry, place)
    left join json_to_recordset(${sql.val(totals)}::text::json) given (id integer, entry integer, round integer, total text)
      on given.id = judged.id and given.entry = entries.id and given.round = carry.place
  where entries.round_id = judged.id
  group by entries.id
`;

const floor = sql`(judged.settings ->> 'floor')::numeric`;
const ceiling = sql`(judged.settings ->> 'ceiling')::numeric`;

/** Steps 5 to 11 put together, or what places make. `exact` is the total that ranks before it is rounded; `unranked` who is kept from a rank. */
export const totals = sql`
  select *, judged.settings -> 'thresholds' ->> 'below' = 'unranked' and cardinality(all_below) > 0 as unranked
  from (
    select *, case when ${isPlaced} then placed_total when carries then ${roundedAt(sql`exact`, "overall")} else own end as total,
      array_remove(case when ${settled(sql`own`)} < (judged.settings -> 'thresholds' ->> 'total')::numeric then 'total' end || coalesce(below, '{}'), null) as all_below
    from (
      select *, case when not carries then own_exact
          when carried_whole then ${shortened(sql`coalesce((judged.settings ->> 'weight')::numeric, 1) * own + carried_added`)} end as exact
      from (
        select *, ${roundedAt(sql`own_exact`, "total")} as own
        from (
          select *, case when bounded < ${floor} then ${floor} when bounded > ${ceiling} then ${ceiling} else bounded end as own_exact
          from (
            select *, scaled + coalesce(parts_added, 0) + coalesce(adjusted_added, 0) as bounded
            from (
              select judged_entry.*, panel_factor.factor, parts.added as parts_added, parts.texts as parts, parts.exact as parts_exact,
                parts.lacks as part_lacks, parts.hall as hall_votes, adjusted.added as adjusted_added, coalesce(adjusted.penalties, 0) as penalties, adjusted.list as adjustments,
                carried.added as carried_added, carried.whole as carried_whole, carried.texts as carried, carried.lacks as carried_lacks,
                judged.settings -> 'carry' is not null as carries, by_places.placed_total, by_places.places, by_places.majority, by_places.skating,
                case when ${coefficient} is null then judged_entry.points
                  else ${roundedAt(shortened(sql`judged_entry.points * panel_factor.factor`), "scaled")} end as scaled
              from judged_entry
                left join panel_factor on panel_factor.panel = judged_entry.panel
                left join part_points parts on parts.entry_id = judged_entry.id
                left join adjusted on adjusted.entry_id = judged_entry.id
                left join carried on carried.entry_id = judged_entry.id
                left join by_places on by_places.entry_id = judged_entry.id
            ) gathered
            offset 0
          ) summed
          offset 0
        ) within
        offset 0
      ) owned
      offset 0
    ) overall
    offset 0
  ) judged_total
`;

/** Where the points of the panel are shown to. */
export const scaledText = sql`case when ${coefficient} is not null then ${printedAt(sql`scaled`, "scaled")}
  when judged.level = 'criterion' and ${placesOf("judged")} is null then ${printedAt(sql`scaled`, "points")}
  else ${printedAt(sql`scaled`, "judged")} end`;

/** What a tie step sees in an entry; null where it sees nothing. */
export const tieValue = (step: RawBuilder<unknown>): RawBuilder<unknown> => sql`case judged.steps[${step}]
  when 'untrimmed-mean' then ${settled(quotient(sql`added`, sql`nullif(n, 0)`))}
  when 'head-judge' then head_value
  when 'highest-sheet' then highest
  when 'sum-of-sheets' then added
  when 'vote' then -vote
  when 'unrounded-total' then ${settled(sql`exact`)}
  when 'panel-points' then ${settled(sql`scaled`)}
  when 'own-total' then ${settled(sql`own`)}
  when 'fewest-penalties' then penalties
  when 'part' then (parts_exact ->> substr(judged.step_keys[${step}], 6))::numeric
  when 'carried' then (carried ->> substr(judged.step_keys[${step}], 9))::numeric
  when 'criterion' then step_values[judged.step_places[${step}]] end`;
