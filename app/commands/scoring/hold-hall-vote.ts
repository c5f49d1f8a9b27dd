import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { hallChoices, isCountOf, whyNotConfirmVote } from "~/rules/scoring/hall-ballot.ts";
import { refusalOfInput } from "~/rules/scoring/parts-and-adjustments.ts";
import { findSetup } from "~db/queries/rounds/round-setup.ts";
import {
  closeHallVote as closeVote,
  confirmHallVoteOf,
  countHallCodes,
  insertHallVote,
  lockHallVote,
  removeHallVote,
} from "~db/queries/scoring/hall.ts";
import { findRule } from "~db/queries/standings/rules.ts";
import { command, done, refuse } from "../command.ts";
import { inputRound } from "./input-round.ts";

/** The vote of the hall: opened, closed, and confirmed by another person; or discarded as a whole before that. */

type HallRefusal = {
  type:
    | "no-hall-part"
    | "no-hall-codes"
    | "hall-too-early"
    | "hall-vote-fixed"
    | "hall-miscounted"
    | "release-fixed"
    | "round-not-open"
    | "same-person";
};
const no = refuse<HallRefusal>;
const input = z.object({ round: z.string() });

/** From now on every code can vote once. Rule and projects stand still by then: some sheet was handed in. */
export const openHallVote = command({
  name: "open-hall-vote",
  input,
  who: inputRound("conduct"),
  run: async ({ trx, subject: { roundId, round }, actor, at }) => {
    const fixed = refusalOfInput(round);
    if (fixed) return no({ type: fixed });
    if (hallChoices(await findRule(trx, roundId)) === null) return no({ type: "no-hall-part" });
    if (await lockHallVote(trx, roundId)) return no({ type: "hall-vote-fixed" });
    if ((await findSetup(trx, roundId)).frozenAt === null) return no({ type: "hall-too-early" });
    const { codes } = await countHallCodes(trx, roundId);
    if (codes === 0) return no({ type: "no-hall-codes" });
    await insertHallVote(trx, { roundId, openedById: actor.id, openedAt: at });
    return done({}, { codes });
  },
});

/** Nobody votes any more, and the counts are told. Counts that the used codes cannot have made are not closed. */
export const closeHallVote = command({
  name: "close-hall-vote",
  input,
  who: inputRound("conduct"),
  run: async ({ trx, subject: { roundId }, actor, at }) => {
    const vote = await lockHallVote(trx, roundId);
    if (vote?.state !== "open") return no({ type: "hall-vote-fixed" });
    const choices = hallChoices(await findRule(trx, roundId)) ?? 1;
    const counts = await closeVote(trx, { roundId, closedById: actor.id, closedAt: at });
    const { spent } = await countHallCodes(trx, roundId);
    if (!isCountOf({ ballots: spent, choices }, counts)) return no({ type: "hall-miscounted" });
    return done({ ballots: spent }, { ballots: spent, counts: digestOf(counts) });
  },
});

/** Another person confirms what was counted: from now on it is part of every total. */
export const confirmHallVote = command({
  name: "confirm-hall-vote",
  input,
  who: inputRound("confirm-inputs"),
  run: async ({ trx, subject: { roundId, round }, actor, at }) => {
    const fixed = refusalOfInput(round);
    if (fixed) return no({ type: fixed });
    const why = whyNotConfirmVote(await lockHallVote(trx, roundId), actor.id);
    if (why !== null) return no({ type: why });
    await confirmHallVoteOf(trx, { roundId, confirmedById: actor.id, confirmedAt: at });
    const { spent } = await countHallCodes(trx, roundId);
    return done({}, { ballots: spent });
  },
});

/** The vote, its counts and all its codes are gone, used or not; why stays in the trail. */
export const discardHallVote = command({
  name: "discard-hall-vote",
  input: z.object({ round: z.string(), reason: z.string().trim().min(1).max(500) }),
  who: inputRound("keep-scores", "confirm-inputs", "set-up"),
  run: async ({ trx, input: { reason }, subject: { roundId } }) => {
    const vote = await lockHallVote(trx, roundId);
    if (vote?.state === "confirmed") return no({ type: "hall-vote-fixed" });
    const { codes, spent } = await countHallCodes(trx, roundId);
    if (!vote && codes === 0) return no({ type: "hall-vote-fixed" });
    await removeHallVote(trx, roundId);
    return done({}, { codes, ballots: spent, state: vote?.state ?? "not-open", reason });
  },
});
