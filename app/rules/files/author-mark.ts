/** What in a copy for blind review tells, beside its pages, who made it: a judge would see it in the file's properties. */

export const authorPlaces = [
  "author",
  "changed-by",
  "company",
  "manager",
  "property",
  "xmp",
  "comment",
  "attached",
  "picture",
  "location",
] as const;
export type AuthorPlace = (typeof authorPlaces)[number];

export interface AuthorMark {
  place: AuthorPlace;
  /** What stands there: a name, mostly. */
  text: string;
}

const mostMarks = 5;
const mostCharacters = 60;

/** Each thing that is told once, a few of them, and each in a line. */
export function briefMarks(marks: readonly AuthorMark[]): AuthorMark[] {
  const brief = marks
    .map(({ place, text }) => ({
      place,
      text: [...text.replace(/\s+/g, " ").trim()].slice(0, mostCharacters).join(""),
    }))
    .filter(({ text }) => text !== "");
  const byWords = new Map(brief.map((mark) => [`${mark.place} ${mark.text}`, mark]));
  return [...byWords.values()].slice(0, mostMarks);
}

export function isAuthorPlace(value: string): value is AuthorPlace {
  return (authorPlaces as readonly string[]).includes(value);
}
