import { columnName } from "./xlsx.ts";

/** Rows of a sheet, both ends among them; the first row is 1. */
export interface Rows {
  first: number;
  last: number;
}

/** Where the columns of one sheet of the workbook are, as formulas call them. */
export interface Grid<K extends string> {
  name: string;
  keys: readonly K[];
  /** A cell, and cells one above the other: as the sheet itself calls them, and as others do. */
  here: { cell: (key: K, row: number) => string; column: (key: K, rows: Rows) => string };
  there: { cell: (key: K, row: number) => string; column: (key: K, rows: Rows) => string };
}

export function grid<K extends string>(name: string, keys: readonly K[]): Grid<K> {
  const letters = new Map(keys.map((key, at) => [key, columnName(at)]));
  const from = (sheet: string) => ({
    cell: (key: K, row: number) => `${sheet}${letters.get(key)}${row}`,
    column: (key: K, { first, last }: Rows) => `${sheet}${letters.get(key)}$${first}:${letters.get(key)}$${last}`,
  });
  return { name, keys, here: from(""), there: from(`'${name}'!`) };
}
