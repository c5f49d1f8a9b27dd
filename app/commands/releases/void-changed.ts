import { tableToSign } from "~/reads/releases/table-of.ts";
import { markEnded } from "~db/queries/releases/releases.ts";
import { type Command, command, done, type Refusal, refuse } from "../command.ts";
import { type ReleaseRefusal, roundForStep, startReleaseStep, versionInput } from "./release-step.ts";

/** What stands for the reason where nobody gave one: the table had changed. */
export const standingsChangedReason = "standings-changed";

/** Ends a proposal whose table is not what was signed any more; one that still agrees stands. */
const voidReleaseIfChanged = command({
  name: "void-changed-release",
  input: versionInput,
  who: (request) => roundForStep("void", request),
  run: async (context) => {
    const { trx, input, actor, subject, at } = context;
    const taken = await startReleaseStep("void", context, input.version);
    if (!taken.ok) return taken;
    const { id, version, digest } = taken.release;
    const now = (await tableToSign(trx, subject.roundId))?.digest ?? null;
    if (now === digest) return refuse<ReleaseRefusal>({ type: "illegal-step" });
    await markEnded(trx, id, { byId: actor.id, at, state: "voided", reason: standingsChangedReason, byChange: true });
    return done({ version }, { version, digest, now });
  },
});

/**
 * A hand's command that refuses a table which has changed: the proposal is void from then on, in a transaction of its own,
 * as the refused one leaves nothing behind.
 */
export function voidingChanged<V, E extends Refusal>(hand: Command<unknown, V, E>): Command<unknown, V, E> {
  return async (by, input) => {
    const answer = await hand(by, input);
    if (!answer.ok && answer.error.type === "standings-changed") {
      const { round, version } = input as { round: string; version: number };
      await voidReleaseIfChanged({ db: by.db, actor: by.actor, at: by.at }, { round, version });
    }
    return answer;
  };
}
