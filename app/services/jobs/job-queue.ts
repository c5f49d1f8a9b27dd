import type { Transaction } from "kysely";
import { fromKysely, PgBoss } from "pg-boss";
import type { DB } from "~db/schema.ts";
import { log } from "../log.ts";

/** One kind of work, and how it is done. Its jobs carry keys only: what they mean is read when they run. */
export interface Queue {
  name: string;
  /** How many jobs this process does at a time. */
  workers: number;
  work: (data: Record<string, string>) => Promise<void>;
}

/** Work that comes back by itself; on one instance at a time. `cron` is in UTC. */
export interface Routine {
  name: string;
  cron: string;
  work: () => Promise<void>;
}

// The bundle of the pages and the server that loads it each have their own copy of this module; the jobs are one.
const globalStore = globalThis as { contestQueues?: PgBoss };

/** A connection that only looks alive would hold its worker, and the end of the process, for ever. The first is for a place, too. */
const patience = { connectionTimeoutMillis: 20_000, query_timeout: 60_000 };

/** Makes the job queue's tables in the schema pgboss, or brings them up to date, as their owner: for a role that serves and may not. */
export async function prepareQueues(url: string): Promise<void> {
  const boss = new PgBoss({ connectionString: url, max: 1, supervise: false, schedule: false });
  boss.on("error", (error) => log.error({ err: error }, "the job queue reports an error"));
  await boss.start();
  await boss.stop({ graceful: false });
}

/**
 * Starts the process's workers, with a small pool of their own, so that a long queue never starves the pages. pg-boss
 * keeps its tables in the schema pgboss and, unless `prepared`, brings them up to date itself. A worker that dies leaves its job to the
 * next one after a minute.
 */
export async function startQueues(options: {
  url: string;
  queues: Queue[];
  routines?: Routine[];
  /** The tables are there, and whoever serves may not make any. */
  prepared?: boolean;
}): Promise<void> {
  const { routines = [], prepared = false } = options;
  const boss = new PgBoss({
    connectionString: options.url,
    max: 3,
    application_name: "contest-desk jobs",
    ...patience,
    useListenNotify: true,
    schedule: routines.length > 0,
    migrate: !prepared,
  });
  boss.on("error", (error) => log.error({ err: error }, "the job queue reports an error"));
  boss.on("warning", (warning) => log.warn({ warning: warning.message }, "the job queue warns"));
  await boss.start();
  try {
    for (const queue of options.queues) {
      await boss.createQueue(queue.name, {
        notify: true,
        retryLimit: 5,
        retryDelay: 10,
        retryBackoff: true,
        retryDelayMax: 600,
        expireInSeconds: 60,
        deleteAfterSeconds: 86_400,
      });
      await boss.work<Record<string, string>>(
        queue.name,
        {
          localConcurrency: queue.workers,
          batchSize: 1,
          burstWhenBatchFull: true,
          pollingIntervalSeconds: 1,
          notifyPollingIntervalSeconds: 2,
        },
        async (jobs) => {
          for (const job of jobs) await queue.work(job.data);
        },
      );
    }
    for (const routine of routines) {
      await boss.createQueue(routine.name, { policy: "short", retryLimit: 0, deleteAfterSeconds: 86_400 });
      await boss.schedule(routine.name, routine.cron);
      await boss.work(routine.name, { pollingIntervalSeconds: 10 }, routine.work);
    }
  } catch (error) {
    await boss.stop({ graceful: false });
    throw error;
  }
  globalStore.contestQueues = boss;
}

/** Lets the running jobs end (at most ten seconds), then closes the pool. */
export async function stopQueues(): Promise<void> {
  // Until they have ended they may still put in jobs: a delivery that waits for its next attempt
  await globalStore.contestQueues?.stop({ graceful: true, timeout: 10_000 });
  globalStore.contestQueues = undefined;
}

/**
 * Puts jobs into the queue, as part of `trx` where there is one: they exist when the transaction commits and never when it
 * does not. Answers false in a process that runs no workers (the command line); the caller's own sweep finds the work then.
 */
export async function sendJobs(
  trx: Transaction<DB> | null,
  queue: string,
  jobs: readonly { data: Record<string, string> }[],
): Promise<boolean> {
  if (!globalStore.contestQueues) return false;
  if (jobs.length > 0)
    await globalStore.contestQueues.insert(queue, [...jobs], {
      returnId: false,
      ...(trx ? { db: fromKysely(trx) } : {}),
    });
  return true;
}

/** Puts a job into the queue for later; outside of any transaction. */
export async function sendJobLater(queue: string, data: Record<string, string>, seconds: number): Promise<void> {
  await globalStore.contestQueues?.send(queue, data, { startAfter: Math.max(1, Math.ceil(seconds)) });
}
