import { z } from "zod";
import { readPapers } from "~/reads/documents/paper.ts";
import { signingSchema } from "~/rules/scoring/signature.ts";
import { existsSignature, findEntryId, insertSignature } from "~db/queries/scoring/signatures.ts";
import { command, done, refuse } from "../command.ts";
import { lockRoundForScorer } from "./lock-round.ts";
import { type SigningRefusal, signedEntry, strokesOf } from "./signing.ts";

const no = refuse<SigningRefusal>;

/**
 * A contestant confirms the announced score, on the scorer's tablet or on the printed slip: the scorer records it. Only a
 * score that all its sheets make can be confirmed; who changes a sheet later makes the confirmation outdated.
 */
export const confirmScore = command({
  name: "confirm-score",
  input: z.object({ ...signedEntry, name: z.string().trim().min(1).max(60), signing: signingSchema }),
  omitFromDigest: ["strokes", "name"],
  who: lockRoundForScorer,
  run: async ({ trx, input, subject: { roundId, state }, actor, at }) => {
    if (state !== "judging" && state !== "closed") return no({ type: "nothing-to-sign" });
    const { scores } = await readPapers(trx, { id: roundId, slug: input.round });
    const score = scores.find(({ entry }) => entry.key === input.entry);
    const entryId = await findEntryId(trx, roundId, input.entry);
    if (!score?.digest || entryId === undefined) return no({ type: "nothing-to-sign" });
    const { digest } = score;
    if (digest !== input.digest) return no({ type: "digest-differs" });
    if (await existsSignature(trx, { roundId, entryId, role: "contestant", digest }))
      return no({ type: "signed-already" });
    const strokes = strokesOf(input.signing);
    await insertSignature(trx, {
      roundId,
      entryId,
      role: "contestant",
      name: input.name,
      strokes,
      digest,
      recordedById: actor.id,
      signedAt: at,
    });
    return done({}, { entry: input.entry, means: input.signing.means, digest });
  },
});
