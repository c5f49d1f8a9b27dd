import { setImmediate } from "node:timers/promises";
import { type CellResult, type CellsOf, formulaValue } from "./formula-value.ts";
import type { Grid, Rows as GridRows } from "./workbook-grid.ts";
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

/** Cells as they are worked out: rows are put in, and answer by and by; only the values are held. */
export interface WorkedCells extends WorkbookValues {
  /** Puts in rows of a sheet from `first` on; what it answers works all of them out, and lets others have their turn between. */
  put<K extends string>(grid: Grid<K>, rows: Rows, first: number): () => Promise<void>;
}

/** So many cells are worked out before others have a turn. */
const cellsAtOnce = 100;

const longColumn = 40;

export function workedCells(): WorkedCells {
  const cells = new Map<string, (CellValue | Formula | boolean)[][]>();
  const at = (sheet: string, row: number, column: number): CellResult => {
    const held = cells.get(sheet)?.[row];
    const cell = held?.[column] ?? null;
    if (held === undefined || cell === null || typeof cell !== "object") return cell as CellResult;
    const value = formulaValue(cell.formula, cellsFor(sheet));
    held[column] = value;
    return value;
  };
  let turns = 0;
  const columns = new Map<string, readonly CellResult[]>();
  const columnOf = (sheet: string, column: number, { first, last }: GridRows): readonly CellResult[] => {
    const key = `${column} ${first} ${last} ${sheet}`;
    const known = columns.get(key);
    if (known) return known;
    const found = Array.from({ length: last - first + 1 }, (_, more) => at(sheet, first + more, column));
    // What compares all entries asks for the same column once a row
    if (found.length > longColumn) columns.set(key, found);
    return found;
  };
  const cellsFor = (own: string): CellsOf => ({
    at: (sheet, column, row) => at(sheet ?? own, row, column),
    column: (sheet, column, rows) => columnOf(sheet ?? own, column, rows),
  });
  return {
    at,
    of: (formula) => formulaValue(formula, cellsFor("")),
    put: ({ name, keys }, rows, first) => {
      const sheet = cells.get(name) ?? [];
      cells.set(name, sheet);
      let row = first;
      for (const each of rows) sheet[row++] = keys.map((key) => each[key] ?? null);
      return async () => {
        // Column by column: what compares all rows finds its columns worked out
        for (let column = 0; column < keys.length; column++)
          for (let line = first; line < row; line++) {
            at(name, line, column);
            if (++turns % cellsAtOnce === 0) await setImmediate();
          }
      };
    },
  };
}

/** Project by project, then what compares them. */
export async function workbookValues(plan: WorkbookPlan, verdicts: VerdictWords): Promise<WorkbookValues> {
  const cells = workedCells();
  if (!plan.units) return cells;
  for (const entry of plan.entries) {
    const one = { ...plan, entries: [entry] };
    const all = [
      cells.put(plan.marks, markRows(one, verdicts), entry.markRows?.first ?? 2),
      cells.put(plan.sheets, sheetRows(one, verdicts), entry.sheetRows?.first ?? 2),
      cells.put(plan.criteria, criterionRows(one, verdicts), entry.criteriaRows.first),
    ];
    for (const each of all) await each();
  }
  await cells.put(plan.result, resultRows(plan, verdicts), plan.resultRows.first)();
  return cells;
}
