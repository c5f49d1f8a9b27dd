import type { Transaction } from "kysely";
import { z } from "zod";
import { erasureOutcome } from "~/rules/accounts/erasure.ts";
import { eraseApplications, erasePeople } from "~db/queries/accounts/erasure.ts";
import {
  findFinalists,
  findOwnToErase,
  isInOffice,
  lockOwn,
  withdrawApplications,
} from "~db/queries/accounts/own-data.ts";
import { insertWithdrawal } from "~db/queries/advancement/advancements.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { removeEntries } from "~db/queries/rounds/round-setup.ts";
import type { DB } from "~db/schema.ts";
import { command, done, refuse } from "../command.ts";

export type OwnErasureRefusal =
  | { type: "email-differs" }
  | { type: "staff-account" }
  /** These applications are judged, or their results are not public yet; `contact` is the edition's. */
  | { type: "being-judged"; codes: string[]; contact: string | null };

/**
 * Erases everything about the person who asks, and their account, for good: applications are withdrawn where they can be,
 * a place in a final is given up, every session ends. Who types their own address has been asked. Refuses for staff, judges and recommenders, and while
 * an application is being judged.
 */
export const deleteOwnData = command({
  name: "delete-own-data",
  changesPublicPages: true,
  omitFromDigest: ["email"],
  input: z.object({ email: z.string().trim().toLowerCase().max(254) }),
  who: async () => ({}),
  run: async ({ trx, input, actor, at }) => {
    const person = await lockOwn(trx, actor.id);
    if (person?.email !== input.email) return refuse<OwnErasureRefusal>({ type: "email-differs" });
    if (await isInOffice(trx, actor.id)) return refuse<OwnErasureRefusal>({ type: "staff-account" });
    const applications = await findOwnToErase(trx, actor.id);
    const decided = applications.map((each) => ({ ...each, fate: erasureOutcome(each.state, each.entries) }));
    const waiting = decided.filter((each) => each.fate === "wait");
    if (waiting.length > 0) {
      const codes = waiting.map((each) => each.code);
      return refuse<OwnErasureRefusal>({ type: "being-judged", codes, contact: waiting[0]?.contact ?? null });
    }
    const withdrawn = decided.filter((each) => each.fate === "withdraw").map((each) => each.id);
    const removable = decided.flatMap((each) => each.entries.filter((entry) => entry.removable));
    const ids = removable.map((entry) => entry.id);
    await leaveFinals({ trx, actor, at }, ids);
    await removeEntries(trx, ids);
    await withdrawApplications(trx, withdrawn, at);
    const erased = decided.map((each) => each.id);
    await eraseApplications(trx, erased, at);
    await erasePeople(trx, [actor.id], at);
    const codes = decided.map((each) => each.code);
    return done({ erased: erased.length }, { codes, withdrawn: withdrawn.length });
  },
});

/** Whoever went on to a final does not go on any more: the next can move up, and a line drawn again leaves them out. */
async function leaveFinals(
  { trx, actor, at }: { trx: Transaction<DB>; actor: { id: string }; at: Date },
  entryIds: readonly number[],
): Promise<void> {
  for (const { fromEntryId, key, finalId, heatId, heat, entry, editionId } of await findFinalists(trx, entryIds)) {
    const withdrawal = { entryId: fromEntryId, withdrawnById: actor.id, withdrawnAt: at, leftKey: key };
    if (!(await insertWithdrawal(trx, withdrawal))) continue;
    const given = { at, command: "withdraw-finalist", actorId: actor.id, editionId };
    await appendAudit(trx, { ...given, roundId: finalId, facts: { entry: key, heat } });
    await appendAudit(trx, { ...given, roundId: heatId, facts: { entry, heat, left: true } });
  }
}
