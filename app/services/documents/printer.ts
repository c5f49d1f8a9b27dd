import { join } from "node:path";
import { digestOf } from "~/primitives/canonical-json.ts";
import type { Settings } from "../env.ts";
import { log } from "../log.ts";
import { type Printable, print } from "./print.ts";
import { openPrintCache, type PrintCache } from "./print-cache.ts";

/** A print that somebody has asked for. Several may hold one and the same. */
export interface PrintOrder {
  /**
   * The file, or null when it is not ready after so many milliseconds, or who asks has gone: `signal`, then the place in line is
   * free again unless others want the same. Rejects when it cannot be made.
   */
  within(milliseconds: number, signal?: AbortSignal): Promise<Uint8Array | null>;
  /** How many prints are made before it. */
  ahead(): number;
  /** About how long until it is ready. */
  seconds(): number;
}

export interface Printer {
  /** The print of that paper: kept, under way, or new at the end of the line; null when the line is full. */
  order(paper: Printable): Promise<PrintOrder | null>;
}

/** Who asked for a print and has not come back for so long does not want it any more. */
const abandonedMs = 60_000;
/** Taken for the first print's time, before anything was measured. */
const firstGuessMs = 4000;

interface Job {
  digest: string;
  paper: Printable;
  /** Requests that wait for it at this moment. */
  holders: number;
  askedAt: number;
  running: boolean;
  done: Promise<Uint8Array>;
  settle: { done: (bytes: Uint8Array) => void; fail: (error: Error) => void };
}

/**
 * Makes papers and workbooks, `atOnce` at a time; up to `waiting` more stand in line. Equal papers are one print, whether it waits, is being
 * made, or was made a little while ago. A print that breaks leaves its place to the next one, and may be asked for again.
 */
export function makePrinter(parts: {
  atOnce: number;
  waiting: number;
  cache: PrintCache | null;
  lay?(paper: Printable): Promise<Uint8Array>;
  clock?: () => number;
}): Printer {
  const { atOnce, waiting, cache, lay = async (paper) => await print(paper), clock = Date.now } = parts;
  const jobs = new Map<string, Job>();
  const line: Job[] = [];
  let running = 0;
  let usualMs = firstGuessMs;

  const start = (job: Job) => {
    running++;
    job.running = true;
    const began = clock();
    const work = async () => {
      const bytes = await lay(job.paper);
      usualMs = (usualMs + (clock() - began)) / 2;
      // Kept before it leaves the line: whoever comes in between finds it in one of the two places
      await cache?.keep(job.digest, bytes);
      job.settle.done(bytes);
    };
    void work()
      .catch((error: Error) => job.settle.fail(error))
      .finally(() => {
        jobs.delete(job.digest);
        running--;
        next();
      });
  };
  const dropAbandoned = () => {
    for (const job of line.filter(({ holders, askedAt }) => holders === 0 && clock() - askedAt >= abandonedMs)) {
      line.splice(line.indexOf(job), 1);
      jobs.delete(job.digest);
    }
  };
  const next = () => {
    dropAbandoned();
    while (running < atOnce) {
      const job = line.shift();
      if (!job) return;
      start(job);
    }
  };
  const orderOf = (job: Job): PrintOrder => {
    // Who goes away takes the own asking along, and leaves that of others
    const before = job.askedAt;
    const mine = clock();
    job.askedAt = mine;
    const ahead = () => (job.running ? 0 : running + Math.max(0, line.indexOf(job)));
    return {
      within: async (milliseconds, signal) => {
        job.holders++;
        const { promise: over, resolve } = Promise.withResolvers<null>();
        const stop = () => resolve(null);
        const late = setTimeout(stop, milliseconds);
        signal?.addEventListener("abort", stop);
        if (signal?.aborted) stop();
        try {
          return await Promise.race([job.done, over]);
        } finally {
          clearTimeout(late);
          signal?.removeEventListener("abort", stop);
          job.holders--;
          if (!signal?.aborted) job.askedAt = clock();
          else if (job.askedAt === mine) job.askedAt = before;
          dropAbandoned();
        }
      },
      ahead,
      seconds: () => Math.max(1, Math.ceil(((Math.floor(ahead() / atOnce) + 1) * usualMs) / 1000)),
    };
  };

  return {
    order: async (paper) => {
      const digest = printDigest(paper);
      const known = jobs.get(digest);
      if (known) return orderOf(known);
      const kept = await cache?.find(digest);
      if (kept) return { within: async () => kept, ahead: () => 0, seconds: () => 0 };
      // Somebody else may have ordered it while the cache was asked
      const meanwhile = jobs.get(digest);
      if (meanwhile) return orderOf(meanwhile);
      dropAbandoned();
      if (running >= atOnce && line.length >= waiting) return null;
      const job = newJob(digest, paper);
      jobs.set(digest, job);
      line.push(job);
      const order = orderOf(job);
      next();
      return order;
    },
  };
}

