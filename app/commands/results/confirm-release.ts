import { z } from "zod";
import { markConfirmed } from "~db/queries/releases.ts";
import { command, done, refuse } from "../command.ts";
import { frozenNow, ofVersion, type ReleaseRefusal, take, whoMay } from "./release-step.ts";

/**
 * A second person signs what the first one proposed: exactly the standings whose digest they saw, and only while the
 * sheets still give the same.
 */
export const confirmRelease = command({
  name: "confirm-release",
  input: ofVersion.extend({ digest: z.string().regex(/^[0-9a-f]{64}$/) }),
  who: (asked) => whoMay("confirm", asked),
  run: async (context) => {
    const { trx, input, actor, subject, at } = context;
    const taken = await take("confirm", context, input.version);
    if (!taken.ok) return taken;
    const { release } = taken;
    if (!release || release.digest !== input.digest) return refuse<ReleaseRefusal>({ type: "digest-differs" });
    if ((await frozenNow(trx, subject.roundId))?.digest !== release.digest)
      return refuse<ReleaseRefusal>({ type: "standings-changed" });
    await markConfirmed(trx, release.id, { byId: actor.id, at });
    const { version, digest } = release;
    return done({ version, digest }, { version, digest });
  },
});
