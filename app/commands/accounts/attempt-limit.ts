import type { Transaction } from "kysely";
import { factorAttempts } from "~/rules/accounts/second-factor.ts";
import { now } from "~/services/clock.ts";
import type { Db } from "~db/client.ts";
import { countUse, returnAllUses, returnUse } from "~db/queries/accounts/attempts.ts";
import { appendAudit } from "~db/queries/audit/audit.ts";
import type { DB } from "~db/schema.ts";
import type { Command, Refusal } from "../command.ts";

/** Too many wrong codes: nothing that asks for one is done before the time is over, whatever code is given. */
export interface AttemptLimitReached {
  type: "too-many-tries";
}

const failedAttempts = new Set(["factor-wrong", "factor-used", "passkey-wrong"]);

/**
 * A command that asks for a second factor, with its attempts counted: five in fifteen minutes for each person, over all that
 * asks for one. An attempt is counted before it is checked, so that many at the same moment do not pass by the limit; a code
 * that is correct gives all back (`resetAttempts`), and what tried none, as a repeated request, gives its own. Wrong codes are audited, for themselves,
 * as the act's transaction leaves nothing behind.
 */
export function withAttemptLimit<I, V, E extends Refusal>(
  name: string,
  act: Command<I, V, E>,
): Command<I, V, E | AttemptLimitReached> {
  return async (by, input) => {
    const { db, actor } = by;
    if (!actor) return await act(by, input);
    const at = by.at ?? now();
    const key = keyOf(actor.id);
    const record = (why: string) => recordRefusal(db, { at, actorId: actor.id, act: name, why });
    const { count, windowStartedAt } = await countUse(db, key, factorAttempts.minutes * 60, at);
    if (count > factorAttempts.most) {
      // Whoever goes on trying fills no record with it
      if (count === factorAttempts.most + 1) await record("too-many-tries");
      return { ok: false, error: { type: "too-many-tries" } };
    }
    const answer = await act(by, input);
    if (!answer.ok && failedAttempts.has(answer.error.type)) await record(answer.error.type);
    else await returnUse(db, key, windowStartedAt);
    return answer;
  };
}

/** Gives all of the person's attempts back, for a code that was correct: part of the transaction in which it did. */
export async function resetAttempts(trx: Transaction<DB>, userId: string): Promise<void> {
  await returnAllUses(trx, keyOf(userId));
}

const keyOf = (userId: string) => `second-factor ${userId}`;

async function recordRefusal(
  db: Db,
  { at, actorId, act, why }: { at: Date; actorId: string; act: string; why: string },
): Promise<void> {
  await db
    .transaction()
    .execute((trx) => appendAudit(trx, { at, command: "refuse-factor", actorId, facts: { act, why } }));
}
