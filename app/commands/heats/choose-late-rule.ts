import { z } from "zod";
import { lateRules } from "~/rules/heats/attendance.ts";
import { findRunSheet, setLateRule } from "~db/queries/heats/attendances.ts";
import { command, done, refuse } from "../command.ts";
import { lockRoundForRunSheet, runSheetRound } from "./run-sheet-round.ts";

/** Settles what becomes of those who come late, as long as nobody is. */
export const chooseLateRule = command({
  name: "choose-late-rule",
  input: z.object({ round: runSheetRound, lateRule: z.enum(lateRules) }),
  who: lockRoundForRunSheet,
  run: async ({ trx, input: { lateRule }, subject: { roundId } }) => {
    if ((await findRunSheet(trx, roundId)).some(({ state }) => state === "late"))
      return refuse({ type: "late-rule-fixed" as const });
    await setLateRule(trx, roundId, lateRule);
    return done({ lateRule }, { lateRule });
  },
});
