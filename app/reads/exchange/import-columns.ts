import { type AnswerColumn, columnsByPart, isAnswer } from "~/rules/exchange/export-column.ts";
import type { ReadCell } from "~/services/spreadsheet/read-workbook.ts";
import { columnName } from "~/services/spreadsheet/xlsx.ts";
import { columnWord } from "./answer-words.ts";

export type ImportColumn = "wish" | "track" | "group" | AnswerColumn;

/** The columns of the template, in its order. */
export const importColumns: readonly ImportColumn[] = [
  "wish",
  "track",
  "group",
  ...Object.values(columnsByPart).flatMap((columns) => columns.filter(isAnswer)),
];
export const neededColumns: readonly ImportColumn[] = [
  "wish",
  "group",
  "projectTitle",
  "leaderName",
  "leaderEmail",
  "identityKind",
  "identityNumber",
];

export type HeaderRefusal = { type: "unknown-column" | "column-twice" | "missing-columns"; columns: string[] };

/** A column's names: its key, its word in either language, and both as the template has them. */
export function namesOf(column: ImportColumn): string[] {
  const [zh, en] = [columnWord(column, "zh-CN"), columnWord(column, "en")];
  return [column, zh, en, templateName(column)];
}

export function templateName(column: ImportColumn): string {
  return `${columnWord(column, "zh-CN")} / ${columnWord(column, "en")}`;
}

/**
 * Which column each cell of the header names; null where it names none and nothing stands below. Unknown, double, missing
 * and nameless ones are refused: nothing that somebody wrote is passed over.
 */
export function columnsOf(
  cells: readonly ReadCell[],
  below: readonly ReadCell[][],
): { ok: true; columns: (ImportColumn | null)[] } | { ok: false; error: HeaderRefusal } {
  const byName = new Map(importColumns.flatMap((column) => namesOf(column).map((name) => [fold(name), column])));
  const columns = cells.map(({ text }) => (text === "" ? null : (byName.get(fold(text)) ?? text)));
  const widest = Math.max(cells.length, ...below.map((row) => row.length));
  const nameless = Array.from({ length: widest }, (_, at) => at).filter(
    (at) => (columns[at] ?? null) === null && below.some((row) => (row[at]?.text ?? "") !== ""),
  );
  const unknown = [...columns.filter((column) => column !== null && !isColumn(column)), ...nameless.map(columnName)];
  const names = (all: readonly (string | null)[]) => all.map((column) => String(column).slice(0, 60)).slice(0, 10);
  if (unknown.length > 0) return { ok: false, error: { type: "unknown-column", columns: names(unknown) } };
  const twice = columns.filter((column, at) => column !== null && columns.indexOf(column) !== at);
  if (twice.length > 0) return { ok: false, error: { type: "column-twice", columns: names(twice) } };
  const missing = neededColumns.filter((column) => !columns.includes(column));
  if (missing.length > 0) return { ok: false, error: { type: "missing-columns", columns: missing.map(templateName) } };
  return { ok: true, columns: columns.filter((column) => column === null || isColumn(column)) };
}

export function isColumn(name: string): name is ImportColumn {
  return (importColumns as readonly string[]).includes(name);
}

function fold(name: string): string {
  return name.normalize("NFKC").replace(/\*/g, "").replace(/\s+/g, " ").trim().toLowerCase();
}
