import { diffChars, diffWordsWithSpace } from "diff";
import { type SectionField, sectionNames, sections } from "../applications/application-sections.ts";

/** What differs between two times that an application was handed in, field by field in the order of the form. */

export interface HandedIn {
  answers: Readonly<Record<string, unknown>>;
  choices: Readonly<Record<string, unknown>>;
  /** The masked number of the identity document; null for none. */
  identityMasked: string | null;
  attachmentIds: readonly number[];
}

export interface Piece {
  text: string;
  how: "same" | "added" | "removed";
}

/** A row of a list (a member, a patent) as texts by their names, before and after; null where there is none. */
export interface ChangedRow {
  before: Record<string, string> | null;
  after: Record<string, string> | null;
}

export type AnswerDifference =
  | { path: string; kind: "text"; pieces: Piece[] }
  | { path: string; kind: "value"; before: string | null; after: string | null }
  | { path: string; kind: "rows"; rows: ChangedRow[] }
  | { path: "attachments"; kind: "files"; added: number[]; removed: number[] };

/** Every field that was changed, and how: long texts by words (Chinese by character), lists by rows, files by their ids. */
export function differencesOf(before: HandedIn, after: HandedIn): AnswerDifference[] {
  return sectionNames.flatMap((name) => sections[name].flatMap((field) => differenceOf(field, before, after) ?? []));
}

function differenceOf(field: SectionField, before: HandedIn, after: HandedIn): AnswerDifference | null {
  switch (field) {
    case "attachments": {
      const added = after.attachmentIds.filter((id) => !before.attachmentIds.includes(id));
      const removed = before.attachmentIds.filter((id) => !after.attachmentIds.includes(id));
      return added.length + removed.length > 0 ? { path: field, kind: "files", added, removed } : null;
    }
    case "round":
    case "track":
    case "group":
      return valueDifference(field, before.choices[field], after.choices[field]);
    case "identityNumber":
      return valueDifference(field, before.identityMasked, after.identityMasked);
    case "members":
    case "patents":
      return rowsDifference(field, rowsOf(before.answers[field]), rowsOf(after.answers[field]));
    default:
      return textDifference(field, textOf(before.answers[field]), textOf(after.answers[field]));
  }
}

function valueDifference(path: string, before: unknown, after: unknown): AnswerDifference | null {
  const was = textOf(before) || null;
  const is = textOf(after) || null;
  return was === is ? null : { path, kind: "value", before: was, after: is };
}

/** From this length on a text is compared piece by piece; a name or a number is read as a whole. */
const longText = 24;
/** Beyond so many changes the two texts have nothing in common that would help a reader. */
const mostEdits = 1500;

function textDifference(path: string, before: string, after: string): AnswerDifference | null {
  if (before === after) return null;
  if (!before || !after || Math.max(before.length, after.length) < longText)
    return { path, kind: "value", before: before || null, after: after || null };
  const compare = /\p{Script=Han}/u.test(before + after) ? diffChars : diffWordsWithSpace;
  const changes = compare(before, after, { maxEditLength: mostEdits });
  if (!changes) return { path, kind: "value", before, after };
  return {
    path,
    kind: "text",
    pieces: changes.map(({ value, added, removed }) => ({
      text: value,
      how: added ? "added" : removed ? "removed" : "same",
    })),
  };
}

/** Rows that are the same stay out; of the others, those of one name belong together, then those of one place. */
function rowsDifference(
  path: string,
  before: Record<string, string>[],
  after: Record<string, string>[],
): AnswerDifference | null {
  const gone = withoutSame(before, after);
  const come = withoutSame(after, before);
  if (gone.length + come.length === 0) return null;
  const rows: ChangedRow[] = gone.map((row) => {
    const at = come.findIndex((other) => nameOf(other) === nameOf(row));
    return { before: row, after: at < 0 ? null : (come.splice(at, 1)[0] ?? null) };
  });
  return { path, kind: "rows", rows: [...rows, ...come.map((row) => ({ before: null, after: row }))] };
}

/** The rows of a list that the other has not, each as often as it is there too many. */
function withoutSame(rows: Record<string, string>[], others: Record<string, string>[]): Record<string, string>[] {
  const left = others.map(rowKey);
  return rows.filter((row) => {
    const at = left.indexOf(rowKey(row));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function rowKey(row: Record<string, string>): string {
  return JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function nameOf(row: Record<string, string>): string {
  return row.number || row.name || row.title || "";
}

function rowsOf(list: unknown): Record<string, string>[] {
  if (!Array.isArray(list)) return [];
  return list.map((row: unknown) =>
    Object.fromEntries(
      Object.entries(typeof row === "object" && row !== null ? row : {})
        .map(([name, value]) => [name, textOf(value)] as const)
        .filter(([, text]) => text !== ""),
    ),
  );
}

/** A yes stays readable as "true"; no and nothing are both nothing. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === true ? "true" : "";
}
