import { z } from "zod";
import { isSignInOpen } from "~/rules/heats/attendance.ts";
import { findRunSheet, insertAttendance } from "~db/queries/heats/attendances.ts";
import { command, done, refuse } from "../command.ts";
import { lockRoundForRunSheet, reasonGiven, runSheetRound } from "./run-sheet-round.ts";

export type AbsenceRefusal = { type: "round-not-open" | "no-such-entry" | "already-recorded" | "stale-version" };

/**
 * Contestants have not come, for a reason: they are out. One of them, or all who are still waited for, whose number is the
 * one that the actor saw: somebody who signed in meanwhile is not made absent.
 */
export const recordAbsence = command({
  name: "record-absence",
  input: z.object({
    round: runSheetRound,
    of: z.union([z.object({ entry: z.string().min(1).max(200) }), z.object({ rest: z.number().int().positive() })]),
    reason: reasonGiven,
  }),
  who: lockRoundForRunSheet,
  run: async ({ trx, input: { of, reason }, subject: { roundId, round }, actor, at }) => {
    if (!isSignInOpen(round.state)) return refuse<AbsenceRefusal>({ type: "round-not-open" });
    const sheet = await findRunSheet(trx, roundId);
    const waiting = sheet.filter((each) => each.state === null);
    const absent = "rest" in of ? waiting : sheet.filter((each) => each.key === of.entry);
    if ("rest" in of && waiting.length !== of.rest) return refuse<AbsenceRefusal>({ type: "stale-version" });
    if (absent.length === 0) return refuse<AbsenceRefusal>({ type: "no-such-entry" });
    for (const { id } of absent) {
      const inserted = await insertAttendance(trx, {
        entryId: id,
        roundId,
        state: "absent",
        means: "hand",
        reason,
        recordedById: actor.id,
        recordedAt: at,
      });
      if (!inserted) return refuse<AbsenceRefusal>({ type: "already-recorded" });
    }
    const entries = absent.map(({ key }) => key);
    return done({ entries }, { entries });
  },
});
