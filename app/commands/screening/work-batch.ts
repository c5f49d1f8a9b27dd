import { type BatchInput, batchInput, isDoubtful, whyLeftOut } from "~/rules/screening/batch.ts";
import { now } from "~/services/clock.ts";
import { type Queue, type Routine, sendJobs } from "~/services/jobs/job-queue.ts";
import { log } from "~/services/log.ts";
import type { Db } from "~db/client.ts";
import type { RowResult } from "~db/json-columns.ts";
import { findNextItem, findStalledBatches, finishBatch, recordItem } from "~db/queries/screening/batch-work.ts";
import { findBatch } from "~db/queries/screening/batches.ts";
import type { By } from "../command.ts";
import { assignScreener } from "./assign-screener.ts";
import { decideApplication } from "./decide-application.ts";

export const batchQueue = "batches";

/** A job does as many rows as fit in so long, then hands on to the next: short enough to end before the server does. */
const sliceMs = 6_000;
/** A running batch of which no row was done for so long has lost its worker. */
const patienceMs = 30_000;

/** The queue that works batches off, and the sweep for those that lost their worker; `resume` does that sweep at the start. */
export function batchWork(db: Db): { queue: Queue; routine: Routine; resume: () => Promise<void> } {
  const requeueBatch = async (batchId: number) =>
    await sendJobs(null, batchQueue, [{ data: { batchId: String(batchId) } }]);
  const requeueStalledBatches = async (since: Date) => {
    for (const batchId of await findStalledBatches(db, since)) await requeueBatch(batchId);
  };
  return {
    resume: async () => await requeueStalledBatches(now()),
    queue: {
      name: batchQueue,
      workers: 1,
      work: async ({ batchId }) => {
        const until = now().getTime() + sliceMs;
        if ((await workBatch(db, Number(batchId), () => now().getTime() < until)) === "more")
          await requeueBatch(Number(batchId));
      },
    },
    routine: {
      name: "stalled-batches",
      cron: "* * * * *",
      work: async () => await requeueStalledBatches(new Date(now().getTime() - patienceMs)),
    },
  };
}

/**
 * Does the waiting rows of a batch, one command each, as the person who started it, while `goesOn` says so. Answers whether
 * more wait. Can be killed at any moment and begun again, by two workers at once even: a row's key makes its command act
 * once, and its answer is written down once.
 */
export async function workBatch(
  db: Db,
  batchId: number,
  goesOn: () => boolean = () => true,
): Promise<"more" | "through"> {
  const batch = await findBatch(db, batchId);
  if (batch?.state !== "running") return "through";
  const input = batchInput.parse(batch.input);
  for (let at = 0; ; ) {
    if (!goesOn()) return "more";
    const item = await findNextItem(db, batchId, at);
    if (!item) break;
    at = item.position;
    const by = { db, actor: batch.starter, idempotencyKey: `batch-${batchId}-${at}` };
    const outcome = await answerOf(by, input, item);
    await recordItem(db, { batchId, position: at, at: now(), ...outcome });
  }
  await finishBatch(db, batchId, now());
  return "through";
}

interface Item {
  code: string;
  version: number;
  wishedRound: string | null;
  eligibility: string | null;
}

/** What the row's command answers. One that fails is a bug: it is logged, its row says so, and the others go on. */
async function answerOf(
  by: By,
  input: BatchInput,
  item: Item,
): Promise<{ result: RowResult } | { error: { type: string } }> {
  try {
    const answer = await act(by, input, item);
    if (answer.ok) return { result: answer.value };
    // The key stands for this very row: done before, though the words it was asked with have changed since
    if (answer.error.type === "replayed-with-other-input") return { result: {} };
    return { error: answer.error };
  } catch (error) {
    log.error({ err: error, code: item.code }, "a row of a batch failed");
    return { error: { type: "unexpected" } };
  }
}

async function act(by: By, input: BatchInput, { code, version, wishedRound, eligibility }: Item) {
  // Asked row by row: what a screener found by hand meanwhile counts
  const leftOut = whyLeftOut(input, eligibility);
  if (leftOut) return { ok: false, error: { type: leftOut } } as const;
  switch (input.act) {
    case "assign":
      return await assignScreener(by, { code, screenerId: input.screener || null });
    case "qualify":
    case "wait": {
      const round = input.round || wishedRound;
      if (!round) return { ok: false, error: { type: "no-wish" } } as const;
      const reason = isDoubtful(eligibility) ? input.anyway : undefined;
      return await decideApplication(by, { code, version, decision: input.act, round, reason });
    }
    case "return":
    case "ineligible":
    case "take-back":
      return await decideApplication(by, { code, version, decision: input.act, reason: input.reason });
  }
}
