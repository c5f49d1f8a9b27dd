import { type Differing, type Texts, textIn } from "~/rules/applications/merge-texts.ts";
import { tidied } from "./form-texts.ts";

/** What a page of the form knows: what stands in it, and what the server was last known to hold. */
export interface Writing {
  /** The version of the application that `base` is of. */
  version: number;
  base: Texts;
  words: Texts;
  /** Fields that were changed elsewhere too: the other text, until the person has chosen. */
  disputes: Texts;
}

/** The changed fields, with what each was before. */
export interface Change {
  change: Texts;
  base: Texts;
}

/** A form as it comes from the server. */
export function begunWriting(base: Texts, version: number): Writing {
  return { version, base, words: base, disputes: {} };
}

/** A field was given another text. */
export function typed(writing: Writing, name: string, text: string): Writing {
  return { ...writing, words: { ...writing.words, [name]: text } };
}

/** What the server does not have yet and may be sent; null when that is nothing. */
export function unsent(writing: Writing): Change | null {
  const names = changedNames(writing).filter((name) => !Object.hasOwn(writing.disputes, name));
  if (names.length === 0) return null;
  const pick = (texts: Texts) => Object.fromEntries(names.map((name) => [name, tidied(name, textIn(texts, name))]));
  return { change: pick(writing.words), base: pick(writing.base) };
}

/** The server has what was sent, but for the fields in `theirs`, which somebody changed elsewhere. */
export function settled(writing: Writing, sent: Change, version: number, theirs: Texts = {}): Writing {
  const stored = Object.entries(sent.change).filter(([name]) => !Object.hasOwn(theirs, name));
  return {
    ...writing,
    version,
    base: { ...writing.base, ...Object.fromEntries(stored) },
    disputes: { ...writing.disputes, ...theirs },
  };
}

/** Takes over what was changed elsewhere in fields that were not touched here. */
export function folded(writing: Writing, stored: Texts, version: number): Writing {
  const touched = new Set(changedNames(writing));
  const names = new Set([...Object.keys(writing.base), ...Object.keys(stored)]);
  const fresh = [...names].filter((name) => !touched.has(name)).map((name) => [name, textIn(stored, name)] as const);
  // Rows that are being filled in count as untouched while they hold no word: they stay on the page
  const turned = fresh.filter(([name, text]) => text !== tidied(name, textIn(writing.words, name)));
  return {
    ...writing,
    version,
    base: { ...writing.base, ...Object.fromEntries(fresh) },
    words: { ...writing.words, ...Object.fromEntries(turned) },
  };
}

/** The fields in dispute, both texts. */
export function disputed({ words, disputes }: Writing): Differing[] {
  return Object.entries(disputes).map(([name, theirs]) => ({ name, mine: tidied(name, textIn(words, name)), theirs }));
}

/** The person has chosen for each of these fields: their own text here, or the other. */
export function decided(writing: Writing, choices: Readonly<Record<string, "mine" | "theirs">>): Writing {
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
export function offered({ words }: Writing, kept: Texts): Differing[] {
  return Object.entries(kept)
    .map(([name, mine]) => ({ name, mine, theirs: tidied(name, textIn(words, name)) }))
    .filter(({ name, mine, theirs }) => tidied(name, mine) !== theirs);
}

/** Takes all of these texts into the form. */
export function taken(writing: Writing, texts: Texts): Writing {
  return { ...writing, words: { ...writing.words, ...texts } };
}

function changedNames({ base, words }: Writing): string[] {
  return Object.keys(words).filter((name) => tidied(name, textIn(words, name)) !== tidied(name, textIn(base, name)));
}
