import { z } from "zod";
import { isSignInOpen, swapped } from "~/rules/heats/attendance.ts";
import { changeOrder, findRunSheet } from "~db/queries/heats/attendances.ts";
import { command, done, type FieldError, refuse } from "../command.ts";
import { findCalled, lockRoundForRunSheet, reasonGiven, runSheetRound } from "./run-sheet-round.ts";

export type SwapRefusal =
  | { type: "round-not-open" | "no-such-entry" | "stale-version" | "already-called" | "scoring-begun" }
  | { type: "invalid-input"; fields: FieldError[] };

const chosen = z.object({ entry: z.string().min(1).max(200), place: z.number().int().positive() });

/**
 * Two entries change places in the running order, for a reason, as long as neither was called on stage and no sheet of
 * theirs is begun. Both with the place at which the actor saw them: after another change the swap would be another one.
 */
export const swapPlaces = command({
  name: "swap-places",
  input: z.object({ round: runSheetRound, first: chosen, second: chosen, reason: reasonGiven }),
  who: lockRoundForRunSheet,
  run: async ({ trx, input: { first, second, reason }, subject: { roundId, round }, actor, at }) => {
    if (!isSignInOpen(round.state)) return refuse<SwapRefusal>({ type: "round-not-open" });
    if (first.entry === second.entry) {
      const field = { path: "second", code: "twice", message: "Choose two projects." };
      return refuse<SwapRefusal>({ type: "invalid-input", fields: [field] });
    }
    const placed = (await findRunSheet(trx, roundId)).flatMap(({ runningOrder, ...entry }) =>
      runningOrder === null ? [] : [{ ...entry, place: runningOrder }],
    );
    const two = [first, second].map((each) => placed.find(({ key }) => key === each.entry));
    if (two.includes(undefined)) return refuse<SwapRefusal>({ type: "no-such-entry" });
    if (two[0]?.place !== first.place || two[1]?.place !== second.place)
      return refuse<SwapRefusal>({ type: "stale-version" });
    if (two.some((entry) => entry?.scored)) return refuse<SwapRefusal>({ type: "scoring-begun" });
    const called = await findCalled(trx, round);
    if (called.includes(first.entry) || called.includes(second.entry))
      return refuse<SwapRefusal>({ type: "already-called" });
    const before = placed.map(({ key }) => key);
    const after = swapped(before, first.entry, second.entry);
    await changeOrder(trx, {
      roundId,
      before,
      after,
      places: placed.map(({ place }) => place),
      reason,
      changedById: actor.id,
      changedAt: at,
    });
    return done({ order: after }, { first: first.entry, second: second.entry });
  },
});
