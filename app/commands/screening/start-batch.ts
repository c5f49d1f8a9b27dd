import { z } from "zod";
import { can, rolesWith } from "~/rules/accounts/access.ts";
import { type BatchInput, batchInput, mostInBatch } from "~/rules/screening/batch.ts";
import { filterOf } from "~/rules/screening/screening-filter.ts";
import { sendJobs } from "~/services/jobs/job-queue.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { insertBatch, insertBatchItems } from "~db/queries/screening/batches.ts";
import { isScreener } from "~db/queries/screening/screeners.ts";
import { findRoundId } from "~db/queries/screening/screening-targets.ts";
import { command, done, refuse } from "../command.ts";
import { batchQueue } from "./work-batch.ts";

export type BatchRefusal =
  | { type: "nothing-selected" | "no-such-heat" | "no-such-screener" }
  /** More or fewer applications match than the screener was told. */
  | { type: "selection-changed"; count: number };

const selection = z.discriminatedUnion("of", [
  z.object({
    of: z.literal("picked"),
    picked: z.array(z.object({ code: z.string().max(20), version: z.int32() })).max(1000),
  }),
  z.object({
    of: z.literal("matching"),
    /** The filter as the query of the list's address. */
    query: z.string().max(2000),
    /** How many the screener was told, and when. */
    count: z.number().int().min(0).max(mostInBatch),
    asOf: z.iso.datetime(),
  }),
]);

/**
 * Begins one act on many applications of an edition: each becomes a row, in the version that the screener saw, and a job
 * works them off one by one. Answers the batch's id and how many rows it has.
 */
export const startBatch = command({
  name: "start-batch",
  input: z.object({ edition: z.string().max(64), input: batchInput, selection }),
  who: async ({ trx, input, actor }) => {
    const edition = await findEdition(trx, input.edition);
    return edition && can(actor, "screen", { editionId: edition.id }) ? { editionId: edition.id } : null;
  },
  run: async ({ trx, input: { input, selection }, actor, subject: { editionId }, at }) => {
    if ("round" in input && input.round !== "" && (await findRoundId(trx, editionId, input.round)) === undefined)
      return refuse<BatchRefusal>({ type: "no-such-heat" });
    if (input.act === "assign" && input.screener !== "") {
      const screener = { editionId, userId: input.screener, roles: rolesWith("screen") };
      if (!(await isScreener(trx, screener))) return refuse<BatchRefusal>({ type: "no-such-screener" });
    }
    const batchId = await insertBatch(trx, { editionId, createdById: actor.id, input, at });
    const meant =
      selection.of === "picked"
        ? { picked: selection.picked }
        : { filter: filterOf(new URLSearchParams(selection.query)), asOf: new Date(selection.asOf) };
    const count = await insertBatchItems(trx, { editionId, me: actor.id }, batchId, meant);
    if (selection.of === "matching" && count !== selection.count)
      return refuse<BatchRefusal>({ type: "selection-changed", count });
    if (count === 0) return refuse<BatchRefusal>({ type: "nothing-selected" });
    await sendJobs(trx, batchQueue, [{ data: { batchId: String(batchId) } }]);
    return done({ batchId, count }, { batch: batchId, count, ...factsOf(input) });
  },
});

/** What the record keeps of an act: never the words of a reason, which may name a person. */
function factsOf(input: BatchInput): Record<string, string | null> {
  if (input.act === "assign") return { act: input.act, screener: input.screener || null };
  if (!("round" in input)) return { act: input.act };
  const facts = { act: input.act, round: input.round || null };
  return input.anyway ? { ...facts, notEligible: "included" } : facts;
}
