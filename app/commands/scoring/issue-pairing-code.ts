import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { pairingMinutes } from "~/rules/scoring/pairing.ts";
import { findSeatToPair, insertPairingCode } from "~db/queries/scoring/tablets.ts";
import { command, done } from "../command.ts";

/**
 * The scorer hands a judge a code for a tablet. The code itself never comes here: its keyed digest does, so that it is kept
 * nowhere. A judge has one code at a time; an earlier one that nobody used ends.
 */
export const issuePairingCode = command({
  name: "issue-pairing-code",
  omitFromDigest: ["codeDigest"],
  input: z.object({ round: z.string().max(200), judge: z.string().max(40), codeDigest: z.string().length(43) }),
  who: async ({ trx, input, actor }) => {
    const seat = await findSeatToPair(trx, input.round, input.judge);
    return seat && can(actor, "keep-scores", { editionId: seat.editionId, roundId: seat.roundId }) ? seat : null;
  },
  run: async ({ trx, input, actor, subject, at }) => {
    const expiresAt = new Date(at.getTime() + pairingMinutes * 60_000);
    const { roundId, judgeId } = subject;
    const { codeDigest } = input;
    await insertPairingCode(trx, { roundId, judgeId, codeDigest, issuedById: actor.id, issuedAt: at, expiresAt });
    return done({ judge: input.judge, expiresAt: expiresAt.toISOString() }, { judge: input.judge });
  },
});
