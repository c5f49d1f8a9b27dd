import { setImmediate } from "node:timers/promises";
import { type CellResult, formulaValue } from "./formula-value.ts";
import type { Grid } from "./workbook-grid.ts";
import type { WorkbookPlan } from "./workbook-plan.ts";
import { criterionRows, markRows, resultRows, sheetRows, type VerdictWords } from "./workbook-rows.ts";
import type { CellValue, Formula } from "./xlsx.ts";

/** What the workbook's formulas give, worked out beforehand: whoever only looks at the file sees figures and not nothing. */
export interface WorkbookValues {
  /** Of a cell with a formula, by its sheet's name, its row from 1 and its column from 0. */
  at(sheet: string, row: number, column: number): CellResult;
  /** What a formula gives that stands in none of the sheets. */
  of(formula: string): CellResult;
}

type Rows = Iterable<Partial<Record<string, CellValue | Formula>>>;

/** So many projects are worked out before others have a turn. */
const atOnce = 5;

/** Cells as they are worked out: rows are put in, and answer by and by; only the values are held. */
export interface WorkedCells extends WorkbookValues {
  /** Puts in rows of a sheet from `first` on; what it answers works all of them out, and lets others have their turn between. */
  put<K extends string>(grid: Grid<K>, rows: Rows, first: number): () => Promise<void>;
}

/** So many rows are worked out before others have a turn. */
const rowsAtOnce = 50;

export function workedCells(): WorkedCells {
  const cells = new Map<string, (CellValue | Formula | boolean)[][]>();
  const at = (sheet: string, row: number, column: number): CellResult => {
    const held = cells.get(sheet)?.[row];
    const cell = held?.[column] ?? null;
    if (held === undefined || cell === null || typeof cell !== "object") return cell as CellResult;
    const value = formulaValue(cell.formula, (other, col, line) => at(other ?? sheet, line, col));
    held[column] = value;
    return value;
  };
  return {
    at,
    of: (formula) => formulaValue(formula, (sheet, column, row) => at(sheet ?? "", row, column)),
    put: ({ name, keys }, rows, first) => {
      const sheet = cells.get(name) ?? [];
      cells.set(name, sheet);
      let row = first;
      for (const each of rows) sheet[row++] = keys.map((key) => each[key] ?? null);
      return async () => {
        for (let line = first; line < row; line++) {
          for (let column = 0; column < keys.length; column++) at(name, line, column);
          if ((line - first) % rowsAtOnce === rowsAtOnce - 1) await setImmediate();
        }
      };
    },
  };
}

/** Project by project, then what compares them. */
export async function workbookValues(plan: WorkbookPlan, verdicts: VerdictWords): Promise<WorkbookValues> {
  const cells = workedCells();
  if (!plan.units) return cells;
  for (const [index, entry] of plan.entries.entries()) {
    const one = { ...plan, entries: [entry] };
    const all = [
      cells.put(plan.marks, markRows(one, verdicts), entry.markRows?.first ?? 2),
      cells.put(plan.sheets, sheetRows(one, verdicts), entry.sheetRows?.first ?? 2),
      cells.put(plan.criteria, criterionRows(one, verdicts), entry.criteriaRows.first),
    ];
    for (const each of all) await each();
    if (index % atOnce === 0) await setImmediate();
  }
  await cells.put(plan.result, resultRows(plan, verdicts), plan.resultRows.first)();
  return cells;
}
