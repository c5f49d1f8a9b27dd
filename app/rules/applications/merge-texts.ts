/** Texts by the name of their field; a field that is not there holds nothing. */
export type FieldTexts = Readonly<Record<string, string>>;

/** A field that two sides changed, each in its own way. */
export interface Differing {
  name: string;
  mine: string;
  theirs: string;
}

interface Merged {
  /** What both sides agree on: what only one of them changed is taken, a field in dispute stays as `theirs`. */
  texts: FieldTexts;
  differing: Differing[];
}

/**
 * Puts two versions of the same texts together, field by field, knowing what both began with. No word vanishes: a change
 * stands in the outcome or, where both changed the same field, in `differing` for a person to choose.
 */
export function mergeTexts(base: FieldTexts, mine: FieldTexts, theirs: FieldTexts): Merged {
  const texts = new Map<string, string>();
  const differing: Differing[] = [];
  for (const name of new Set([...Object.keys(base), ...Object.keys(mine), ...Object.keys(theirs)])) {
    const before = textIn(base, name);
    const here = textIn(mine, name);
    const there = textIn(theirs, name);
    const disputed = here !== before && there !== before && here !== there;
    if (disputed) differing.push({ name, mine: here, theirs: there });
    const agreed = disputed || here === before ? there : here;
    if (agreed !== "") texts.set(name, agreed);
  }
  return { texts: Object.fromEntries(texts), differing };
}

/** The text of a field, "" for one that is not there. */
export function textIn(texts: FieldTexts, name: string): string {
  return Object.hasOwn(texts, name) ? (texts[name] ?? "") : "";
}
