import { z } from "zod";
import { hallChoices } from "~/rules/scoring/hall-ballot.ts";
import { hallCardsAtOnce, hallCodesOfRound } from "~/rules/scoring/hall-code.ts";
import { countHallCodes, insertHallCodes, lockHallVote } from "~db/queries/scoring/hall.ts";
import { findRule } from "~db/queries/standings/rules.ts";
import { command, done, refuse } from "../command.ts";
import { inputRound } from "./input-round.ts";

const no = refuse<{ type: "no-hall-part" | "too-many-codes" | "hall-vote-fixed" }>;

/**
 * An organizer makes one-time codes for the vote of the hall, before it or while it is open. The codes themselves never come here:
 * their keyed digests do. Answers the first of them, by which a repeated request is told from the one that made the cards.
 */
export const makeHallCodes = command({
  name: "make-hall-codes",
  omitFromDigest: ["digests"],
  input: z.object({
    round: z.string(),
    count: z.number().int().min(1).max(hallCardsAtOnce),
    digests: z.array(z.string().length(43)).max(hallCardsAtOnce),
  }),
  who: inputRound("set-up"),
  run: async ({ trx, input: { count, digests }, subject: { roundId } }) => {
    if (hallChoices(await findRule(trx, roundId)) === null) return no({ type: "no-hall-part" });
    const vote = await lockHallVote(trx, roundId);
    if (vote && vote.state !== "open") return no({ type: "hall-vote-fixed" });
    const { codes } = await countHallCodes(trx, roundId);
    if (codes + count > hallCodesOfRound) return no({ type: "too-many-codes" });
    await insertHallCodes(trx, roundId, digests.slice(0, count));
    return done({ first: digests[0] ?? "" }, { count, codes: codes + count });
  },
});
