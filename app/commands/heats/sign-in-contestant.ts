import { z } from "zod";
import { arrivalOf, isSignInOpen } from "~/rules/heats/attendance.ts";
import { findEntryOfTicket, findRunSheet, insertAttendance, placeLast } from "~db/queries/heats/attendances.ts";
import { findLatestDraw } from "~db/queries/heats/draws.ts";
import { command, done, type FieldError, refuse } from "../command.ts";
import { drawSubjects } from "./draw-subjects.ts";
import { lockRoundForRunSheet, runSheetRound } from "./run-sheet-round.ts";

export type SignInRefusal =
  | { type: "round-not-open" | "wrong-ticket" | "no-such-entry" | "already-recorded" }
  | { type: "invalid-input"; fields: FieldError[] };

/**
 * A contestant has come: known by the ticket of their invitation, or picked by hand. Who comes after those present were
 * drawn is late, and goes last or is out as the round's rule says; the desk may also say itself, with a reason, that somebody is late.
 * Of two who sign the same contestant in, the second is told that it is done.
 */
export const signInContestant = command({
  name: "sign-in-contestant",
  input: z.object({
    round: runSheetRound,
    by: z.union([z.object({ ticket: z.string().min(1).max(64) }), z.object({ entry: z.string().min(1).max(200) })]),
    late: z.boolean().default(false),
    reason: z.string().trim().max(500).default(""),
  }),
  // The ticket opens nothing by itself, but it need not stand anywhere else
  omitFromDigest: ["by"],
  who: lockRoundForRunSheet,
  run: async ({ trx, input: { by, late, reason }, subject: { roundId, round, lateRule }, actor, at }) => {
    if (!isSignInOpen(round.state)) return refuse<SignInRefusal>({ type: "round-not-open" });
    if (late && reason === "") {
      const field = { path: "reason", code: "reason", message: "Say why the contestant counts as late." };
      return refuse<SignInRefusal>({ type: "invalid-input", fields: [field] });
    }
    const ticket = "ticket" in by ? await findEntryOfTicket(trx, by.ticket) : null;
    if ("ticket" in by && ticket?.roundId !== roundId) return refuse<SignInRefusal>({ type: "wrong-ticket" });
    const key = "entry" in by ? by.entry : ticket?.key;
    const sheet = await findRunSheet(trx, roundId);
    const entry = sheet.find((each) => each.key === key);
    if (!entry) return refuse<SignInRefusal>({ type: "no-such-entry" });
    const draw = drawSubjects(await findLatestDraw(trx, roundId));
    const state = late ? "late" : arrivalOf(entry.key, draw);
    const inserted = await insertAttendance(trx, {
      entryId: entry.id,
      roundId,
      state,
      means: ticket ? "ticket" : "hand",
      reason: reason || null,
      recordedById: actor.id,
      recordedAt: at,
    });
    if (!inserted) return refuse<SignInRefusal>({ type: "already-recorded" });
    const last = draw !== null && entry.runningOrder === null && (state === "present" || lateRule === "last");
    if (last) await placeLast(trx, { roundId, entryId: entry.id });
    return done({ entry: entry.key, state }, { entry: entry.key, state, means: ticket ? "ticket" : "hand" });
  },
});
