import autocannon from "autocannon";

export interface Load {
  url: string;
  connections: number;
  seconds: number;
  headers?: Record<string, string>;
  /** What every answer has to be; any of success unless told. */
  status?: number;
  /** Each request to another address, by a search that means nothing. */
  fresh?: boolean;
}

export interface Rate {
  /** Answered requests a second. */
  perSecond: number;
  p99ms: number;
}

/** Asks the address again and again; throws when any answer is not what it has to be, as such a rate would mean nothing. */
export async function rateOf({ url, connections, seconds, headers, status, fresh }: Load): Promise<Rate> {
  let asked = 0;
  const setupRequest = (request: autocannon.Request) => ({
    ...request,
    path: `${new URL(url).pathname}?asked=${++asked}`,
  });
  const requests = fresh ? [{ setupRequest }] : undefined;
  const result = await autocannon({ url, connections, duration: seconds, headers, requests });
  const answered = result["2xx"] + result.non2xx;
  const right = status === undefined ? result["2xx"] : (result.statusCodeStats?.[`${status}`]?.count ?? 0);
  if (right !== answered || result.errors > 0)
    throw new Error(`${url}: ${answered - right} bad answers, ${result.errors} errors`);
  return { perSecond: result.requests.total / result.duration, p99ms: result.latency.p99 };
}

/** The two measured in turn, A B A B …, so that the machine's moods hit both; the median pair by ratio A/B. */
export async function compare(a: () => Promise<Rate>, b: () => Promise<Rate>, pairs = 5) {
  const measured: { ours: Rate; bare: Rate; ratio: number }[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const ours = await a();
    const bare = await b();
    measured.push({ ours, bare, ratio: ours.perSecond / bare.perSecond });
  }
  measured.sort((one, other) => one.ratio - other.ratio);
  const median = measured[Math.floor(measured.length / 2)];
  if (!median) throw new Error("nothing was measured");
  return { ...median, ratios: measured.map(({ ratio }) => ratio) };
}

export function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(0)} %`;
}
