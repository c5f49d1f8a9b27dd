import { z } from "zod";
import { tableToSign } from "~/reads/releases/table-of.ts";
import { areSameEntries, flawOfBallot, placesOfVote } from "~/rules/standings/panel-vote.ts";
import { tiesToVoteOn } from "~/rules/standings/scoring.ts";
import { findLiveReleases, markEnded } from "~db/queries/releases/releases.ts";
import { findBundledInputs } from "~db/queries/releases/signed-tables.ts";
import { findRecusalsOf } from "~db/queries/scoring/recusals.ts";
import { findStandingVote, insertPanelVote } from "~db/queries/standings/panel-votes.ts";
import { findRule } from "~db/queries/standings/rules.ts";
import { command, done, type FieldError, refuse } from "../command.ts";
import { standingsChangedReason } from "../releases/void-changed.ts";
import { lockRoundForScorer } from "../scoring/lock-round.ts";

export type VoteRefusal =
  /** `no-such-tie`: those entries are not equal, or not they alone. */
  | { type: "illegal-step" | "release-fixed" | "no-such-tie" | "stale-version" }
  | { type: "invalid-input"; fields: FieldError[] };

const no = refuse<VoteRefusal>;
const key = z.string().min(1).max(200);

/**
 * The scorer records how the panel voted on entries that are equal: every member who was present with the order that they
 * want, and why it came to a vote. The places follow from the votes. Only in a closed round, and not while a result is
 * confirmed; a proposal whose table is another one by it is void, and what is published stays until its correction is.
 * `replaces` is the vote that stood when the person looked, which stays on record.
 */
export const recordPanelVote = command({
  name: "record-panel-vote",
  input: z.object({
    round: key,
    entries: z.array(key).min(2).max(1000),
    /** By member and entry, the place. */
    ballots: z.array(z.object({ judge: key, places: z.record(key, z.number().int().min(1)) })).max(1000),
    replaces: z.number().int().nullable().default(null),
    reason: z.string().trim().min(1).max(500),
  }),
  who: lockRoundForScorer,
  run: async ({ trx, input, subject: { roundId, state }, actor, at }) => {
    const { entries, ballots, reason } = input;
    if (state !== "closed") return no({ type: "illegal-step" });
    const { open } = await findLiveReleases(trx, roundId);
    if (open?.state === "confirmed") return no({ type: "release-fixed" });
    const rule = await findRule(trx, roundId);
    const judged = await findBundledInputs(trx, roundId);
    const ties = rule ? tiesToVoteOn({ ...judged, rule }) : [];
    if (!ties.some((tie) => areSameEntries(tie.entries, entries))) return no({ type: "no-such-tie" });
    const standing = await findStandingVote(trx, roundId, entries);
    if ((standing?.id ?? null) !== input.replaces) return no({ type: "stale-version" });
    const present = new Set(judged.judges.map((judge) => judge.key));
    const fields = flawsOf(ballots, { entries, present, recused: await findRecusalsOf(trx, roundId, entries) });
    if (fields.length > 0) return no({ type: "invalid-input", fields });
    const places = placesOfVote(
      ballots.map((ballot) => ballot.places),
      entries,
    );
    const by = { recordedById: actor.id, recordedAt: at };
    const { id } = await insertPanelVote(trx, { roundId, reason, places, ballots, ...by });
    const changed = open && open.digest !== (await tableToSign(trx, roundId))?.digest ? open : null;
    if (changed)
      await markEnded(trx, changed.id, {
        byId: actor.id,
        at,
        state: "voided",
        reason: standingsChangedReason,
        byChange: true,
      });
    const voided = changed?.version ?? null;
    return done(
      { vote: id, places, voided },
      {
        vote: id,
        entries,
        reason,
        voided,
        replaces: input.replaces,
        places: entries.map((entry) => `${entry}=${places[entry]}`),
        judges: ballots.map(({ judge }) => judge),
      },
    );
  },
});

type Ballots = readonly { judge: string; places: Record<string, number> }[];

function flawsOf(
  ballots: Ballots,
  { entries, present, recused }: { entries: readonly string[]; present: Set<string>; recused: Set<string> },
): FieldError[] {
  const flaw = (judge: string | null, code: string, message: string) => ({
    path: judge === null ? "ballots" : `ballots.${judge}`,
    code,
    message,
  });
  if (ballots.length === 0) return [flaw(null, "nobody", "Nobody has voted.")];
  const seen = new Set<string>();
  return ballots.flatMap(({ judge, places }) => {
    const again = seen.has(judge);
    seen.add(judge);
    if (again || !present.has(judge)) return [flaw(judge, "no-such-judge", "Not a member of the panel, or twice.")];
    if (recused.has(judge)) return [flaw(judge, "recused", "Who has recused from one of the entries does not vote.")];
    return flawOfBallot(places, entries)
      ? [flaw(judge, "places", "Every entry gets a place, and each place once.")]
      : [];
  });
}
