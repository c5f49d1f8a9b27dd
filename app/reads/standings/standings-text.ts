import { adjustedPoints } from "~/rules/standings/how-total.ts";
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
 * One row an entry, each criterion with its combined mark and its points, then what the second edition adds; `criteria` are
 * the keys of all the rounds' criteria, `later` the columns that any of them has (`laterCsvColumns`). The text is as it is: a spreadsheet may take a title that begins with "=" for a formula.
 */
export async function* standingsCsv(
  rounds: AsyncIterable<RoundStandings>,
  criteria: readonly string[],
  later: readonly string[] = [],
): AsyncGenerator<string> {
  const ofCriteria = criteria.flatMap((key) => [`${key}.combined`, `${key}.points`]);
  yield csvLine(["round", ...columns, ...ofCriteria, ...later]);
  for await (const { round, standings } of rounds) {
    for (const standing of standings) {
      const marks = criteria.flatMap((key) => {
        const { combined = null, points = null } = standing.criteria[key] ?? {};
        return [combined, points];
      });
      const cells = laterCells(standing);
      const further = later.map((column) => cells.get(column) ?? null);
      yield csvLine([round, ...columns.map((column) => standing[column]), ...marks, ...further]);
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

/** The columns of the second edition that any of these rounds has, in the order of its steps; none of rounds that have the first alone. */
export async function laterCsvColumns(rounds: AsyncIterable<RoundStandings>): Promise<string[]> {
  const found = new Set<string>();
  for await (const { standings } of rounds)
    for (const standing of standings) for (const column of laterCells(standing).keys()) found.add(column);
  const order = (column: string) => laterOrder.indexOf(column.split(".", 1)[0] ?? "");
  return [...found].sort((a, b) => order(a) - order(b));
}

const laterOrder: readonly string[] = [
  "panel",
  "normalised",
  "revised",
  "kind",
  "panelPoints",
  "coefficient",
  "part",
  "adjusted",
  "adjustments",
  "own",
  "carried",
  "placings",
  "majority",
  "place",
  "placeSum",
  "rule",
  "below",
  "lacks",
];

/** What the second edition adds to a line, by column: a cell for each key that the line has. */
function laterCells(standing: Standing): Map<string, string | null> {
  const { panel, values, kinds = {}, panelPoints, coefficient, parts = {}, adjustments, own, carried = {} } = standing;
  const { placings, majority, skating, below, lacks } = standing;
  const cells = new Map<string, string | null>();
  const put = (column: string, cell: string | null | undefined) => cell !== undefined && cells.set(column, cell);
  const list = (items: readonly string[] | undefined) => items?.join("; ");
  const ofJudges = (figure: "normalised" | "revised") =>
    values?.flatMap((value) => (value[figure] === undefined ? [] : [`${value.judge} ${value[figure]}`]));
  put("panel", panel);
  if (values?.some(({ normalised }) => normalised !== undefined)) put("normalised", list(ofJudges("normalised")));
  if (values?.some(({ revised }) => revised !== undefined)) put("revised", list(ofJudges("revised")));
  for (const [key, value] of Object.entries(kinds)) put(`kind.${key}`, value);
  put("panelPoints", panelPoints);
  put("coefficient", coefficient);
  for (const [key, value] of Object.entries(parts)) put(`part.${key}`, value);
  if (adjustments) put("adjusted", adjustedPoints(adjustments));
  put("adjustments", list(adjustments?.map(({ amount, article }) => `${amount} (${article})`)));
  put("own", own);
  for (const [round, total] of Object.entries(carried)) put(`carried.${round}`, total);
  put("placings", list(placings && Object.entries(placings).map(([judge, place]) => `${judge} ${place}`)));
  if (majority !== undefined)
    put("majority", majority && `${majority.judges} at ${majority.place}, sum ${majority.sum}`);
  if (skating !== undefined) {
    const { criteria = {}, sum = null, rule = null, count = null } = skating ?? {};
    for (const [key, { place }] of Object.entries(criteria)) put(`place.${key}`, place);
    put("placeSum", sum);
    put("rule", rule && `${rule}${count ? `: ${count.places} at ${count.place}, sum ${count.sum}` : ""}`);
  }
  put("below", list(below));
  put("lacks", list(lacks));
  return cells;
}
