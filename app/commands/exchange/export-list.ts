import { z } from "zod";
import { type Action, type Actor, can, placesWith } from "~/rules/accounts/access.ts";
import { chosenListColumns, isListName, type ListName } from "~/rules/exchange/export-column.ts";
import type { Db } from "~db/client.ts";
import { findFinalOf } from "~db/queries/diligence.ts";
import { type Edition, findEdition } from "~db/queries/editions/editions.ts";
import { findRound } from "~db/queries/rounds/rounds.ts";
import { findBatch } from "~db/queries/screening/batches.ts";
import { command, done } from "../command.ts";

/** What each list is of, and who may take it out: who sees its page. Lists of applicants and their ways ask for more. */
export const listScopes: Record<ListName, { of: "edition" | "final" | "round" | "batch"; right: Action }> = {
  waiting: { of: "round", right: "move-data" },
  batches: { of: "edition", right: "move-data" },
  batch: { of: "batch", right: "move-data" },
  bounces: { of: "edition", right: "move-data" },
  recommenders: { of: "edition", right: "move-data" },
  landing: { of: "edition", right: "move-data" },
  advancement: { of: "edition", right: "set-up" },
  awards: { of: "final", right: "see-diligence" },
  diligence: { of: "final", right: "see-diligence" },
  people: { of: "edition", right: "set-up" },
  outbox: { of: "edition", right: "release-mail" },
  objections: { of: "edition", right: "see-objections" },
  runsheet: { of: "round", right: "see-scores" },
  panel: { of: "round", right: "set-up" },
  assignments: { of: "round", right: "set-up" },
  progress: { of: "round", right: "see-scores" },
  reviewers: { of: "round", right: "see-scores" },
  confirmations: { of: "round", right: "see-scores" },
  certificates: { of: "round", right: "publish-release" },
};

/** Records that one of the lists around the desk is taken out of the house: which, of what, and its columns. */
export const exportList = command({
  name: "export-list",
  sensitive: true,
  input: z.object({
    edition: z.string().max(64),
    list: z.string().refine(isListName),
    /** The round by its slug or the batch by its number, where the list is of one. */
    of: z.string().max(64).nullable(),
    format: z.enum(["xlsx", "csv"]),
    columns: z.array(z.string().max(40)).max(100),
  }),
  who: async ({ trx, input, actor }) => {
    const found = await findListSubject(trx, actor, input);
    return found && { editionId: found.edition.id, roundId: found.round?.id ?? null };
  },
  run: async ({ input: { list, of, format, columns } }) =>
    done({}, { list, of, format, columns: [...chosenListColumns(list, columns)] }),
});

/** What the list is of, for those who may take it out: an edition, perhaps a round or a batch of it. Null for everybody else. */
export async function findListSubject(
  db: Db,
  actor: Actor,
  { edition: slug, list, of }: { edition: string; list: ListName; of: string | null },
): Promise<{ id: number; edition: Edition; round?: { id: number; slug: string } } | null> {
  const edition = await findEdition(db, slug);
  if (!edition) return null;
  const scope = listScopes[list];
  if (scope.of === "round") {
    const round = of === null ? undefined : await findRound(db, of);
    if (round?.editionId !== edition.id) return null;
    return can(actor, scope.right, { editionId: edition.id, roundId: round.id })
      ? { id: round.id, edition, round }
      : null;
  }
  if (scope.of === "final") {
    const final = await findFinalOf(db, edition.id);
    return can(actor, scope.right, { editionId: edition.id, roundId: final?.id }) ? { id: edition.id, edition } : null;
  }
  // Who sees objections in some rounds gets those of these
  if (list === "objections") return placesWith(actor, scope.right) ? { id: edition.id, edition } : null;
  if (!can(actor, scope.right, { editionId: edition.id })) return null;
  if (scope.of === "edition") return { id: edition.id, edition };
  const batch = of !== null && /^\d{1,9}$/.test(of) ? await findBatch(db, Number(of)) : undefined;
  return batch?.editionId === edition.id ? { id: batch.id, edition } : null;
}
