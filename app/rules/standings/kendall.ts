/**
 * Kendall's coefficient of concordance of the judges' rankings, `marks` by entry and judge without gaps: 1 where all rank
 * alike, 0 where their ranks have nothing in common. Equal marks share their mean rank; `corrected` allows for such ties.
 * Kendall & Babington Smith (1939). Both null with fewer than two judges or entries, and where no judge tells any entries
 * apart.
 */
export function kendallW(marks: readonly (readonly bigint[])[]): { plain: number | null; corrected: number | null } {
  const n = marks.length;
  const m = marks[0]?.length ?? 0;
  if (n < 2 || m < 2) return { plain: null, corrected: null };
  const rankings = Array.from({ length: m }, (_, judge) => ranking(marks.map((ofEntry) => ofEntry[judge] ?? 0n)));
  if (rankings.every(({ apart }) => !apart)) return { plain: null, corrected: null };
  // Twice the distance of each entry's sum of ranks from the mean of all sums: whole
  const distances = marks.map((_, entry) => rankings.reduce((sum, { twice }) => sum + (twice[entry] ?? 0) - n - 1, 0));
  const squares = distances.reduce((sum, each) => sum + each * each, 0);
  const ties = rankings.reduce((sum, each) => sum + each.ties, 0);
  const most = m * m * (n ** 3 - n);
  return { plain: (3 * squares) / most, corrected: (3 * squares) / (most - m * ties) };
}

/** Twice the rank of each value, the mean of their ranks for equal ones; `ties`: Σ t³ − t over the sets of t equal values. */
function ranking(values: readonly bigint[]): { twice: number[]; ties: number; apart: boolean } {
  const order = values.map((_, at) => at).sort((a, b) => compare(values[a] ?? 0n, values[b] ?? 0n));
  const twice = new Array<number>(values.length).fill(0);
  let ties = 0;
  let from = 0;
  while (from < order.length) {
    let to = from + 1;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++;
    for (const at of order.slice(from, to)) twice[at] = from + 1 + to;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  return { twice, ties, apart: new Set(values).size > 1 };
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