function newJob(digest: string, paper: Printable): Job {
  const { promise: done, resolve, reject } = Promise.withResolvers<Uint8Array>();
  // Who asked may have gone: then nobody else hears of it
  done.catch((error: unknown) => log.error({ err: error, kind: paper.kind }, "a paper could not be printed"));
  const askedAt = Number.NEGATIVE_INFINITY;
  return { digest, paper, holders: 0, askedAt, running: false, done, settle: { done: resolve, fail: reject } };
}

/**
 * What the print is made from: all its words and drawings, and how they are laid out, by its kind. The line that says when it
 * was made is left out, or no two would ever be equal: it says when this very print was made, which is true of each copy.
 */
export function printDigest(all: Printable): string {
  if (all.kind === "workbook") {
    const { made, ...about } = all.about;
    return digestOf({ ...all, about: { ...about, lines: about.lines.filter(([, words]) => words !== made?.words) } });
  }
  const { frame, ...paper } = all;
  return digestOf({ ...paper, frame: { ...frame, printed: frame.printed !== "" } });
}

const mebibyte = 1024 * 1024;
const cachedBytes = 256 * mebibyte;
const cachedMs = 15 * 60_000;

// The bundle of the pages and the server that loads it each have their own copy of this module; the line is one
const globalPrinters = globalThis as { contestPrinter?: Printer; contestPublicPrinter?: Printer };

/**
 * The process's printers, by the settings: the desk's, and the one of what everybody may ask for, who must not stand before those
 * in the hall (one at a time, a line as long). Finished prints lie in one folder a process (`prints`, `prints-1` …) of the data folder.
 */
export function openPrinters(
  settings: Pick<Settings, "DATA_DIR" | "PRINTS_AT_ONCE" | "PRINTS_WAITING"> & Partial<Pick<Settings, "NODE_ENV">>,
  worker = 0,
): { desk: Printer; everybody: Printer } {
  const { contestPrinter, contestPublicPrinter } = globalPrinters;
  if (contestPrinter && contestPublicPrinter) return { desk: contestPrinter, everybody: contestPublicPrinter };
  const { DATA_DIR, PRINTS_AT_ONCE: atOnce, PRINTS_WAITING: waiting, NODE_ENV } = settings;
  const bounds = {
    directory: join(DATA_DIR, worker === 0 ? "prints" : `prints-${worker}`),
    mostBytes: cachedBytes,
    ageMs: cachedMs,
  };
  // While developing, the same words may be laid out by other code a moment later
  const cache = NODE_ENV === "development" ? null : openPrintCache(bounds);
  const desk = contestPrinter ?? makePrinter({ atOnce, waiting, cache });
  const everybody = contestPublicPrinter ?? makePrinter({ atOnce: 1, waiting, cache });
  Object.assign(globalPrinters, { contestPrinter: desk, contestPublicPrinter: everybody });
  return { desk, everybody };
}
