import type { RoundStandings, Standing } from "~/rules/standings/standing.ts";
import { csvLine } from "~/services/spreadsheet/csv.ts";

/** The contract's JSON, piece by piece: an array with one object a round, one line an entry. */
export async function* standingsJson(rounds: AsyncIterable<RoundStandings>): AsyncGenerator<string> {
  yield "[";
  let begun = false;
  for await (const { standings, ...round } of rounds) {
    yield `${begun ? "," : ""}\n${JSON.stringify(round).slice(0, -1)},"standings":[`;
    begun = true;
    for (const [place, standing] of standings.entries()) yield `${place ? "," : ""}\n  ${JSON.stringify(standing)}`;
    yield "]}";
  }
  yield "\n]\n";
}

/**
 * One row an entry, each criterion with its combined mark and its points; `criteria` are the keys of all the rounds'
 * criteria. The text is as it is: a spreadsheet may take a title that begins with "=" for a formula.
 */
export async function* standingsCsv(
  rounds: AsyncIterable<RoundStandings>,
  criteria: readonly string[],
): AsyncGenerator<string> {
  const ofCriteria = criteria.flatMap((key) => [`${key}.combined`, `${key}.points`]);
  yield csvLine(["round", ...columns, ...ofCriteria]);
  for await (const { round, standings } of rounds) {
    for (const standing of standings) {
      const marks = criteria.flatMap((key) => {
        const { combined = null, points = null } = standing.criteria[key] ?? {};
        return [combined, points];
      });
      yield csvLine([round, ...columns.map((column) => standing[column]), ...marks]);
    }
  }
}

const columns = [
  "group",
  "rank",
  "shared",
  "entry",
  "title",
  "total",
  "sheets",
  "counted",
  "partedBy",
] as const satisfies (keyof Standing)[];
