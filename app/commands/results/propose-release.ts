import { z } from "zod";
import { insertRelease } from "~db/queries/releases.ts";
import { command, done, refuse } from "../command.ts";
import { frozenNow, type ReleaseRefusal, take, whoMay } from "./release-step.ts";

/** Freezes the standings of a closed round and lays them before a second person, as the round's next version. */
export const proposeRelease = command({
  name: "propose-release",
  input: z.object({ round: z.string() }),
  who: (asked) => whoMay("propose", asked),
  run: async (context) => {
    const taken = await take("propose", context);
    if (!taken.ok) return taken;
    const { trx, actor, subject, at } = context;
    const frozen = await frozenNow(trx, subject.roundId);
    if (!frozen?.standings.standings.some((each) => each.rank !== null))
      return refuse<ReleaseRefusal>({ type: "nothing-to-release" });
    const signed = { ...frozen, roundId: subject.roundId, proposedById: actor.id, proposedAt: at };
    const version = await insertRelease(trx, signed);
    return done({ version, digest: frozen.digest }, { version, digest: frozen.digest });
  },
});
