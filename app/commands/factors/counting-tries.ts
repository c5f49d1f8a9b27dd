import { factorTries } from "~/rules/second-factor.ts";
import { now } from "~/services/clock.ts";
import type { Db } from "~db/client.ts";
import { appendAudit } from "~db/queries/audit.ts";
import { countUse, returnAllUses, returnUse } from "~db/queries/rate-limits.ts";
import type { Command, Refusal } from "../command.ts";

/** Too many wrong codes: nothing that asks for one is done before the time is over, whatever code is given. */
export interface TooManyTries {
  type: "too-many-tries";
}

const wrong = new Set(["factor-wrong", "factor-used"]);

/**
 * A command that asks for a second factor, with its tries counted: five in fifteen minutes for each person, over all that
 * asks for one. A try is counted before it is looked at, so that many at the same moment do not pass by the limit; what
 * comes right gives all back, and a refusal for another reason gives its own. Wrong codes are audited, for themselves,
 * as the act's transaction leaves nothing behind.
 */
export function countingTries<I, V, E extends Refusal>(
  name: string,
  act: Command<I, V, E>,
): Command<I, V, E | TooManyTries> {
  return async (by, input) => {
    const { db, actor } = by;
    if (!actor) return await act(by, input);
    const at = by.at ?? now();
    const key = `second-factor ${actor.id}`;
    const record = (why: string) => recordRefusal(db, { at, actorId: actor.id, act: name, why });
    const { count } = await countUse(db, key, factorTries.minutes * 60, at);
    if (count > factorTries.most) {
      // Whoever goes on trying fills no record with it
      if (count === factorTries.most + 1) await record("too-many-tries");
      return { ok: false, error: { type: "too-many-tries" } };
    }
    const answer = await act(by, input);
    if (answer.ok) await returnAllUses(db, key);
    else if (wrong.has(answer.error.type)) await record(answer.error.type);
    else await returnUse(db, key);
    return answer;
  };
}

async function recordRefusal(
  db: Db,
  { at, actorId, act, why }: { at: Date; actorId: string; act: string; why: string },
): Promise<void> {
  await db
    .transaction()
    .execute((trx) => appendAudit(trx, { at, command: "refuse-factor", actorId, facts: { act, why } }));
}
