import { z } from "zod";
import { sheetDigest, signingSchema } from "~/rules/scoring/signature.ts";
import { findSeat } from "~db/queries/rounds/panels.ts";
import { findStoredSheet } from "~db/queries/scoring/sheet-writes.ts";
import { existsSignature, insertSignature } from "~db/queries/scoring/signatures.ts";
import { command, done, refuse } from "../command.ts";
import { ownSheetOf } from "./own-sheet.ts";
import { type SigningRefusal, signedEntry, strokesOf } from "./signing.ts";

const no = refuse<SigningRefusal>;

/** A judge signs the own sheet as it was handed in. A sheet that is reopened later has to be signed again. */
export const signSheet = command({
  name: "sign-sheet",
  input: z.object({ ...signedEntry, signing: signingSchema }),
  omitFromDigest: ["strokes"],
  who: ownSheetOf,
  run: async ({ trx, input, subject, actor, at }) => {
    const { roundId, entryId, judgeId, judge } = subject;
    const stored = await findStoredSheet(trx, subject);
    if (stored?.state !== "submitted") return no({ type: "nothing-to-sign" });
    const marks = Object.fromEntries(stored.marks.map(({ key, mark }) => [key, mark]));
    const { round, entry } = input;
    const digest = sheetDigest({ round, entry, judge, version: stored.version, marks });
    if (digest !== input.digest) return no({ type: "digest-differs" });
    if (await existsSignature(trx, { roundId, entryId, judgeId, role: "judge", digest }))
      return no({ type: "signed-already" });
    const name = (await findSeat(trx, roundId, judge))?.name || actor.name;
    const strokes = strokesOf(input.signing);
    await insertSignature(trx, {
      roundId,
      entryId,
      judgeId,
      role: "judge",
      name,
      strokes,
      digest,
      recordedById: actor.id,
      signedAt: at,
    });
    return done({}, { entry, judge, version: stored.version, means: input.signing.means, digest });
  },
});
