/** How far a sheet's total lies from its judge's own level: a private hint for the scorer, and never a change. */

/** With fewer other sheets a judge has no level yet. */
export const fewestOthers = 4;
/** So many standard deviations away, a total is worth a second look. */
export const farAway = 2;

/**
 * The standard score of a total against the judge's other sheets: z = (total − their mean) / their sample standard
 * deviation, the sheet itself left out so that it cannot hide in its own level. Null with fewer than `fewestOthers`
 * others, or where these are all the same.
 */
export function zAgainstOthers(total: number, others: readonly number[]): number | null {
  if (others.length < fewestOthers) return null;
  const mean = others.reduce((sum, each) => sum + each, 0) / others.length;
  const squares = others.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const sd = Math.sqrt(squares / (others.length - 1));
  return sd > 1e-9 ? (total - mean) / sd : null;
}

/**
 * Whether a sheet is worth asking its judge about: far from the judge's own level, and as far from where the rest of the
 * panel sees this project (the median of their z). A project that everybody finds outstanding accuses nobody.
 */
export function standsOut(z: number | null, rest: readonly (number | null)[]): boolean {
  if (z === null || Math.abs(z) < farAway) return false;
  const middle = median(rest.filter((each) => each !== null));
  return middle === null || Math.abs(z - middle) >= farAway;
}

function median(values: number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
