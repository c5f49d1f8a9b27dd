/**
 * Orders keys by code point, as PostgreSQL's collation "C" does in UTF-8. (`<` on strings orders by UTF-16 units, which puts
 * rare Han characters before some common signs.) Negative when a comes first, zero when equal.
 */
export function byCodePoint(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
