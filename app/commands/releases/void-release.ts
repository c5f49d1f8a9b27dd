import { markEnded } from "~db/queries/releases/releases.ts";
import { command, done } from "../command.ts";
import { roundForStep, startReleaseStep, statedReason, versionInput } from "./release-step.ts";

/** Stops a release that is not public yet, for a stated reason; the round is closed again and a next version may follow. */
export const voidRelease = command({
  name: "void-release",
  input: versionInput.extend({ reason: statedReason }),
  who: (request) => roundForStep("void", request),
  run: async (context) => {
    const { trx, input, actor, at } = context;
    const taken = await startReleaseStep("void", context, input.version);
    if (!taken.ok) return taken;
    await markEnded(trx, taken.release.id, { byId: actor.id, at, state: "voided", reason: input.reason });
    return done({ version: input.version }, { version: input.version, digest: taken.release.digest });
  },
});
