import type { Choices, DraftAnswers } from "~/rules/applications/application.ts";
import { sections } from "~/rules/applications/application-sections.ts";
import { mostMembers, mostPatents } from "~/rules/applications/application-terms.ts";
import { type Differing, type FieldTexts, textIn } from "~/rules/applications/merge-texts.ts";

/**
 * The form as texts by field: what is compared, merged, sent and kept on the device. What is written in rows is one text,
 * the rows as JSON.
 */

/** The columns of the fields that are written in rows; `true` where a cell is a tick. */
const rowColumns = {
  members: { name: false, duty: false, degree: false, fullTime: true },
  patents: { kind: false, title: false, number: false, ownership: false, status: false },
} as const;
export type RowField = keyof typeof rowColumns;
export type FormRow = Record<string, string | boolean>;
export const mostRows: Record<RowField, number> = { members: mostMembers, patents: mostPatents };

export const choiceNames = ["round", "track", "group"] as const;
/** Every field of the form but the number of the identity document and the files, which are kept apart. */
export const textNames: readonly string[] = Object.values(sections)
  .flat()
  .filter((name) => name !== "identityNumber" && name !== "attachments");

function isRowField(name: string): name is RowField {
  return Object.hasOwn(rowColumns, name);
}

/** What is stored, as texts. */
export function textsOfForm({ answers, choices }: { answers: DraftAnswers; choices: Choices }): FieldTexts {
  const all: Record<string, unknown> = { ...answers, ...choices };
  const pairs = textNames.map((name) => {
    const value = all[name];
    return [name, isRowField(name) ? rowsText(name, asRows(value)) : typeof value === "string" ? value : ""] as const;
  });
  return Object.fromEntries(pairs.filter(([, text]) => text !== ""));
}

