import { type Kysely, sql } from "kysely";
import type { Rule } from "~/rules/standings/rule.ts";
import type { RoundStandings } from "~/rules/standings/standing.ts";
import type { DB } from "~db/schema.ts";
import { combinedMarks, combinedSheets } from "./combining.ts";
import { dropped } from "./dropped.ts";
import { type Line, lines, standingOf } from "./lines.ts";
import { points, worth } from "./points.ts";
import { ranked, totals } from "./ranking.ts";
import { judged } from "./rule.ts";
import { panel, rubric, sheet } from "./sheets.ts";

/**
 * The standings of the rounds with these ids, in the order of the ids, as the contract's JSON; a round without a rule has
 * none and is left out. One query computes everything, exactly: `rules/scoring.ts` says the same a second time.
 *
 * Each round is computed by itself in a lateral join, so that the rule's settings are constants in it: what a rule does not
 * ask for is not computed, and one plan serves a heat of twenty as well as a contest of ten thousand.
 */
export async function findStandings(db: Kysely<DB>, roundIds: readonly number[]): Promise<RoundStandings[]> {
  const { rows } = await sql<Row>`
    with judged as materialized (${judged(roundIds)})
    select judged.slug, judged.state, judged.rule, judged.judge_keys, judged.criterion_keys, standings.lines
    from judged cross join lateral (
      with rubric as materialized (${rubric}),
        panel as materialized (${panel}),
        sheet as materialized (${sheet}),
        by_sheet as not materialized (${combinedSheets}),
        by_criterion as materialized (${combinedMarks}),
        worth as not materialized (${worth}),
        points as not materialized (${points}),
        dropped as not materialized (${dropped}),
        totals as materialized (${totals}),
        ranked as not materialized (${ranked})
      ${lines}
    ) standings
    order by judged.asked
  `.execute(db);
  return rows.map(({ slug, state, rule, judgeKeys, criterionKeys, lines }) => ({
    round: slug,
    state,
    rule,
    standings: (JSON.parse(lines) as Line[]).map((line) => standingOf(line, judgeKeys, criterionKeys)),
  }));
}

interface Row {
  slug: string;
  state: string;
  rule: Rule;
  judgeKeys: string[];
  criterionKeys: string[];
  /** A JSON array of `Line`. */
  lines: string;
}
