import { enqueueResultWebhooks } from "~/services/exchange/webhooks.ts";
import { withholdResults } from "~/services/mail/news.ts";
import { markEnded } from "~db/queries/releases/releases.ts";
import { command, done } from "../command.ts";
import { roundForStep, startReleaseStep, statedReason, versionInput } from "./release-step.ts";

/** Takes published results back from every public channel at once, for a stated reason; a next version may follow. */
export const withdrawRelease = command({
  name: "withdraw-release",
  changesPublicPages: true,
  input: versionInput.extend({ reason: statedReason }),
  who: (request) => roundForStep("withdraw", request),
  run: async (context) => {
    const { trx, input, actor, at, subject } = context;
    const taken = await startReleaseStep("withdraw", context, input.version);
    if (!taken.ok) return taken;
    await markEnded(trx, taken.release.id, { byId: actor.id, at, state: "withdrawn", reason: input.reason });
    await withholdResults(trx, subject.roundId);
    await enqueueResultWebhooks(trx, { releaseId: taken.release.id, event: "results.withdrawn", at });
    return done({ version: input.version }, { version: input.version, digest: taken.release.digest });
  },
});
