import { z } from "zod";
import { refusalOfDone, refusalOfPayment } from "~/rules/landing/landing.ts";
import { insertLandingPayment, updateMilestone } from "~db/queries/landing/landings.ts";
import { command, done, refuse } from "../command.ts";
import { type LandingRefusal, wrong } from "../refusals.ts";
import { day, landingInput, landingToTrack, note, reason, today, yuan } from "./landing-to-track.ts";

const no = refuse<LandingRefusal>;

/** Puts an instalment of the funds on record. With the last one the milestone is done, out of order for a reason. */
export const recordFunds = command({
  name: "record-funds",
  input: z.object({
    ...landingInput,
    amount: yuan,
    paidOn: day,
    last: z.boolean(),
    note,
    reason: z.union([z.literal("").transform(() => null), reason]).nullish(),
  }),
  who: landingToTrack,
  run: async ({ trx, input, actor, subject: { landing }, at }) => {
    const { number, amount, paidOn, last, note: words } = input;
    if (landing.givenUp) return no({ type: "landing-given-up" });
    const why = (last && input.reason) || null;
    const of = { step: "funds" as const, doneOn: paidOn, reason: why, today: today(at) };
    const refusal = last
      ? refusalOfDone(landing.milestones, of)
      : refusalOfPayment(landing.milestones, paidOn, today(at));
    if (refusal === "in-future") return no(wrong("paidOn", "in-future"));
    if (refusal === "out-of-order") return no(wrong("reason", "out-of-order"));
    if (refusal !== null) return no({ type: refusal });
    const recorded = { recordedById: actor.id, recordedAt: at };
    const payment = await insertLandingPayment(trx, {
      landingId: landing.id,
      amount,
      paidOn,
      note: words,
      ...recorded,
    });
    if (last) await updateMilestone(trx, landing.id, "funds", { doneOn: paidOn });
    return done({ number }, { landing: number, payment, yuan: amount, paidOn, lastPayment: last, reason: why });
  },
});
