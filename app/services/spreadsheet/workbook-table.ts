import { i18nFor } from "~/locales/i18n.server.ts";
import type { Grid } from "./workbook-grid.ts";
import type { WorkbookValues } from "./workbook-values.ts";
import type { CellValue, Formula } from "./xlsx.ts";

/** A line of a sheet, cell by cell. */
export type WorkbookLine = readonly (CellValue | Formula)[];

/** A sheet's heading and rows, every formula with what it gives; `warning` stands before the first heading. */
export async function* table<K extends string>(
  warning: string | null,
  { grid: { name, keys }, values }: { grid: Grid<K>; values: WorkbookValues },
  rows: Iterable<Partial<Record<K, CellValue | Formula>>>,
  headingOf: (key: K) => string,
): AsyncGenerator<WorkbookLine> {
  let line = 1;
  yield keys.map((key, at) => (warning && at === 0 ? `${warning} · ${headingOf(key)}` : headingOf(key)));
  for (const row of rows) {
    line++;
    yield keys.map((key, column) => {
      const cell: CellValue | Formula = row[key] ?? null;
      return typeof cell === "object" && cell ? { ...cell, value: values.at(name, line, column) } : cell;
    });
  }
}

/** In both languages, Chinese first. */
export function both(key: string): string {
  return (["zh-CN", "en"] as const).map((locale) => i18nFor(locale).t(`workbook:${key}` as "workbook:title")).join(" ");
}
