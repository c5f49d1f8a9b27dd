import type { Choices, DraftAnswers } from "~/rules/applications/application.ts";
import { sections } from "~/rules/applications/application-sections.ts";
import { mostMembers, mostPatents } from "~/rules/applications/application-terms.ts";
import { type Texts, textIn } from "~/rules/applications/merge-texts.ts";

/**
 * The form as texts by field: what is compared, merged, sent and kept on the device. What is written in rows is one text,
 * the rows as JSON.
 */

/** The columns of the fields that are written in rows; `true` where a cell is a tick. */
export const rowColumns = {
  members: { name: false, duty: false, degree: false, fullTime: true },
  patents: { kind: false, title: false, number: false, ownership: false, status: false },
} as const;
export type RowField = keyof typeof rowColumns;
export type Row = Record<string, string | boolean>;
export const mostRows: Record<RowField, number> = { members: mostMembers, patents: mostPatents };

export const choiceNames = ["round", "track", "group"] as const;
/** Every field of the form but the number of the identity document and the files, which are kept apart. */
export const textNames: readonly string[] = Object.values(sections)
  .flat()
  .filter((name) => name !== "identityNumber" && name !== "attachments");

export function isRowField(name: string): name is RowField {
  return Object.hasOwn(rowColumns, name);
}

/** What is stored, as texts. */
export function textsOfForm({ answers, choices }: { answers: DraftAnswers; choices: Choices }): Texts {
  const all: Record<string, unknown> = { ...answers, ...choices };
  const pairs = textNames.map((name) => {
    const value = all[name];
    return [name, isRowField(name) ? rowsText(name, asRows(value)) : typeof value === "string" ? value : ""] as const;
  });
  return Object.fromEntries(pairs.filter(([, text]) => text !== ""));
}

/** The texts as they are stored: fields that hold nothing are not there. */
export function formOfTexts(texts: Texts): { answers: DraftAnswers; choices: Choices } {
  const answers: Record<string, unknown> = {};
  const choices: Choices = {};
  for (const name of textNames) {
    const text = textIn(texts, name);
    if (text === "") continue;
    const choice = choiceNames.find((each) => each === name);
    if (choice) choices[choice] = text;
    else answers[name] = isRowField(name) ? rowsIn(name, text).map((row) => storedRow(name, row)) : text;
  }
  return { answers: answers as DraftAnswers, choices };
}

/** The rows of a text; none where it holds no rows. */
export function rowsIn(name: RowField, text: string): Row[] {
  if (text === "") return [];
  try {
    return asRows(JSON.parse(text)).map((row) => wholeRow(name, row));
  } catch {
    return [];
  }
}

/** Rows as one text, their columns in one order; rows without a word are left out. */
export function rowsText(name: RowField, rows: readonly Row[]): string {
  const written = rows.map((row) => wholeRow(name, row)).filter((row) => hasWords(row));
  return written.length === 0 ? "" : JSON.stringify(written.slice(0, mostRows[name]));
}

/** A text in the one form in which it is compared and sent: line ends as \n, rows without gaps. */
export function tidied(name: string, text: string): string {
  return isRowField(name) ? rowsText(name, rowsIn(name, text)) : plain(text);
}

/** The texts of these fields in what a form sent. */
export function textsSent(sent: FormData, names: readonly string[]): Texts {
  const pairs = names.map((name) => [name, isRowField(name) ? rowsText(name, rowsSent(sent, name)) : one(sent, name)]);
  return Object.fromEntries(pairs.filter(([, text]) => text !== ""));
}

/** The rows of a field in what a form sent: `members[0].name`, `members[0].duty` … */
export function rowsSent(sent: FormData, name: RowField): Row[] {
  const rows: Row[] = [];
  for (let at = 0; at < mostRows[name]; at++) {
    const cell = (column: string) => one(sent, `${name}[${at}].${column}`);
    rows.push(
      Object.fromEntries(
        Object.entries(rowColumns[name]).map(([key, tick]) => [key, tick ? cell(key) !== "" : cell(key)]),
      ),
    );
  }
  return rows;
}

/** An empty row. */
export function blankRow(name: RowField): Row {
  return wholeRow(name, {});
}

function one(sent: FormData, name: string): string {
  const value = sent.get(name);
  return typeof value === "string" ? plain(value) : "";
}

/** As the database keeps it: no NUL, no half characters; and one kind of line end, whoever sent it. */
function plain(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replaceAll("\0", "")
    .replace(/\p{Surrogate}/gu, "\uFFFD");
}

function wholeRow(name: RowField, row: Row): Row {
  return Object.fromEntries(
    Object.entries(rowColumns[name]).map(([key, tick]) => [
      key,
      tick ? row[key] === true : typeof row[key] === "string" ? plain(row[key]) : "",
    ]),
  );
}

/** Cells that hold nothing are not stored. */
function storedRow(name: RowField, row: Row): Row {
  return Object.fromEntries(Object.entries(wholeRow(name, row)).filter(([, value]) => value !== "" && value !== false));
}

function hasWords(row: Row): boolean {
  return Object.values(row).some((value) => typeof value === "string" && value.trim() !== "");
}

function asRows(value: unknown): Row[] {
  return Array.isArray(value) ? value.filter((row): row is Row => typeof row === "object" && row !== null) : [];
}
