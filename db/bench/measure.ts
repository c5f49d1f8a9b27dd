/** Median milliseconds of `ours` and `baseline`, run in turns so that both meet the same machine. */
export interface Comparison {
  ours: number;
  baseline: number;
  ratio: number;
}

/** Runs both `times` times, alternating, after `warmUp` runs that do not count (connections learn their plans in them). */
export async function compare(
  baseline: () => Promise<unknown>,
  ours: () => Promise<unknown>,
  { times, warmUp = 6 }: { times: number; warmUp?: number },
): Promise<Comparison> {
  const spent = { ours: [] as number[], baseline: [] as number[] };
  for (let i = -warmUp; i < times; i++) {
    for (const [name, run] of [["baseline", baseline] as const, ["ours", ours] as const]) {
      const from = performance.now();
      await run();
      if (i >= 0) spent[name].push(performance.now() - from);
    }
  }
  const a = median(spent.ours);
  const b = median(spent.baseline);
  return { ours: a, baseline: b, ratio: a / b };
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Benchmarks answer on stdout, one line a figure. */
export function printFigure(line: string): void {
  process.stdout.write(`${line}\n`);
}
