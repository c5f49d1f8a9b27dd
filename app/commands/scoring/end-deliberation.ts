import { z } from "zod";
import { whyNotConfirmDeliberation } from "~/rules/scoring/deliberation.ts";
import { confirmDeliberationEnd, setDeliberationEnd } from "~db/queries/scoring/deliberations.ts";
import { command, done, refuse } from "../command.ts";
import { type DeliberationRefusal, deliberationFor } from "./deliberation-at.ts";

const key = z.string().min(1).max(200);
const input = z.object({ round: key, entry: key });

/** The scorer ends the conferring: no judge changes a value any more. Nothing counts until a supervisor has confirmed it. */
export const endDeliberation = command({
  name: "end-deliberation",
  input,
  who: deliberationFor("keep-scores"),
  run: async ({ trx, input: { entry }, subject: { round, deliberation }, actor, at }) => {
    if (round.state !== "judging") return refuse<DeliberationRefusal>({ type: "round-not-open" });
    if (deliberation?.state !== "open") return refuse<DeliberationRefusal>({ type: "no-deliberation" });
    await setDeliberationEnd(trx, deliberation.id, { endedById: actor.id, endedAt: at });
    return done({}, { entry, values: deliberation.values.length });
  },
});

/** The supervisor confirms the end, never one's own: from now on the judges' new values count. */
export const confirmDeliberation = command({
  name: "confirm-deliberation",
  input,
  who: deliberationFor("confirm-reopening"),
  run: async ({ trx, input: { entry }, subject: { round, deliberation }, actor, at }) => {
    if (round.state !== "judging") return refuse<DeliberationRefusal>({ type: "round-not-open" });
    if (!deliberation) return refuse<DeliberationRefusal>({ type: "no-deliberation" });
    const why = whyNotConfirmDeliberation(deliberation, actor.id);
    if (why !== null) return refuse<DeliberationRefusal>({ type: why });
    await confirmDeliberationEnd(trx, deliberation.id, { confirmedById: actor.id, confirmedAt: at });
    const values = deliberation.values.map(({ judge, score }) => `${judge} ${score}`);
    return done({}, { entry, values });
  },
});

/** The supervisor does not confirm, or the scorer takes the end back: the panel goes on conferring. */
export const resumeDeliberation = command({
  name: "resume-deliberation",
  input: input.extend({ reason: z.string().trim().min(1).max(500) }),
  who: deliberationFor("confirm-reopening", "keep-scores"),
  run: async ({ trx, input: { entry, reason }, subject: { round, deliberation } }) => {
    if (round.state !== "judging") return refuse<DeliberationRefusal>({ type: "round-not-open" });
    if (deliberation?.state !== "ended") return refuse<DeliberationRefusal>({ type: "no-deliberation" });
    await setDeliberationEnd(trx, deliberation.id, null);
    return done({}, { entry, reason });
  },
});
