import type { SentBasics } from "./basics-fields.tsx";
import { numberOf, textOf } from "./sent.ts";

const texts = [
  "slug",
  "kind",
  "title",
  "titleEn",
  "track",
  "city",
  "cityEn",
  "venue",
  "venueEn",
  "timeZone",
  "startsAt",
] as const;
const numbers = ["capacity", "pitchMinutes", "defenceMinutes"] as const;

/** The sent basics as the commands take them. */
export function basicsOf(form: FormData): Record<string, unknown> {
  return Object.fromEntries([
    ...texts.map((name) => [name, textOf(form, name)]),
    ...numbers.map((name) => [name, numberOf(form, name)]),
  ]);
}

/** The sent basics as they were typed, to show them again. */
export function sentBasics(form: FormData): SentBasics {
  return Object.fromEntries([...texts, ...numbers].map((name) => [name, textOf(form, name)])) as unknown as SentBasics;
}
