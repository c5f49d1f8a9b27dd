/** The order of keys and slugs: the shorter first, so that 2 comes before 10. */
export function byText(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
