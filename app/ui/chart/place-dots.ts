/** Dots nearer than this share of the scale lie one above the other. */
const near = 0.022;

/** Gives each value a level, 0 on the line, so that no two dots cover each other; and how many levels that takes. */
export function placeDots<D extends { value: number }>(
  dots: D[],
  min: number,
  max: number,
): { placed: { dot: D; level: number }[]; levels: number } {
  const lastOnLevel: number[] = [];
  const placed = dots
    .toSorted((a, b) => a.value - b.value)
    .map((dot) => {
      const free = lastOnLevel.findIndex((last) => dot.value - last >= near * (max - min));
      const level = free === -1 ? lastOnLevel.length : free;
      lastOnLevel[level] = dot.value;
      return { dot, level };
    });
  return { placed, levels: Math.max(lastOnLevel.length, 1) };
}
