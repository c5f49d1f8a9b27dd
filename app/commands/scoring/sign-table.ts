import { z } from "zod";
import { readPapers } from "~/reads/documents/paper.ts";
import { can } from "~/rules/accounts/access.ts";
import { signingSchema } from "~/rules/scoring/signature.ts";
import { lockRound } from "~db/queries/rounds/rounds.ts";
import { existsSignature, insertSignature } from "~db/queries/scoring/signatures.ts";
import { command, done, refuse } from "../command.ts";
import { type SigningRefusal, signingInput, strokesOf } from "./signing.ts";

const no = refuse<SigningRefusal>;

/** Scorer or supervisor signs the whole table, once the scoring is closed: each as what they are. */
export const signTable = command({
  name: "sign-table",
  input: z.object({ ...signingInput, role: z.enum(["scorer", "supervisor"]), signing: signingSchema }),
  omitFromDigest: ["strokes"],
  who: async ({ trx, input, actor }) => {
    const round = await lockRound(trx, input.round);
    const right = input.role === "scorer" ? "keep-scores" : "confirm-release";
    if (!round || !can(actor, right, { editionId: round.editionId, roundId: round.id })) return null;
    return { editionId: round.editionId, roundId: round.id, state: round.state };
  },
  run: async ({ trx, input, subject: { roundId, state }, actor, at }) => {
    if (state !== "closed") return no({ type: "nothing-to-sign" });
    const { digest } = await readPapers(trx, { id: roundId, slug: input.round });
    if (digest === null) return no({ type: "nothing-to-sign" });
    if (digest !== input.digest) return no({ type: "digest-differs" });
    const { role } = input;
    if (await existsSignature(trx, { roundId, role, digest })) return no({ type: "signed-already" });
    const strokes = strokesOf(input.signing);
    await insertSignature(trx, {
      roundId,
      role,
      name: actor.name || actor.email,
      strokes,
      digest,
      recordedById: actor.id,
      signedAt: at,
    });
    return done({}, { role, means: input.signing.means, digest });
  },
});
