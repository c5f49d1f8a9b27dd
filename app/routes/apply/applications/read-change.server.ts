import { z } from "zod";
import { type FieldTexts, textIn } from "~/rules/applications/merge-texts.ts";
import { type Change, rowsSent, rowsText, textsSent } from "./form-texts.ts";

/** What the form sends, as the server reads it. */

const texts = z.record(z.string().max(60), z.string());
const version = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

/** A JSON field of a form as texts; none where it holds something else. */
function sentTexts(sent: FormData, name: string): FieldTexts | null {
  try {
    return texts.parse(JSON.parse(String(sent.get(name) ?? "{}")));
  } catch {
    return null;
  }
}

/** What the page's script sends: changed fields alone. Null for what no script of ours sends. */
export function readChange(sent: FormData): (Change & { version: number }) | null {
  const from = version.safeParse(sent.get("version"));
  const change = sentTexts(sent, "change");
  const base = sentTexts(sent, "base");
  return from.success && change && base ? { version: from.data, change, base } : null;
}

/** What a step's form sends by itself: all of its fields, of which those count that differ from what it was loaded with. */
export function readStep(sent: FormData, names: readonly string[]): (Change & { version: number }) | null {
  const from = version.safeParse(sent.get("version"));
  const base = sentTexts(sent, "base");
  if (!from.success || !base) return null;
  const words = withoutDropped(sent, textsSent(sent, names));
  // The box of an identity number that is stored already is empty until another is typed into it
  const sentNames = names.filter((name) => name !== "identityNumber" || textIn(words, name) !== "");
  const changed = sentNames.filter((name) => textIn(words, name) !== textIn(base, name));
  const pick = (from: FieldTexts) => Object.fromEntries(changed.map((name) => [name, textIn(from, name)]));
  return { version: from.data, change: pick(words), base: pick(base) };
}

/** Without script a row goes by a button that sends its place: "members.2". */
function withoutDropped(sent: FormData, words: FieldTexts): FieldTexts {
  const [name, at] = String(sent.get("drop") ?? "").split(".");
  if (name !== "members" && name !== "patents") return words;
  return {
    ...words,
    [name]: rowsText(
      name,
      rowsSent(sent, name).filter((_, place) => place !== Number(at)),
    ),
  };
}
