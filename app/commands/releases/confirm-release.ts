import { tableToSign } from "~/reads/releases/table-of.ts";
import { tellStaff } from "~/services/mail/staff-turns.ts";
import { markConfirmed } from "~db/queries/releases/releases.ts";
import { withAttemptLimit } from "../accounts/attempt-limit.ts";
import { proveFactor } from "../accounts/prove-factor.ts";
import { command, done, refuse } from "../command.ts";
import {
  insertSignatureOf,
  type ReleaseRefusal,
  roundForStep,
  signedVersion,
  startReleaseStep,
  turnOf,
} from "./release-step.ts";
import { voidingChanged } from "./void-changed.ts";

const no = refuse<ReleaseRefusal>;

/**
 * A second person signs what the first one proposed, with a second factor: exactly the table whose digest they saw, and
 * only while the sheets still give the same. Otherwise the proposal is void.
 */
export const confirmRelease = voidingChanged(
  withAttemptLimit(
    "confirm-release",
    command({
      name: "confirm-release",
      input: signedVersion,
      omitFromDigest: ["code"],
      who: (request) => roundForStep("confirm", request),
      run: async (context) => {
        const { trx, input, actor, subject, at } = context;
        const taken = await startReleaseStep("confirm", context, input.version);
        if (!taken.ok) return taken;
        const { id, version, digest } = taken.release;
        if (digest !== input.digest) return no({ type: "digest-differs" });
        if ((await tableToSign(trx, subject.roundId))?.digest !== digest) return no({ type: "standings-changed" });
        const proof = await proveFactor(trx, { userId: actor.id, typed: input.code, at });
        if (!proof.ok) return no(proof.error);
        await insertSignatureOf(trx, "confirm", { releaseId: id, digest, by: actor, at, factor: proof.kind });
        await markConfirmed(trx, id, { byId: actor.id, at });
        await tellStaff(trx, "publish-turn", { ...turnOf(subject), except: actor.id });
        return done({ version, digest }, { version, digest, factor: proof.kind });
      },
    }),
  ),
);
