import { setTimeout as wait } from "node:timers/promises";

/** How long nobody was answered, by what had been done last. */
export interface Outages {
  /** Beats in that session from now on, so that the database is asked for it. */
  signIn(cookie: string): void;
  /** From now on gaps are this fault's, of the instance that it hit. */
  happened(fault: string, url: string | null): void;
  stop(): Promise<void>;
  /** A line for each fault: how often, and the longest time without an answer after it: by the instances that it hit (and their median), and by all. */
  lines(): string[];
}

const everyMs = 25;
/** What a tablet beats takes a moment; who gets no answer for so long asks anew. */
const patienceMs = 1_000;
/** What is slower than this is a gap. */
const usualMs = 250;

interface Fault {
  fault: string;
  url: string | null;
  at: number;
  hit: number;
  all: number;
}

type Ask = (url: string, cookie: string | null) => Promise<Response>;

/** What a judge's tablet says again and again: written, to the primary, where somebody is signed in. */
const beatOnce: Ask = (url, cookie) =>
  fetch(`${url}/judge/none/beat`, {
    method: "POST",
    body: new URLSearchParams({ unsent: "0" }),
    headers: { origin: url, ...(cookie && { cookie }) },
    signal: AbortSignal.timeout(patienceMs),
  });

let looks = 0;
/** A public page that no process has yet, so that it is made of what the database holds. */
export const lookOnce: Ask = (url) =>
  fetch(`${url}/results?look=${++looks}`, { signal: AbortSignal.timeout(patienceMs) });

/** Asks each instance all the time, unless told as a tablet beats, and notes when it was answered last. */
export function watchOutages(urls: readonly string[], ask = beatOnce): Outages {
  const faults: Fault[] = [];
  const answered = new Map(urls.map((url) => [url, performance.now()]));
  let cookie: string | null = null;
  let over = false;

  const note = () => {
    const now = performance.now();
    const last = faults.at(-1);
    if (!last) return;
    const silent = (url: string) => now - Math.max(answered.get(url) ?? 0, last.at);
    const hit = last.url === null ? urls : [last.url];
    last.hit = Math.max(last.hit, ...hit.map(silent));
    last.all = Math.max(last.all, Math.min(...urls.map(silent)));
  };
  const beat = async (url: string) => {
    while (!over) {
      // Who has said no (there is no such round, or nobody is signed in) has answered, unless it is not well
      const taken = await ask(url, cookie)
        .then(async (answer) => (await answer.text()) !== "" && answer.status < 500)
        .catch(() => false);
      note();
      if (taken) answered.set(url, performance.now());
      await wait(everyMs);
    }
  };
  const beating = urls.map(beat);

  return {
    signIn: (given) => {
      cookie = given;
    },
    happened: (fault, url) => {
      note();
      faults.push({ fault, url, at: performance.now(), hit: 0, all: 0 });
    },
    stop: async () => {
      over = true;
      await Promise.all(beating);
    },
    lines: () =>
      [...Map.groupBy(faults, ({ fault }) => fault)].map(([fault, times]) => {
        const longest = (of: "hit" | "all") => Math.max(...times.map((each) => each[of]));
        const usual =
          times.map(({ hit }) => hit).toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;
        const words = (ms: number) => (ms < usualMs ? "none" : `${(ms / 1000).toFixed(1)} s`);
        return `${fault}, ${times.length} times: without an answer by whom it hit ${words(longest("hit"))} (usually ${words(usual)}), by all ${words(longest("all"))}`;
      }),
  };
}
