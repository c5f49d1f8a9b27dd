import { z } from "zod";
import { updateLanding } from "~db/queries/landing/landings.ts";
import { command, done, refuse } from "../command.ts";
import type { LandingRefusal } from "../refusals.ts";
import { landingInput, landingToTrack, reason } from "./landing-to-track.ts";

/** Takes a landing up again that was given up, for a reason; milestones and deadlines are as they were. */
export const takeUpLanding = command({
  name: "take-up-landing",
  input: z.object({ ...landingInput, reason }),
  who: landingToTrack,
  run: async ({ trx, input: { number, reason }, subject: { landing } }) => {
    if (!landing.givenUp) return refuse<LandingRefusal>({ type: "landing-not-given-up" });
    await updateLanding(trx, landing.id, { givenUpAt: null });
    return done({ number }, { landing: number, reason });
  },
});
