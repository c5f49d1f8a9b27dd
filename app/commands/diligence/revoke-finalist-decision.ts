import { z } from "zod";
import { findStandingGrantId } from "~db/queries/awards/awards.ts";
import { findFinalist, markDecisionRevoked } from "~db/queries/diligence.ts";
import { command, done, refuse } from "../command.ts";
import { type DiligenceRefusal, editionToExamine, finalistInput } from "./edition-to-examine.ts";

const no = (type: Exclude<DiligenceRefusal["type"], "invalid-input">) => refuse<DiligenceRefusal>({ type });

/** Takes a decision on a finalist back, for a stated reason; never while awards are granted. It stays to be read. */
export const revokeFinalistDecision = command({
  name: "revoke-finalist-decision",
  changesPublicPages: true,
  input: finalistInput.extend({ reason: z.string().trim().min(2).max(500) }),
  omitFromDigest: ["reason"],
  who: editionToExamine,
  run: async ({ trx, input: { entry, reason }, actor, at, subject: { editionId, roundId } }) => {
    const finalist = roundId === null ? undefined : await findFinalist(trx, roundId, entry);
    if (!finalist) return no("not-found");
    if (!finalist.decision) return no("not-decided");
    if ((await findStandingGrantId(trx, editionId)) !== null) return no("awards-granted");
    const { id, outcome } = finalist.decision;
    await markDecisionRevoked(trx, id, { byId: actor.id, at });
    return done({ outcome }, { entry, outcome, reason });
  },
});
