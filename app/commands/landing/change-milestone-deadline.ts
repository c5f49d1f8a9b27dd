import { z } from "zod";
import { updateMilestone } from "~db/queries/landing/landings.ts";
import { command, done, refuse } from "../command.ts";
import type { LandingRefusal } from "../refusals.ts";
import { day, landingInput, landingToTrack, reason, step } from "./landing-to-track.ts";

const no = refuse<LandingRefusal>;

/** Gives a milestone that is not done another deadline, for a reason; the owner is reminded of it again. */
export const changeMilestoneDeadline = command({
  name: "change-milestone-deadline",
  input: z.object({ ...landingInput, step, dueOn: day, reason }),
  who: landingToTrack,
  run: async ({ trx, input: { number, step, dueOn, reason }, subject: { landing } }) => {
    if (landing.givenUp) return no({ type: "landing-given-up" });
    const milestone = landing.milestones.find((each) => each.step === step);
    if (!milestone || milestone.doneOn !== null) return no({ type: "milestone-done" });
    await updateMilestone(trx, landing.id, step, { dueOn });
    return done({ number }, { landing: number, milestone: step, dueBefore: milestone.dueOn, dueOn, reason });
  },
});
