import { compare, minus, parseDecimal, print } from "~/primitives/fraction.ts";
import { unitsToThePoint } from "../standings/mark-table.ts";
import { standsOut, zsAgainstOthers } from "../standings/outliers.ts";

export type CellState = "none" | "draft" | "submitted" | "recused";
/** Brought as a photo, entered and waiting for its check, or handed in after it. */
export type PaperState = "photographed" | "entered" | "checked";

/** One judge at one entry: only a submitted sheet shows its total, only a recusal its reason. */
export interface ScoreCell {
  judge: number;
  state: CellState;
  total: string | null;
  reason: string | null;
  paper: PaperState | null;
  /** A sheet came after the closing and was not taken. */
  late: boolean;
  /** Somebody asked to open the submitted sheet again, or it was opened and is not handed in again yet. */
  reopening: "asked" | "confirmed" | null;
  /** The judge was asked to look at the sheet again, and perhaps answered. */
  check: "asked" | "stands" | "mend" | null;
  /** Of the total against the judge's own level. */
  z: number | null;
  standsOut: boolean;
}

interface Place {
  entry: number;
  judge: number;
}

export interface TableRows<J, E> {
  judges: J[];
  entries: E[];
  sheets: (Place & { state: string; source: string; total: string | null })[];
  recusals: (Place & { reason: string })[];
  /** Who is assigned to review what; null: every judge scores every entry. */
  asked: Place[] | null;
  /** Sheets on paper that are not decided. */
  papers: (Place & { state: string })[];
  /** Reopenings that are asked for or confirmed. */
  reopenings: (Place & { state: string })[];
  late: Place[];
  /** The last request to each judge at each entry to check the sheet; answered "mend" it counts until a reopening is asked. */
  checks: (Place & { answer: string | null })[];
}

/** The table's line of one entry. */
export interface ScoreRow<E> {
  entry: E;
  /** One a judge, in the panel's order; in a review only those who are assigned. */
  cells: ScoreCell[];
  /** Highest minus lowest submitted total, as a decimal; null with fewer than two sheets. */
  spread: string | null;
  /** How many sheets are still waited for; none where the entry does not appear. */
  missing: number;
}

/** So many lines the table shows at a time: more are a page that nobody reads and every tablet's change makes anew. */
export const rowsAPage = 100;

/** Lays the sheets out as judges × entries, and counts what is there and what a closing would leave out. */
export function scoreTable<J extends { id: number }, E extends { id: number; out?: boolean }>(given: TableRows<J, E>) {
  const assigned = given.asked && new Set(given.asked.map(keyOf));
  const cellOf = cellMaker(given);
  const rows = given.entries.map((entry): ScoreRow<E> => {
    const judges = assigned ? given.judges.filter(({ id }) => assigned.has(`${entry.id} ${id}`)) : given.judges;
    const cells = judges.map(({ id }) => cellOf(entry.id, id));
    for (const cell of cells)
      cell.standsOut = standsOut(
        cell.z,
        cells.flatMap((each) => (each === cell ? [] : [each.z])),
      );
    return { entry, cells, spread: spread(cells), missing: entry.out ? 0 : cells.filter(isMissing).length };
  });
  const count = (state: CellState) =>
    rows.reduce(
      (all, { entry, cells }) =>
        all + cells.filter((each) => each.state === state && !(entry.out && isMissing(each))).length,
      0,
    );
  const none = count("none");
  const draft = count("draft");
  const submitted = count("submitted");
  const recused = count("recused");
  const counts = { none, draft, submitted, recused };
  return { judges: given.judges, rows, counts, missing: none + draft, assigned: assigned !== null };
}

function keyOf({ entry, judge }: Place): string {
  return `${entry} ${judge}`;
}

