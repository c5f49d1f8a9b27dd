import { countingVotes } from "~/rules/standings/scoring.ts";
import type { Db } from "~db/client.ts";
import { readConsistently } from "~db/queries/exchange/exported.ts";
import { findBundledInputs } from "~db/queries/releases/signed-tables.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { laterWorkbook, needsLaterWorkbook } from "./later-workbook.ts";
import { ladderHeading } from "./tie-ladder.ts";
import type { Grid } from "./workbook-grid.ts";
import { mostRanked, planOf, type WorkbookPlan, type Worked } from "./workbook-plan.ts";
import { criterionRows, markRows, resultRows, sheetRows } from "./workbook-rows.ts";
import { both, table, type WorkbookLine } from "./workbook-table.ts";
import { type WorkbookValues, workbookValues } from "./workbook-values.ts";
import type { CellValue, Formula } from "./xlsx.ts";
import { type Sheet, xlsxWorkbook } from "./xlsx.ts";

/** What the first sheet says before all else: what the file is about, line by line; `warning` where it is a rehearsal. */
export interface About {
  warning: string | null;
  lines: readonly (readonly [term: string, words: string])[];
  /** When it is made, which nothing of its content hangs on: the instant, and the words that `lines` say it in. Left out: now. */
  made?: { at: Date; words: string };
}

/**
 * The standings as a workbook that works them out again: every mark, every sheet's total, every criterion, every result and
 * rank, each by formula, beside the desk's figures and whether they are the same. Headings in both languages. Where a
 * figure may become too large for a table program's arithmetic, values and a word about it. A round of the second edition has
 * further sheets (`later-workbook.ts`).
 */
export async function* standingsWorkbook(worked: Worked, about: About): AsyncGenerator<Uint8Array> {
  if (needsLaterWorkbook(worked)) {
    yield* laterWorkbook(worked, about);
    return;
  }
  const names = { marks: both("sheet.marks"), sheets: both("sheet.sheets") };
  const plan = planOf(worked, { ...names, criteria: both("sheet.criteria"), result: both("sheet.result") });
  const verdicts = { same: both("same"), different: both("different") };
  const values = await workbookValues(plan, verdicts);
  const sheetOf = <K extends string>(grid: Grid<K>, rows: Iterable<Partial<Record<K, CellValue | Formula>>>) => ({
    name: grid.name,
    widths: grid.keys.map((key) => (key === "project" ? 36 : 14)),
    rows: table(about.warning, { grid, values }, rows, (key) => heading(key, plan)),
  });
  const sheets: Sheet<CellValue | Formula>[] = [
    { name: both("sheet.notes"), widths: [26, 110], rows: notes(about, plan, { same: verdicts.same, values }) },
    sheetOf(plan.marks, markRows(plan, verdicts)),
    sheetOf(plan.sheets, sheetRows(plan, verdicts)),
    sheetOf(plan.criteria, criterionRows(plan, verdicts)),
    sheetOf(plan.result, resultRows(plan, verdicts)),
  ];
  yield* xlsxWorkbook(sheets, about.made?.at);
}

async function* notes(
  { warning, lines }: About,
  plan: WorkbookPlan,
  found: { same: string; values: WorkbookValues },
): AsyncGenerator<WorkbookLine> {
  yield [both("title"), warning];
  yield* lines;
  if (!plan.units) {
    yield [both("check"), both("noFormulas")];
    return;
  }
  const { column } = plan.result.there;
  const different = plan.result.keys.includes("same")
    ? `SUMPRODUCT((${column("same", plan.resultRows)}<>"${found.same}")*1)`
    : "0";
  const all = plan.entries.length > 0 ? `IF(${different}=0,"${both("allSame")}","${both("notAllSame")}")` : '""';
  yield [both("check"), { formula: all, value: found.values.of(all) }];
  yield [both("how"), both("howWhole")];
  yield ["", both("howRound")];
  if (plan.entries.length > mostRanked) yield ["", both("noRanks")];
}

function heading(key: string, { rule }: WorkbookPlan): string {
  const [, kind, digits = ""] = /^(tie|place)(\d+)$/.exec(key) ?? [];
  const at = Number(digits);
  if (kind === "tie") return `${both("column.tie")} ${at + 1} · ${rule.ties[at]}`;
  if (kind === "place") return ladderHeading(at);
  return both(`column.${key}`);
}

/** What the round's workbook is made of, as it is in one moment; null for a round without a rule. Seven queries. */
export async function readWorked(db: Db, roundId: number): Promise<Worked | null> {
  return await readConsistently(db, async (trx) => {
    const [found] = await findStandings(trx, [roundId]);
    if (!found) return null;
    const { rule, standings } = found;
    const { votedOn, ...round } = { ...(await findBundledInputs(trx, roundId)), rule };
    return { standings, round: { ...round, votes: countingVotes({ ...round, votedOn }) } };
  });
}
