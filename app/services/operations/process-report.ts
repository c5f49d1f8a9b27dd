import { statfs } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, resolve } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { ProcessFacts } from "~/rules/operations/health.ts";
import type { Db } from "~db/client.ts";
import {
  deleteProcessReport,
  findDatabaseTime,
  findLogBehind,
  saveProcessReport,
} from "~db/queries/operations/health.ts";
import type { Replica } from "~db/replica.ts";
import { now } from "../clock.ts";
import type { Listener } from "../live/listener.ts";
import { log } from "../log.ts";

const reportMs = 10_000;

interface Reporting {
  db: Db;
  /** What it is known by; the same after a restart. */
  name: string;
  /** Where files lie. */
  directory: string;
  listener: Listener;
  /** What public pages are read from; null: there is none. */
  replica: Pick<Replica, "position"> | null;
  viewers: () => Pick<ProcessFacts, "viewers" | "roundViewers">;
  /** Called after each attempt: since when the database has not answered, in milliseconds; 0 where it did. */
  after?: (silentMs: number) => Promise<void>;
}

/** The name of one of the processes that serve on this machine. */
export function processName({ PORT }: { PORT: number }, worker: number): string {
  return `${hostname().slice(0, 150)}:${PORT}${worker === 0 ? "" : `/${worker}`}`;
}

/**
 * Says every ten seconds how this process is: how late its loop was, how long the database took, how much room is left,
 * who follows what. Whoever asks any process reads it there of all. `stop` takes the report away.
 */
export function startReporting(given: Reporting): { report(): Promise<void>; stop(): Promise<void> } {
  const { db, name, directory, listener, replica, viewers, after } = given;
  const startedAt = now();
  const loop = monitorEventLoopDelay({ resolution: 20 });
  loop.enable();
  let listening = false;
  listener.add({
    up: () => {
      listening = true;
    },
    down: () => {
      listening = false;
    },
    heard: () => {},
  });
  let answeredMs = performance.now();
  let readMs = performance.now();
  let working: Promise<void> | null = null;

  async function reportOnce(): Promise<void> {
    try {
      const disk = await roomAt(directory);
      const { databaseMs, clockMs } = await askDatabase(db);
      const position = (await replica?.position()) ?? null;
      if (position !== null) readMs = performance.now();
      await saveProcessReport(db, {
        name,
        startedAt,
        listening,
        lagMs: lagOf(loop),
        databaseMs,
        clockMs,
        replicaAwaySeconds: replica && (position === null ? Math.ceil((performance.now() - readMs) / 1000) : 0),
        replicaBytes: position === null ? null : await findLogBehind(db, position),
        ...disk,
        ...viewers(),
      });
      answeredMs = performance.now();
    } catch (error) {
      log.warn({ err: error }, "how this process is could not be noted");
    }
    const silentMs = performance.now() - answeredMs;
    await after?.(silentMs < reportMs / 2 ? 0 : silentMs).catch((error: unknown) =>
      log.error({ err: error }, "the watch over this process failed"),
    );
  }
  // One at a time: a database that hangs is asked once
  const report = async () => {
    working ??= reportOnce().finally(() => {
      working = null;
    });
    await working;
  };
  const timer = setInterval(() => void report(), reportMs);
  timer.unref();
  return {
    report,
    stop: async () => {
      clearInterval(timer);
      loop.disable();
      await working;
      await deleteProcessReport(db, name).catch(() => {});
    },
  };
}

/** How late the loop was since the last time, in milliseconds: what the timer itself takes is no lateness. */
function lagOf(loop: ReturnType<typeof monitorEventLoopDelay>): number {
  const ms = loop.count > 0 ? loop.percentile(99) / 1e6 - 20 : 0;
  loop.reset();
  return Math.max(0, Math.round(ms));
}

async function askDatabase(db: Db): Promise<{ databaseMs: number; clockMs: number }> {
  const asked = performance.now();
  const askedAt = now().getTime();
  const theirs = await findDatabaseTime(db);
  const tookMs = performance.now() - asked;
  return { databaseMs: Math.round(tookMs), clockMs: Math.round(theirs.getTime() - askedAt - tookMs / 2) };
}

/** The room on the disk of that folder, or of the one in which it will be made. */
async function roomAt(directory: string): Promise<Pick<ProcessFacts, "diskFree" | "diskSize">> {
  try {
    const { bavail, blocks, bsize } = await statfs(directory);
    return { diskFree: bavail * bsize, diskSize: blocks > 0 ? blocks * bsize : null };
  } catch (error) {
    const above = dirname(resolve(directory));
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT" && above !== resolve(directory);
    return missing ? await roomAt(above) : { diskFree: null, diskSize: null };
  }
}
