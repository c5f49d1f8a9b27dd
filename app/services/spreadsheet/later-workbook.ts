import { isOfSecondEdition } from "~/rules/standings/rule.ts";
import type { LaterColumn, LaterSheetName } from "./later-columns.ts";
import { adjustmentRows, kindRows, laterCriterionRows, panelRows, partRows } from "./later-entry-rows.ts";
import { type LaterPlan, laterPlanOf } from "./later-plan.ts";
import { laterResultRows } from "./later-result-rows.ts";
import { byJudgeRows, judgeRows, type LaterRow, laterMarkRows, laterSheetRows } from "./later-sheet-rows.ts";
import { ladderHeading } from "./tie-ladder.ts";
import type { About } from "./workbook.ts";
import type { Worked } from "./workbook-plan.ts";
import type { VerdictWords } from "./workbook-rows.ts";
import { both, table, type WorkbookLine } from "./workbook-table.ts";
import { type WorkbookValues, type WorkedCells, workedCells } from "./workbook-values.ts";
import { type CellValue, type Formula, type Sheet, xlsxWorkbook } from "./xlsx.ts";

/** As somebody reads them who goes from the marks to the result. */
const order = [
  "marks",
  "sheets",
  "byJudge",
  "judges",
  "kinds",
  "criteria",
  "parts",
  "adjustments",
  "panels",
  "result",
] as const satisfies LaterSheetName[];

/** Whether the round has any step that the first edition does not know. */
export function needsLaterWorkbook({ round }: Worked): boolean {
  const { rule, revisions = [], adjustments = [] } = round;
  return isOfSecondEdition(rule) || revisions.length > 0 || adjustments.length > 0;
}

/**
 * The workbook of a round of the second edition: a sheet for each step that the rule has, each figure by a formula that one
 * can click through, beside the desk's and whether they are the same. What formulas do not say is named, and bears the
 * desk's figure.
 */
export async function* laterWorkbook(worked: Worked, about: About): AsyncGenerator<Uint8Array> {
  const names = Object.fromEntries(order.map((name) => [name, both(`sheet.${name}`)])) as Record<
    LaterSheetName,
    string
  >;
  const plan = laterPlanOf(worked, names);
  const verdicts = { same: both("same"), different: both("different") };
  const rows = rowsOf(verdicts);
  const values = await laterValues(plan, verdicts);
  const sheets: Sheet<CellValue | Formula>[] = [
    { name: both("sheet.notes"), widths: [26, 110], rows: notes(about, plan, { same: verdicts.same, values }) },
    ...order.flatMap((name) => {
      const grid = plan.grids[name];
      if (grid.keys.length === 0) return [];
      return [
        {
          name: grid.name,
          widths: grid.keys.map((key) => (key === "project" || key === "reason" ? 36 : 14)),
          rows: table(about.warning, { grid, values }, rows[name](plan), (key) => heading(key, plan)),
        },
      ];
    }),
  ];
  yield* xlsxWorkbook(sheets, about.made?.at);
}

function rowsOf(verdicts: VerdictWords): Record<LaterSheetName, (plan: LaterPlan) => Iterable<LaterRow>> {
  const all = both("all");
  return {
    marks: (of) => laterMarkRows(of, verdicts),
    sheets: (of) => laterSheetRows(of, verdicts),
    byJudge: (of) => byJudgeRows(of, verdicts),
    judges: (of) => judgeRows(of, all),
    kinds: (of) => kindRows(of, verdicts),
    criteria: (of) => laterCriterionRows(of, verdicts),
    parts: (of) => partRows(of, verdicts),
    adjustments: adjustmentRows,
    panels: (of) => panelRows(of, all),
    result: (of) => laterResultRows(of, verdicts),
  };
}

/** Marks project by project, as they are most of the file; then what looks at other projects too. */
async function laterValues(plan: LaterPlan, verdicts: VerdictWords): Promise<WorkedCells> {
  const cells = workedCells();
  if (!plan.figures) return cells;
  const rows = rowsOf(verdicts);
  const put = (name: LaterSheetName, of: LaterPlan, first: number) =>
    cells.put(plan.grids[name], rows[name](of), first);
  const later: (() => Promise<void>)[] = [];
  for (const entry of plan.entries) {
    const one = { ...plan, entries: [entry] };
    const marks = put("marks", one, entry.markRows?.first ?? 2);
    later.push(put("sheets", one, entry.sheetRows?.first ?? 2));
    await marks();
    later.push(put("criteria", one, entry.criteriaRows.first));
    await later.at(-1)?.();
  }
  for (const name of ["byJudge", "judges", "kinds", "parts", "adjustments", "panels", "result"] as const)
    later.push(put(name, plan, 2));
  for (const each of later) await each();
  return cells;
}

async function* notes(
  { warning, lines }: About,
  plan: LaterPlan,
  found: { same: string; values: WorkbookValues },
): AsyncGenerator<WorkbookLine> {
  yield [both("title"), warning];
  yield* lines;
  const { figures, cannot, entries } = plan;
  if (figures) {
    const checked = order.flatMap((name) => {
      const grid = plan.grids[name];
      const last = lastRowOf(plan, name);
      return grid.keys.includes("same") && last > 1
        ? [`SUMPRODUCT((${grid.there.column("same", { first: 2, last })}<>"${found.same}")*1)`]
        : [];
    });
    const all =
      entries.length > 0 ? `IF(${checked.join("+")}=0,"${both("allSame")}","${both("notAllSameLater")}")` : '""';
    yield [both("check"), { formula: all, value: found.values.of(all) }];
  }
  for (const [at, name] of cannot.entries())
    yield [
      at === 0 ? both(figures ? "cannot" : "check") : "",
      both(name === "precision" ? "noFormulas" : `cannotOf.${name}`),
    ];
  if (!figures) return;
  yield [both("how"), both("howLater")];
  yield ["", both("howLaterRound")];
}

function lastRowOf({ entries, rows }: LaterPlan, name: LaterSheetName): number {
  const last = (of: (entry: LaterPlan["entries"][number]) => { last: number } | null) =>
    Math.max(1, ...entries.map((entry) => of(entry)?.last ?? 1));
  switch (name) {
    case "marks":
      return last(({ markRows }) => markRows);
    case "sheets":
    case "byJudge":
      return last(({ sheetRows }) => sheetRows);
    case "kinds":
      return last(({ kindRows }) => kindRows);
    case "criteria":
      return last(({ criteriaRows }) => criteriaRows);
    case "parts":
      return last(({ partRows }) => partRows);
    default:
      return rows.result.last;
  }
}

function heading(key: LaterColumn, { rule }: LaterPlan): string {
  const [, kind, digits = ""] = /^(tie|place|carried)(\d+)$/.exec(key) ?? [];
  const at = Number(digits);
  if (kind === "tie") return `${both("column.tie")} ${at + 1} · ${rule.ties[at]}`;
  if (kind === "place") return ladderHeading(at);
  if (kind === "carried") return `${both("column.carried")} · ${rule.carry?.[at]?.round} × ${rule.carry?.[at]?.weight}`;
  return both(`column.${key}`);
}
