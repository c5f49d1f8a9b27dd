import { compare, type Fraction, fraction, parseDecimal, print } from "./fraction.ts";

export type CellState = "none" | "draft" | "submitted" | "recused";

/** One judge at one entry: only a submitted sheet shows its total, only a recusal its reason. */
export interface Cell {
  judge: number;
  state: CellState;
  total: string | null;
  reason: string | null;
}

interface Rows<J, E> {
  judges: J[];
  entries: E[];
  sheets: { entry: number; judge: number; state: string; total: string | null }[];
  recusals: { entry: number; judge: number; reason: string }[];
  /** Who is assigned to review what; null: every judge scores every entry. */
  asked: { entry: number; judge: number }[] | null;
}

/** The table's line of one entry. */
export interface ScoreRow<E> {
  entry: E;
  /** One a judge, in the panel's order; in a review only those who are assigned. */
  cells: Cell[];
  /** Highest minus lowest submitted total, as a decimal; null with fewer than two sheets. */
  spread: string | null;
  /** How many sheets are still waited for. */
  missing: number;
}

/** Lays the sheets out as judges × entries, and counts what is there and what a closing would leave out. */
export function scoreTable<J extends { id: number }, E extends { id: number }>(given: Rows<J, E>) {
  const sheets = new Map(given.sheets.map((sheet) => [`${sheet.entry} ${sheet.judge}`, sheet]));
  const recusals = new Map(given.recusals.map((each) => [`${each.entry} ${each.judge}`, each.reason]));
  const asked = given.asked && new Set(given.asked.map((each) => `${each.entry} ${each.judge}`));
  const rows = given.entries.map((entry): ScoreRow<E> => {
    const judges = asked ? given.judges.filter(({ id }) => asked.has(`${entry.id} ${id}`)) : given.judges;
    const cells = judges.map(({ id }) => {
      const place = `${entry.id} ${id}`;
      return cell(id, sheets.get(place), recusals.get(place));
    });
    return { entry, cells, spread: spread(cells), missing: cells.filter(isMissing).length };
  });
  const count = (state: CellState) =>
    rows.reduce((all, row) => all + row.cells.filter((each) => each.state === state).length, 0);
  const [none, draft, submitted, recused] = [count("none"), count("draft"), count("submitted"), count("recused")];
  const counts = { none, draft, submitted, recused };
  return { judges: given.judges, rows, counts, missing: none + draft, assigned: asked !== null };
}

function cell(
  judge: number,
  sheet: Rows<never, never>["sheets"][number] | undefined,
  reason: string | undefined,
): Cell {
  if (reason !== undefined) return { judge, state: "recused", total: null, reason };
  if (sheet?.state === "submitted") return { judge, state: "submitted", total: sheet.total, reason: null };
  return { judge, state: sheet ? "draft" : "none", total: null, reason: null };
}

/** Whether a sheet is still waited for there. */
export function isMissing({ state }: Pick<Cell, "state">): boolean {
  return state === "none" || state === "draft";
}

function spread(cells: Cell[]): string | null {
  const totals = cells.flatMap(({ total }) => (total === null ? [] : [parseDecimal(total)])).sort(compare);
  const [lowest, highest] = [totals[0], totals.at(-1)];
  if (!lowest || !highest || totals.length < 2) return null;
  return print(minus(highest, lowest), undefined, decimalsOf(cells));
}

function minus(a: Fraction, b: Fraction): Fraction {
  return fraction(a.over * b.under - b.over * a.under, a.under * b.under);
}

/** As many decimals as the totals are written with, so that the columns line up. */
function decimalsOf(cells: Cell[]): number {
  return Math.max(...cells.map(({ total }) => total?.split(".")[1]?.length ?? 0));
}
