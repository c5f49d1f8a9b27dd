/** A generator of numbers that is the same for the same seed on every machine, so that the demo is too (mulberry32). */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number from low to high, both included. */
  int(low: number, high: number): number;
  /** One of them. */
  pick<T>(from: readonly T[]): T;
  /** A number around mean with that deviation (Irwin–Hall of twelve). */
  normal(mean: number, deviation: number): number;
}

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (from) => {
      const found = from[Math.floor(next() * from.length)];
      if (found === undefined) throw new Error("nothing to pick from");
      return found;
    },
    normal: (mean, deviation) =>
      mean + deviation * (Array.from({ length: 12 }, next).reduce((sum, each) => sum + each, 0) - 6),
  };
}
