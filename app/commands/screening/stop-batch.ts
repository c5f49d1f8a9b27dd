import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { stopRunningBatch } from "~db/queries/screening/batch-work.ts";
import { findBatch } from "~db/queries/screening/batches.ts";
import { command, done, refuse } from "../command.ts";

/** Stops a running batch: what is done stays done, what still waits is left as it is. */
export const stopBatch = command({
  name: "stop-batch",
  input: z.object({ batchId: z.int32().positive() }),
  who: async ({ trx, input, actor }) => {
    const batch = await findBatch(trx, input.batchId);
    return batch && can(actor, "screen", batch) ? { editionId: batch.editionId } : null;
  },
  run: async ({ trx, input: { batchId }, at }) =>
    (await stopRunningBatch(trx, batchId, at))
      ? done({ batchId }, { batch: batchId })
      : refuse<{ type: "batch-ended" }>({ type: "batch-ended" }),
});
