import type { Transaction } from "kysely";
import type { ResultEvent } from "~/rules/exchange/public-api.ts";
import type { Db } from "~db/client.ts";
import { findDueDeliveries, insertResultDeliveries } from "~db/queries/exchange/webhooks.ts";
import type { DB } from "~db/schema.ts";
import { now } from "../clock.ts";
import { type Queue, type Routine, sendJobLater, sendJobs } from "../jobs/job-queue.ts";
import { deliverWebhook, type WebhookSending } from "./webhook-delivery.ts";

const queueName = "webhook";

/** Writes, as part of `trx`, that every address of the edition is told: what is rolled back is never told. */
export async function enqueueResultWebhooks(
  trx: Transaction<DB>,
  given: { releaseId: number; event: ResultEvent; at: Date },
): Promise<void> {
  await sendDeliveries(trx, await insertResultDeliveries(trx, given));
}

/** Gives deliveries that are queued their jobs, as part of `trx` where there is one. */
export async function sendDeliveries(trx: Transaction<DB> | null, ids: readonly string[]): Promise<void> {
  await sendJobs(
    trx,
    queueName,
    ids.map((id) => ({ data: { id } })),
  );
}

/** The queue that delivers, and the sweep for what a process without workers wrote, or one that died left behind. For `startQueues`. */
export function webhookWork(db: Db, sending: WebhookSending): { queue: Queue; routine: Routine } {
  return {
    queue: {
      name: queueName,
      workers: 2,
      work: async ({ id = "" }) => {
        const after = await deliverWebhook(db, sending, id, now());
        if (after !== null) await sendJobLater(queueName, { id }, after);
      },
    },
    routine: {
      name: "stranded-webhooks",
      cron: "* * * * *",
      // What merely waits its turn has its job still; a second one finds it claimed or done
      work: async () => {
        const before = new Date(now().getTime() - 60_000);
        await sendDeliveries(null, await findDueDeliveries(db, { before, limit: 500 }));
      },
    },
  };
}
