/** Subject and text of a mail, as an organizer may write them: plain paragraphs with placeholders in double braces. */

export interface MailWords {
  subject: string;
  /** Paragraphs, parted by an empty line. */
  text: string;
}

/** What a mail takes from the edition that it belongs to; a mail of none, a sign-in code, takes nothing. */
export interface EditionLetter {
  /** The edition's own words of the mail; null where it uses the product's. */
  own: MailWords | null;
  /** Whom to ask, as the edition publishes it, in one text for both languages; null where it names nobody. */
  contact: string | null;
}

export const mailPlaceholders = [
  "projectTitle",
  "leaderName",
  "code",
  "edition",
  "heat",
  "time",
  "venue",
  "rank",
  "total",
  "results",
  "award",
  "reason",
  "until",
  "submitted",
  "deadline",
  "days",
  "missing",
  "link",
  "name",
  "role",
  "where",
  "number",
] as const;
export type MailPlaceholder = (typeof mailPlaceholders)[number];
export type MailValues = Partial<Record<MailPlaceholder, string>>;

export const mailWordLimits = { subject: 150, text: 5000 } as const;

const placeholder = /\{\{([^{}]*)\}\}/g;

/** The placeholders in the text that are not among the known ones, each once; a brace pair that is never closed counts as one. */
export function unknownPlaceholders(text: string, known: readonly MailPlaceholder[]): string[] {
  const named = [...text.matchAll(placeholder)].map(([, name = ""]) => name.trim());
  const open = text.replace(placeholder, "").match(/\{\{|\}\}/g) ?? [];
  return [...new Set([...named.filter((name) => !(known as readonly string[]).includes(name)), ...open])];
}

/** The text with every placeholder's value in its place. Values are not looked at again: braces in them stay braces. */
export function filledIn(text: string, values: MailValues): string {
  return text.replace(placeholder, (_, written: string) => {
    const name = written.trim();
    return (Object.hasOwn(values, name) ? values[name as MailPlaceholder] : undefined) ?? "";
  });
}

/** The paragraphs of a text, each as its lines. */
export function paragraphsOf(text: string): string[][] {
  return text
    .replaceAll("\r\n", "\n")
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.split("\n").map((line) => line.trimEnd()))
    .filter((lines) => lines.some((line) => line !== ""));
}
