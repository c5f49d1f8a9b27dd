import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { judgeProfileSchema } from "~/rules/review/judge-profile.ts";
import { findSenders, writeProfile } from "~db/queries/review/assignments.ts";
import { findSeat } from "~db/queries/rounds/panels.ts";
import { findTracks } from "~db/queries/rounds/rounds.ts";
import { command, done, type FieldError, refuse } from "../command.ts";
import { roundSlug } from "../rounds/round-to-set-up.ts";
import { reviewRound } from "./review-round.ts";

/** Writes what a judge's assignments depend on: where they work and studied, who sent them, what they know, how much they take. */
export const saveJudgeProfile = command({
  name: "save-judge-profile",
  input: z.object({ round: roundSlug, judge: z.string().max(20), profile: judgeProfileSchema }),
  who: async (request) => {
    const subject = await reviewRound(request);
    const seat = subject && (await findSeat(request.trx, subject.roundId, request.input.judge));
    return seat ? { ...subject, seat } : null;
  },
  run: async ({ trx, input: { profile }, subject: { editionId, round, seat } }) => {
    if (round.state === "closed") return refuse<ProfileRefusal>({ type: "round-not-open" });
    const { tracks: keys, recommender, ...columns } = profile;
    const tracks = await findTracks(trx, editionId);
    const trackIds = keys.map((key) => tracks.find((each) => each.key === key)?.id);
    const senders = recommender === null ? [] : await findSenders(trx, editionId);
    const recommenderId = senders.find(({ key }) => key === recommender)?.id ?? null;
    const unknown = [
      ...(trackIds.includes(undefined) ? [unknownField("tracks")] : []),
      ...(recommender !== null && recommenderId === null ? [unknownField("recommender")] : []),
    ];
    if (unknown.length > 0) return refuse<ProfileRefusal>({ type: "invalid-input", fields: unknown });
    await writeProfile(trx, seat.id, {
      ...columns,
      recommenderId,
      trackIds: [...new Set(trackIds.filter((id) => id !== undefined))],
    });
    return done({ judge: seat.key }, { judge: seat.key, profile: digestOf(profile) });
  },
});

type ProfileRefusal = { type: "round-not-open" } | { type: "invalid-input"; fields: FieldError[] };

function unknownField(name: string): FieldError {
  return { path: `profile.${name}`, code: "unknown-track", message: "The edition has no such thing." };
}
