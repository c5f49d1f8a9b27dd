/** Of an entry that has no number among others that have. */
export const noNumber = "–";

/**
 * What people call an entry of a round by: its place in the running order, or the number that it drew; before the draw its key. Beside
 * others' numbers a key would be read as one, and another entry may have drawn it, so whoever has no number among them has a dash.
 */
export function entryNumber(number: number | null | undefined, key: string, isDrawn: boolean): string {
  return number == null ? (isDrawn ? noNumber : key) : String(number);
}

/** Whether some entry of the round has a number. */
export function hasNumbers(entries: readonly { number?: number | null }[]): boolean {
  return entries.some(({ number }) => number != null);
}

/** Entries as queries answer them, each with what people call it by; `place` is its place in the running order. */
export function numbered<E extends { key: string; place: number | null }>(
  entries: readonly E[],
): (Omit<E, "place"> & { number: string })[] {
  const isDrawn = entries.some(({ place }) => place !== null);
  return entries.map(({ place, ...entry }) => ({ ...entry, number: entryNumber(place, entry.key, isDrawn) }));
}
