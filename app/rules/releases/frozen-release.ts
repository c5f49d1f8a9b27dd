import type { EntryWords, Labelled, Titled } from "../standings/score-board.ts";
import type { BundleInputs } from "./bundle.ts";

/** The words that a published version is shown with, in both languages, as they were in the moment of its publication. */
export interface FrozenWords {
  /** Slug of the edition. */
  edition: string;
  editionTitle: string;
  editionTitleEn: string | null;
  title: string;
  titleEn: string | null;
  city: string | null;
  cityEn: string | null;
  /** An instant as JSON has it. */
  startsAt: string | null;
  timeZone: string;
  trackTitle: string | null;
  trackTitleEn: string | null;
  criteria: Labelled[];
  groups: Titled[];
}

/** What a version keeps from its publication on, besides the table that was signed. */
export interface FrozenRelease {
  words: FrozenWords;
  entryWords: EntryWords[];
  /** What the standings come from; judges with their names where the edition named them then. */
  inputs: BundleInputs;
  /** Stands in the digest of the sheets. */
  inputsSalt: string;
}

/** The words as pages take them. */
export function wordsShown({ startsAt, ...words }: FrozenWords) {
  return { ...words, startsAt: startsAt === null ? null : new Date(startsAt) };
}