function cellMaker<J, E>(given: TableRows<J, E>): (entry: number, judge: number) => ScoreCell {
  const by = <P extends Place>(places: P[]) => new Map(places.map((each) => [keyOf(each), each]));
  const sheets = by(given.sheets);
  const recusals = by(given.recusals);
  const papers = by(given.papers);
  const reopenings = by(given.reopenings);
  const late = by(given.late);
  const checks = by(given.checks);
  const zs = ownLevels(given.sheets);
  return (entry, judge) => {
    const key = keyOf({ entry, judge });
    const sheet = sheets.get(key);
    const recusal = recusals.get(key);
    const submitted = !recusal && sheet?.state === "submitted";
    const reopening = reopenings.get(key)?.state === "asked" ? "asked" : reopenings.has(key) ? "confirmed" : null;
    const check = checks.get(key);
    return {
      judge,
      state: recusal ? "recused" : submitted ? "submitted" : sheet ? "draft" : "none",
      total: submitted ? sheet.total : null,
      reason: recusal?.reason ?? null,
      paper: submitted && sheet.source === "paper" ? "checked" : ((papers.get(key)?.state as PaperState) ?? null),
      late: !submitted && late.has(key),
      // A submitted sheet is opened again only on request; what became of an earlier one is told by its draft
      reopening: submitted === (reopening === "asked") ? reopening : null,
      check: submitted && check ? ((check.answer as "stands" | "mend" | null) ?? "asked") : null,
      z: submitted ? (zs.get(key) ?? null) : null,
      standsOut: false,
    };
  };
}

/** z of every submitted sheet against the other ones of its judge. */
function ownLevels(sheets: TableRows<never, never>["sheets"]): Map<string, number | null> {
  const scored = sheets.flatMap(({ entry, judge, total }) =>
    total === null ? [] : [{ entry, judge, total: inUnits(total) }],
  );
  const ofJudges = [...Map.groupBy(scored, ({ judge }) => judge).values()];
  return new Map(
    ofJudges.flatMap((own) => {
      const zs = zsAgainstOthers(own.map(({ total }) => total));
      return own.map((sheet, at): [string, number | null] => [keyOf(sheet), zs[at] ?? null]);
    }),
  );
}

/** A sheet's total has at most the decimals of a unit. */
function inUnits(total: string): bigint {
  const { over, under } = parseDecimal(total);
  return (over * BigInt(unitsToThePoint)) / under;
}

/** Whether a sheet is still waited for there. */
export function isMissing({ state }: Pick<ScoreCell, "state">): boolean {
  return state === "none" || state === "draft";
}

function spread(cells: ScoreCell[]): string | null {
  const totals = cells.flatMap(({ total }) => (total === null ? [] : [parseDecimal(total)])).sort(compare);
  const lowest = totals[0];
  const highest = totals.at(-1);
  if (!lowest || !highest || totals.length < 2) return null;
  return print(minus(highest, lowest), undefined, decimalsOf(cells));
}

/** As many decimals as the totals are written with, so that the columns line up. */
function decimalsOf(cells: ScoreCell[]): number {
  return Math.max(...cells.map(({ total }) => total?.split(".")[1]?.length ?? 0));
}

/** Which lines of the table a page of it shows: the first of several, or only those that wait for a sheet. */
export interface RowsAsked {
  page: number;
  onlyMissing: boolean;
}

/** The lines of one page; `page` is the last one where fewer are there than asked for, `total` the lines of all. */
export function pageOfRows<R extends { missing: number }>(rows: readonly R[], { page, onlyMissing }: RowsAsked) {
  const listed = onlyMissing ? rows.filter(({ missing }) => missing > 0) : rows;
  const last = Math.max(1, Math.ceil(listed.length / rowsAPage));
  const shown = Math.min(Math.max(1, Math.floor(page) || 1), last);
  return { rows: listed.slice((shown - 1) * rowsAPage, shown * rowsAPage), page: shown, total: listed.length };
}

/** The line with those cells alone that are told of beside a table of several pages: what stands out, came late, or was answered. */
export function notableCells<E>(row: ScoreRow<E>): ScoreRow<E> {
  const isNotable = (cell: ScoreCell) =>
    cell.state === "recused" || cell.standsOut || cell.late || cell.check !== null || cell.reopening !== null;
  return { ...row, cells: row.cells.filter(isNotable) };
}
