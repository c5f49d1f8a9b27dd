import { maskIdentity, normalisedNumber } from "~/primitives/identity-number.ts";
import { type Choices, type DraftAnswers, draftSchema } from "~/rules/applications/application.ts";
import type { ApplicationProblem } from "~/rules/applications/application-sections.ts";
import { mostMembers, mostPatents } from "~/rules/applications/application-terms.ts";
import { type AnswerColumn, columnsByPart, type ExportColumn, isAnswer } from "~/rules/exchange/export-column.ts";
import { importLimits } from "~/rules/exchange/import-limits.ts";
import type { ReadCell } from "~/services/spreadsheet/unpack-workbook.ts";
import { columnName } from "~/services/spreadsheet/xlsx.ts";
import { codeOf, columnWord, membersOf, patentsOf } from "./list-cells.ts";

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
  const zh = columnWord(column, "zh-CN");
  const en = columnWord(column, "en");
  return [column, zh, en, templateName(column)];
}

export function templateName(column: ImportColumn): string {
  return `${columnWord(column, "zh-CN")} / ${columnWord(column, "en")}`;
}

/**
 * Which column each cell of the header names; null where it names none and nothing stands below. Unknown, double, missing
 * and nameless ones are refused: nothing that somebody wrote is passed over.
 */
function columnsOf(
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

function isColumn(name: string): name is ImportColumn {
  return (importColumns as readonly string[]).includes(name);
}

function fold(name: string): string {
  return name.normalize("NFKC").replace(/\*/g, "").replace(/\s+/g, " ").trim().toLowerCase();
}

/** An application as a row says it. The number stands beside the answers, and nowhere else. */
export interface ImportRow {
  /** The row of the sheet, from 1. */
  row: number;
  answers: DraftAnswers;
  /** As written: a key or a title. */
  choices: Choices;
  identityNumber: string;
}

/** What is wrong with a cell. */
export type ImportProblem = {
  row: number;
  column: ImportColumn;
  value: string;
} & (
  | { by: "form"; reason: ApplicationProblem["reason"]; limit?: number; words?: string[] }
  | {
      by: "import";
      reason: "not-text" | "no-result" | "list-form" | "too-long" | "unknown-round" | "unknown-track" | "unknown-group";
    }
  | { by: "import"; reason: "too-many-lines"; limit: number }
  | { by: "import"; reason: "same-in-file"; sameRow: number }
  | { by: "import"; reason: "same-in-edition"; code: string }
);

export type ImportTableRefusal = { type: "no-rows" | "too-many-rows" } | HeaderRefusal;

/** The rows of a table whose first row names the columns, with what cannot be read in them; empty rows are passed over. */
export function readImportTable(
  table: readonly ReadCell[][],
): { ok: true; rows: ImportRow[]; problems: ImportProblem[] } | { ok: false; error: ImportTableRefusal } {
  const header = columnsOf(table[0] ?? [], table.slice(1));
  if (!header.ok) return header;
  const problems: ImportProblem[] = [];
  const rows = table.slice(1).flatMap((cells, at) => {
    if (cells.every((cell) => cell.text === "")) return [];
    return [rowOf(at + 2, cells, header.columns, problems)];
  });
  if (rows.length === 0) return { ok: false, error: { type: "no-rows" } };
  if (rows.length > importLimits.rows) return { ok: false, error: { type: "too-many-rows" } };
  return { ok: true, rows, problems };
}

/** What cannot be read and what is wrong with the rest, in the sheet's order; a cell that cannot be read is told once. */
export function allProblems(unread: readonly ImportProblem[], wrong: readonly ImportProblem[]): ImportProblem[] {
  const reported = new Set(unread.map(({ row, column }) => `${row} ${column}`));
  const place = ({ column }: ImportProblem) => importColumns.indexOf(column);
  return [...unread, ...wrong.filter(({ row, column }) => !reported.has(`${row} ${column}`))].sort(
    (a, b) => a.row - b.row || place(a) - place(b),
  );
}

/** Kept as words by people, made numbers by table programs: what has lost digits there is not what was written. */
const exactColumns = new Set<ExportColumn>(["identityNumber", "leaderPhone", "companyCode"]);

/** What stands in a cell whose formula failed. */
const noResults = new Set(
  ["REF!", "DIV/0!", "VALUE!", "N/A", "NAME?", "NULL!", "NUM!", "CALC!", "SPILL!"].map((error) => `#${error}`),
);

function rowOf(
  row: number,
  cells: readonly ReadCell[],
  columns: readonly (ImportColumn | null)[],
  problems: ImportProblem[],
): ImportRow {
  const read: ImportRow = { row, answers: {}, choices: {}, identityNumber: "" };
  const words: Partial<Record<string, unknown>> = {};
  for (const [at, column] of columns.entries()) {
    const cell = cells[at];
    if (column === null || !cell || cell.text === "") continue;
    const about = { row, column, value: cell.text };
    if (noResults.has(cell.text)) {
      problems.push({ ...about, by: "import", reason: "no-result" });
      continue;
    }
    if (cell.inexact && exactColumns.has(column)) {
      const value = column === "identityNumber" ? maskIdentity(normalisedNumber(cell.text)) : cell.text;
      problems.push({ ...about, value, by: "import", reason: "not-text" });
    }
    if (column === "wish") read.choices.round = cell.text;
    else if (column === "track" || column === "group") read.choices[column] = cell.text;
    else if (column === "identityNumber") read.identityNumber = cell.text.slice(0, 200);
    else words[column] = wordsOf(column, cell.text, (reason) => problems.push({ ...about, ...reason }));
  }
  const tooLong = draftSchema.safeParse(words).error?.issues.map((issue) => String(issue.path[0])) ?? [];
  for (const column of new Set(tooLong)) {
    delete words[column];
    if (isColumn(column)) problems.push({ row, column, value: "", by: "import", reason: "too-long" });
  }
  return { ...read, answers: JSON.parse(JSON.stringify(draftSchema.parse(words))) };
}

type CellReason = { by: "import"; reason: "list-form" } | { by: "import"; reason: "too-many-lines"; limit: number };

function wordsOf(column: AnswerColumn, text: string, refuse: (reason: CellReason) => void): unknown {
  if (column !== "members" && column !== "patents") return codeOf(column, text);
  const [list, limit] = column === "members" ? [membersOf(text), mostMembers] : [patentsOf(text), mostPatents];
  if (list === null) refuse({ by: "import", reason: "list-form" });
  else if (list.length > limit) refuse({ by: "import", reason: "too-many-lines", limit });
  else return list;
  return undefined;
}