/** The texts as they are stored: fields that hold nothing are not there. */
export function formOfTexts(texts: FieldTexts): { answers: DraftAnswers; choices: Choices } {
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
export function rowsIn(name: RowField, text: string): FormRow[] {
  if (text === "") return [];
  try {
    return asRows(JSON.parse(text)).map((row) => wholeRow(name, row));
  } catch {
    return [];
  }
}

/** Rows as one text, their columns in one order; rows without a word are left out. */
export function rowsText(name: RowField, rows: readonly FormRow[]): string {
  const written = rows.map((row) => wholeRow(name, row)).filter((row) => hasWords(row));
  return written.length === 0 ? "" : JSON.stringify(written.slice(0, mostRows[name]));
}

/** A text in the one form in which it is compared and sent: line ends as \n, rows without gaps. */
export function normalizedText(name: string, text: string): string {
  return isRowField(name) ? rowsText(name, rowsIn(name, text)) : plain(text);
}

/** The texts of these fields in what a form sent. */
export function textsSent(sent: FormData, names: readonly string[]): FieldTexts {
  const pairs = names.map((name) => [name, isRowField(name) ? rowsText(name, rowsSent(sent, name)) : one(sent, name)]);
  return Object.fromEntries(pairs.filter(([, text]) => text !== ""));
}

/** The rows of a field in what a form sent: `members[0].name`, `members[0].duty` … */
export function rowsSent(sent: FormData, name: RowField): FormRow[] {
  const rows: FormRow[] = [];
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
export function blankRow(name: RowField): FormRow {
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

function wholeRow(name: RowField, row: FormRow): FormRow {
  return Object.fromEntries(
    Object.entries(rowColumns[name]).map(([key, tick]) => [
      key,
      tick ? row[key] === true : typeof row[key] === "string" ? plain(row[key]) : "",
    ]),
  );
}

/** Cells that hold nothing are not stored. */
function storedRow(name: RowField, row: FormRow): FormRow {
  return Object.fromEntries(Object.entries(wholeRow(name, row)).filter(([, value]) => value !== "" && value !== false));
}

function hasWords(row: FormRow): boolean {
  return Object.values(row).some((value) => typeof value === "string" && value.trim() !== "");
}

function asRows(value: unknown): FormRow[] {
  return Array.isArray(value) ? value.filter((row): row is FormRow => typeof row === "object" && row !== null) : [];
}

/** What a page of the form knows: what stands in it, and what the server was last known to hold. */
export interface EditState {
  /** The version of the application that `base` is of. */
  version: number;
  base: FieldTexts;
  words: FieldTexts;
  /** Fields that were changed elsewhere too: the other text, until the person has chosen. */
  disputes: FieldTexts;
}

/** The changed fields, with what each was before. */
export interface Change {
  change: FieldTexts;
  base: FieldTexts;
}

/** A form as it comes from the server. */
export function initialEditState(base: FieldTexts, version: number): EditState {
  return { version, base, words: base, disputes: {} };
}

/** A field was given another text. */
export function withTyped(writing: EditState, name: string, text: string): EditState {
  return { ...writing, words: { ...writing.words, [name]: text } };
}

/** What the server does not have yet and may be sent; null when that is nothing. */
export function unsentChange(writing: EditState): Change | null {
  const names = changedNames(writing).filter((name) => !Object.hasOwn(writing.disputes, name));
  if (names.length === 0) return null;
  const pick = (texts: FieldTexts) =>
    Object.fromEntries(names.map((name) => [name, normalizedText(name, textIn(texts, name))]));
  return { change: pick(writing.words), base: pick(writing.base) };
}

/** The server has what was sent, but for the fields in `theirs`, which somebody changed elsewhere. */
export function afterSave(writing: EditState, sent: Change, version: number, theirs: FieldTexts = {}): EditState {
  const stored = Object.entries(sent.change).filter(([name]) => !Object.hasOwn(theirs, name));
  return {
    ...writing,
    version,
    base: { ...writing.base, ...Object.fromEntries(stored) },
    disputes: { ...writing.disputes, ...theirs },
  };
}

/** Takes over what was changed elsewhere in fields that were not touched here. */
export function withStored(writing: EditState, stored: FieldTexts, version: number): EditState {
  const touched = new Set(changedNames(writing));
  const names = new Set([...Object.keys(writing.base), ...Object.keys(stored)]);
  const fresh = [...names].filter((name) => !touched.has(name)).map((name) => [name, textIn(stored, name)] as const);
  // Rows that are being filled in count as untouched while they hold no word: they stay on the page
  const turned = fresh.filter(([name, text]) => text !== normalizedText(name, textIn(writing.words, name)));
  return {
    ...writing,
    version,
    base: { ...writing.base, ...Object.fromEntries(fresh) },
    words: { ...writing.words, ...Object.fromEntries(turned) },
  };
}

/** The fields in dispute, both texts. */
export function disputedFields({ words, disputes }: EditState): Differing[] {
  return Object.entries(disputes).map(([name, theirs]) => ({
    name,
    mine: normalizedText(name, textIn(words, name)),
    theirs,
  }));
}

/** The person has chosen for each of these fields: their own text here, or the other. */
export function afterDecision(writing: EditState, choices: Readonly<Record<string, "mine" | "theirs">>): EditState {
  const { base, words, disputes } = writing;
  const theirs = Object.entries(disputes).filter(([name]) => Object.hasOwn(choices, name));
  const taken = theirs.filter(([name]) => choices[name] === "theirs");
  return {
    ...writing,
    base: { ...base, ...Object.fromEntries(theirs) },
    words: { ...words, ...Object.fromEntries(taken) },
    disputes: Object.fromEntries(Object.entries(disputes).filter(([name]) => !Object.hasOwn(choices, name))),
  };
}

/** Where texts found on the device differ from those in the form. */
export function differingFrom({ words }: EditState, found: FieldTexts): Differing[] {
  return Object.entries(found)
    .map(([name, mine]) => ({ name, mine, theirs: normalizedText(name, textIn(words, name)) }))
    .filter(({ name, mine, theirs }) => normalizedText(name, mine) !== theirs);
}

/** Takes all of these texts into the form. */
export function withTexts(writing: EditState, texts: FieldTexts): EditState {
  return { ...writing, words: { ...writing.words, ...texts } };
}

function changedNames({ base, words }: EditState): string[] {
  return Object.keys(words).filter(
    (name) => normalizedText(name, textIn(words, name)) !== normalizedText(name, textIn(base, name)),
  );
}
