import type { CommonRefusal } from "~/commands/command.ts";
import type { SheetRefusal, StoredSheet } from "~/commands/scoring/own-sheet.ts";
import { type SentFields, textOf } from "~/forms/fields.ts";

/** What a judge writes on a sheet: decimal strings by criterion key, blank or absent for none, and a note. */
export type SheetWords = Pick<StoredSheet, "marks" | "note">;

const prefix = "mark.";

/** The name of a criterion's field, and its id in the page. */
export function fieldName(criterion: string): string {
  return prefix + criterion;
}

/** What a sheet's form sends, as a command takes it; the command checks it. */
export function readSheetForm(form: SentFields): SheetWords & { version: number } {
  const marks: [string, string][] = [];
  for (const [name, value] of form) {
    if (name.startsWith(prefix) && typeof value === "string") marks.push([name.slice(prefix.length), value]);
  }
  return { version: Number(form.get("version")), marks: Object.fromEntries(marks), note: textOf(form, "note") };
}

/** The same as a form, for sending by script. */
export function sheetForm({ marks, note, version }: SheetWords & { version: number }): URLSearchParams {
  const form = new URLSearchParams();
  form.set("version", String(version));
  form.set("note", note);
  for (const [key, mark] of Object.entries(marks)) form.set(fieldName(key), mark);
  return form;
}

/** Whether two sheets say the same; a blank mark says as little as an absent one. */
export function sameWords(a: SheetWords, b: SheetWords): boolean {
  const keys = new Set([...Object.keys(a.marks), ...Object.keys(b.marks)]);
  return a.note.trim() === b.note.trim() && [...keys].every((key) => (a.marks[key] ?? "") === (b.marks[key] ?? ""));
}

/** What the page gets back from its form when the command, or the network, refused; with what was sent. */
export interface SheetAnswer {
  error: SheetRefusal | CommonRefusal | { type: "late"; keptAt: string } | { type: "offline" };
  intent?: string;
  sent?: SheetWords;
  reason?: string;
}

/** Which criterion was refused and why, by the code of the refusal. */
export function wrongMarks(answer: SheetAnswer | null): Map<string, string> {
  const { error, intent } = answer ?? {};
  if (intent === "recuse" || error?.type !== "invalid-input") return new Map();
  return new Map(error.fields.map(({ path, code }): [string, string] => [path.replace(/^marks\./, ""), code]));
}

/** What is wrong with the note: too long, or (said of no field, as it is of no mark) a character that nothing can keep. */
export function wrongNote(answer: SheetAnswer | null): "tooLong" | "unstorable" | null {
  const { error, intent } = answer ?? {};
  if (intent === "recuse" || error?.type !== "invalid-input") return null;
  if (error.fields.some(({ code }) => code === "unstorable")) return "unstorable";
  return error.fields.some(({ path }) => path === "note") ? "tooLong" : null;
}
