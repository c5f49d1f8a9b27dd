import { type PartProblem, readPartScore } from "~/rules/scoring/parts-and-adjustments.ts";
import type { RulePart } from "~/rules/standings/rule.ts";
import type { ReadCell } from "~/services/spreadsheet/unpack-workbook.ts";
import { columnName } from "~/services/spreadsheet/xlsx.ts";

/** Parts from a table: a row a score (`entry,part,score`), or a row an entry with a column a part. */

export interface PartScore {
  entry: string;
  part: string;
  score: string;
}

/** What is wrong with a cell; `cell` is its address, such as C4. */
export interface PartCellProblem {
  row: number;
  cell: string;
  value: string;
  reason: PartProblem | "unknown-entry" | "unknown-part" | "twice" | "empty" | "no-result";
  /** Of the part whose score it is. */
  part?: string;
}

export type PartTableRefusal =
  | { type: "no-rows" | "no-parts-named" }
  | { type: "unknown-column" | "column-twice" | "missing-columns"; columns: string[] };

export type ReadParts =
  | { ok: true; scores: PartScore[]; problems: PartCellProblem[] }
  | { ok: false; error: PartTableRefusal };

const names: Record<"entry" | "part" | "score" | "title", string[]> = {
  entry: ["entry", "key", "编号", "项目编号"],
  part: ["part", "客观分"],
  score: ["score", "分数", "得分"],
  // Beside the key for whoever fills the table in; not read
  title: ["title", "项目", "项目名称", "project"],
};

/** Reads the table whose first row names its columns; every flaw is told by row and cell, and empty rows are passed over. */
export function readPartTable(
  table: readonly (readonly ReadCell[])[],
  { parts, entries }: { parts: readonly RulePart[]; entries: ReadonlySet<string> },
): ReadParts {
  const header = columnsOf(table[0] ?? [], parts);
  if (!header.ok) return header;
  const { columns } = header;
  const problems: PartCellProblem[] = [];
  const scores: PartScore[] = [];
  const seen = new Set<string>();
  const partOf = new Map(parts.flatMap((part) => [part.key, part.label].map((name) => [fold(name), part] as const)));
  for (const [at, cells] of table.slice(1).entries()) {
    if (cells.every(({ text }) => text.trim() === "")) continue;
    const row = at + 2;
    const text = (column: number | undefined) => (column === undefined ? "" : (cells[column]?.text ?? "").trim());
    const refuse = (column: number, reason: PartCellProblem["reason"], part?: RulePart) =>
      problems.push({
        row,
        cell: `${columnName(column)}${row}`,
        value: text(column).slice(0, 60),
        reason,
        ...(part && { part: part.label }),
      });
    const entry = text(columns.entry);
    const known = entries.has(entry);
    if (!known) refuse(columns.entry, entry === "" ? "empty" : "unknown-entry");
    const take = (part: RulePart, column: number) => {
      const score = text(column);
      if (score.startsWith("#")) return refuse(column, "no-result", part);
      const read = readPartScore(score, part);
      if ("problem" in read) return refuse(column, read.problem, part);
      const key = JSON.stringify([entry, part.key]);
      if (known && seen.has(key)) return refuse(column, "twice", part);
      seen.add(key);
      if (known) scores.push({ entry, part: part.key, score });
    };
    if (columns.form === "long") {
      const part = partOf.get(fold(text(columns.part)));
      if (!part) refuse(columns.part, text(columns.part) === "" ? "empty" : "unknown-part");
      else if (text(columns.score) === "") refuse(columns.score, "empty", part);
      else take(part, columns.score);
    } else for (const { part, column } of columns.parts) if (text(column) !== "") take(part, column);
  }
  if (scores.length + problems.length === 0) return { ok: false, error: { type: "no-rows" } };
  return { ok: true, scores, problems };
}

type Columns =
  | { form: "long"; entry: number; part: number; score: number }
  | { form: "wide"; entry: number; parts: { part: RulePart; column: number }[] };

function columnsOf(
  cells: readonly ReadCell[],
  parts: readonly RulePart[],
): { ok: true; columns: Columns } | { ok: false; error: PartTableRefusal } {
  const heads = cells.map(({ text }) => fold(text));
  const is = (name: keyof typeof names, head: string) => names[name].includes(head);
  const at = (name: keyof typeof names) => heads.findIndex((head) => is(name, head));
  const entry = at("entry");
  if (entry < 0) return { ok: false, error: { type: "missing-columns", columns: ["entry"] } };
  const long = at("part") >= 0 || at("score") >= 0;
  const partOf = (head: string) => parts.find(({ key, label }) => [key, label].some((name) => fold(name) === head));
  const known = (head: string) =>
    is("entry", head) || is("title", head) || (long ? is("part", head) || is("score", head) : Boolean(partOf(head)));
  const shown = (places: number[]) => places.map((place) => (cells[place]?.text ?? "").slice(0, 60)).slice(0, 10);
  const unknown = [...heads.keys()].filter((place) => heads[place] !== "" && !known(heads[place] ?? ""));
  if (unknown.length > 0) return { ok: false, error: { type: "unknown-column", columns: shown(unknown) } };
  const called = heads.map((head) => (is("entry", head) ? "entry" : (partOf(head)?.key ?? head)));
  const twice = [...called.keys()].filter(
    (place) => called[place] !== "" && called.indexOf(called[place] ?? "") < place,
  );
  if (twice.length > 0) return { ok: false, error: { type: "column-twice", columns: shown(twice) } };
  if (long) {
    const missing = (["part", "score"] as const).filter((name) => at(name) < 0);
    if (missing.length > 0) return { ok: false, error: { type: "missing-columns", columns: missing } };
    return { ok: true, columns: { form: "long", entry, part: at("part"), score: at("score") } };
  }
  const own = heads.flatMap((head, column) => {
    const part = partOf(head);
    return part ? [{ part, column }] : [];
  });
  if (own.length === 0) return { ok: false, error: { type: "no-parts-named" } };
  return { ok: true, columns: { form: "wide", entry, parts: own } };
}

function fold(name: string): string {
  return name.normalize("NFKC").trim().toLowerCase();
}
