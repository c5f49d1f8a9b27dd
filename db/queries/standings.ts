import { type Kysely, sql } from "kysely";
import type { Rule } from "../../app/rules/rule.ts";
import type { RoundStandings, Standing } from "../../app/rules/standing.ts";
import type { DB } from "../schema.ts";
import { combinedMarks, combinedSheets, dropped } from "./standings/combining.ts";
import { lines, points } from "./standings/lines.ts";
import { ranked, totals } from "./standings/ranking.ts";
import { judged } from "./standings/rule.ts";
import { marked, panel, rubric, sheet } from "./standings/sheets.ts";

/**
 * The standings of the rounds with these ids, in the order of the ids, as the contract's JSON; a round without a rule has
 * none and is left out. One query computes everything, exactly: `rules/scoring.ts` says the same a second time.
 *
 * Each round is computed by itself in a lateral join, so that the rule's settings are constants in it: what a rule does not
 * ask for is not computed, and one plan serves a heat of twenty as well as a contest of ten thousand.
 */
export async function findStandings(db: Kysely<DB>, roundIds: readonly number[]): Promise<RoundStandings[]> {
  const { rows } = await sql<{ slug: string; state: string; rule: Rule; lines: string }>`
    with judged as materialized (${judged(roundIds)})
    select judged.slug, judged.state, judged.rule, standings.lines
    from judged cross join lateral (
      with rubric as materialized (${rubric}),
        panel as materialized (${panel}),
        sheet as materialized (${sheet}),
        marked as not materialized (${marked}),
        by_criterion as not materialized (${combinedMarks}),
        by_sheet as not materialized (${combinedSheets}),
        dropped as not materialized (${dropped}),
        points as not materialized (${points}),
        totals as materialized (${totals}),
        ranked as not materialized (${ranked})
      ${lines}
    ) standings
    order by judged.asked
  `.execute(db);
  return rows.map(({ slug, state, rule, lines }) => ({
    round: slug,
    state,
    rule,
    standings: JSON.parse(lines) as Standing[],
  }));
}
