import { z } from "zod";
import { mayReopen } from "~/rules/landing/landing.ts";
import { updateMilestone } from "~db/queries/landing/landings.ts";
import { command, done, refuse } from "../command.ts";
import type { LandingRefusal } from "../refusals.ts";
import { landingInput, landingToTrack, reason, step } from "./landing-to-track.ts";

const no = refuse<LandingRefusal>;

/** Takes back that a milestone is done, for a reason. The agreement stands as long as funds were paid by it. */
export const reopenMilestone = command({
  name: "reopen-milestone",
  input: z.object({ ...landingInput, step, reason }),
  who: landingToTrack,
  run: async ({ trx, input: { number, step, reason }, subject: { landing } }) => {
    if (landing.givenUp) return no({ type: "landing-given-up" });
    const milestone = landing.milestones.find((each) => each.step === step);
    if (!milestone?.doneOn) return no({ type: "milestone-not-done" });
    if (!mayReopen(step, landing.funds > 0)) return no({ type: "funds-need-agreement" });
    await updateMilestone(trx, landing.id, step, { doneOn: null, amount: null });
    const { doneOn, amount } = milestone;
    return done({ number }, { landing: number, milestone: step, doneOn, yuan: amount, reason });
  },
});
