import { z } from "zod";
import { landingSteps, refusalOfDone } from "~/rules/landing/landing.ts";
import { updateMilestone } from "~db/queries/landing/landings.ts";
import { command, done, refuse } from "../command.ts";
import { type LandingRefusal, wrong } from "../refusals.ts";
import { day, landingInput, landingToTrack, note, reason, today, yuan } from "./landing-to-track.ts";

const no = refuse<LandingRefusal>;

/**
 * Says that a milestone is done, with its day; of the capital with its amount. Out of order it needs a reason. The funds are
 * done with their last instalment (record-funds).
 */
export const completeMilestone = command({
  name: "complete-milestone",
  input: z.object({
    ...landingInput,
    step: z.enum(landingSteps).exclude(["funds"]),
    doneOn: day,
    amount: yuan.nullish(),
    note,
    reason: z.union([z.literal("").transform(() => null), reason]).nullish(),
  }),
  who: landingToTrack,
  run: async ({ trx, input, subject: { landing }, at }) => {
    const { number, step, doneOn, amount = null, note: words } = input;
    if (landing.givenUp) return no({ type: "landing-given-up" });
    const why = input.reason ?? null;
    const refusal = refusalOfDone(landing.milestones, { step, doneOn, reason: why, today: today(at) });
    if (refusal === "in-future") return no(wrong("doneOn", "in-future"));
    if (refusal === "out-of-order") return no(wrong("reason", "out-of-order"));
    if (refusal !== null) return no({ type: refusal });
    if (step === "capital" && amount === null) return no(wrong("amount", "no-amount"));
    const capital = step === "capital" ? amount : null;
    await updateMilestone(trx, landing.id, step, { doneOn, amount: capital, note: words });
    return done({ number }, { landing: number, milestone: step, doneOn, yuan: capital, reason: why });
  },
});
