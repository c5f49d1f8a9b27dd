import type { CommonRefusal } from "~/commands/command.ts";
import type { SheetRefusal } from "~/commands/scoring/own-sheet.ts";
import type { SheetWords } from "./sheet-words.ts";

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
