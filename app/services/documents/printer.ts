import { join } from "node:path";
import { digestOf } from "~/primitives/canonical-json.ts";
import type { Settings } from "../env.ts";
import { log } from "../log.ts";
import type { Paper } from "./paper.ts";
import { print } from "./print.ts";
import { openPrintCache, type PrintCache } from "./print-cache.ts";

/** A print that somebody has asked for. Several may hold one and the same. */
export interface PrintOrder {
  /** The file, or null when it is not ready after so many milliseconds. Rejects when it cannot be made. */
  within(milliseconds: number): Promise<Uint8Array | null>;
  /** How many prints are made before it. */
  ahead(): number;
  /** About how long until it is ready. */
  seconds(): number;
}

export interface Printer {
  /** The print of that paper: kept, under way, or new at the end of the line; null when the line is full. */
  order(paper: Paper): Promise<PrintOrder | null>;
}

/** Who asked for a print and has not come back for so long does not want it any more. */
const abandonedMs = 60_000;
/** Taken for the first print's time, before anything was measured. */
const firstGuessMs = 4000;

interface Job {
  digest: string;
  paper: Paper;
  /** Requests that wait for it at this moment. */
  holders: number;
  askedAt: number;
  running: boolean;
  done: Promise<Uint8Array>;
  settle: { done: (bytes: Uint8Array) => void; fail: (error: Error) => void };
}

/**
 * Makes papers, `atOnce` at a time; up to `waiting` more stand in line. Equal papers are one print, whether it waits, is being
 * made, or was made a little while ago. A print that breaks leaves its place to the next one, and may be asked for again.
 */
export function makePrinter(parts: {
  atOnce: number;
  waiting: number;
  cache: PrintCache | null;
  lay?: (paper: Paper) => Promise<Uint8Array>;
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
  const next = () => {
    while (running < atOnce) {
      const job = line.shift();
      if (!job) return;
      if (job.holders > 0 || clock() - job.askedAt < abandonedMs) start(job);
      else jobs.delete(job.digest);
    }
  };
  const orderOf = (job: Job): PrintOrder => {
    job.askedAt = clock();
    const ahead = () => (job.running ? 0 : running + Math.max(0, line.indexOf(job)));
    return {
      within: async (milliseconds) => {
        job.holders++;
        let late: NodeJS.Timeout | undefined;
        const tooLong = new Promise<null>((done) => {
          late = setTimeout(done, milliseconds, null);
        });
        try {
          return await Promise.race([job.done, tooLong]);
        } finally {
          clearTimeout(late);
          job.holders--;
          job.askedAt = clock();
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
      if (running >= atOnce && line.length >= waiting) return null;
      const job = newJob(digest, paper, clock());
      jobs.set(digest, job);
      line.push(job);
      next();
      return orderOf(job);
    },
  };
}

function newJob(digest: string, paper: Paper, askedAt: number): Job {
  const { promise: done, resolve, reject } = Promise.withResolvers<Uint8Array>();
  // Who asked may have gone: then nobody else hears of it
  done.catch((error: unknown) => log.error({ err: error, kind: paper.kind }, "a paper could not be printed"));
  return { digest, paper, holders: 0, askedAt, running: false, done, settle: { done: resolve, fail: reject } };
}

/**
 * What the print is made from: all its words and drawings, and how they are laid out, by its kind. The line that says when it
 * was made is left out, or no two would ever be equal: it says when this very print was made, which is true of each copy.
 */
export function printDigest({ frame, ...paper }: Paper): string {
  return digestOf({ ...paper, frame: { ...frame, printed: frame.printed !== "" } });
}

const mebibyte = 1024 * 1024;
const cachedBytes = 256 * mebibyte;
const cachedMs = 15 * 60_000;

// The bundle of the pages and the server that loads it each have their own copy of this module; the line is one
const globalPrinter = globalThis as { contestPrinter?: Printer };

/** The process's one printer, by the settings; its finished prints lie in a folder of its own (`prints`, `prints-1` …) of the data folder. */
export function openPrinter(
  settings: Pick<Settings, "DATA_DIR" | "PRINTS_AT_ONCE" | "PRINTS_WAITING"> & Partial<Pick<Settings, "NODE_ENV">>,
  worker = 0,
): Printer {
  const { DATA_DIR, PRINTS_AT_ONCE: atOnce, PRINTS_WAITING: waiting, NODE_ENV } = settings;
  const bounds = {
    directory: join(DATA_DIR, worker === 0 ? "prints" : `prints-${worker}`),
    mostBytes: cachedBytes,
    ageMs: cachedMs,
  };
  // While developing, the same words may be laid out by other code a moment later
  globalPrinter.contestPrinter ??= makePrinter({
    atOnce,
    waiting,
    cache: NODE_ENV === "development" ? null : openPrintCache(bounds),
  });
  return globalPrinter.contestPrinter;
}
