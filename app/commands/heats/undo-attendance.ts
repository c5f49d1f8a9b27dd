import { z } from "zod";
import { isSignInOpen } from "~/rules/heats/attendance.ts";
import { deleteAttendance, findRunSheet, unplaceUndrawn } from "~db/queries/heats/attendances.ts";
import { command, done, refuse } from "../command.ts";
import { lockRoundForRunSheet, reasonGiven, runSheetRound } from "./run-sheet-round.ts";

export type UndoRefusal = { type: "round-not-open" | "no-such-entry" | "not-recorded" };

/** A sign-in, a lateness or an absence was recorded by mistake: it is taken back, and the audit trail keeps why. */
export const undoAttendance = command({
  name: "undo-attendance",
  input: z.object({ round: runSheetRound, entry: z.string().min(1).max(200), reason: reasonGiven }),
  who: lockRoundForRunSheet,
  run: async ({ trx, input, subject: { roundId, round } }) => {
    if (!isSignInOpen(round.state)) return refuse<UndoRefusal>({ type: "round-not-open" });
    const entry = (await findRunSheet(trx, roundId)).find(({ key }) => key === input.entry);
    if (!entry) return refuse<UndoRefusal>({ type: "no-such-entry" });
    if (!(await deleteAttendance(trx, entry.id))) return refuse<UndoRefusal>({ type: "not-recorded" });
    await unplaceUndrawn(trx, entry.id);
    return done({ entry: entry.key }, { entry: entry.key, was: entry.state, reason: input.reason });
  },
});
