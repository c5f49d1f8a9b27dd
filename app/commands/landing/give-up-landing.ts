import { z } from "zod";
import { updateLanding } from "~db/queries/landing/landings.ts";
import { command, done, refuse } from "../command.ts";
import type { LandingRefusal } from "../refusals.ts";
import { landingInput, landingToTrack, reason } from "./landing-to-track.ts";

/** Gives a landing up, for a reason: nobody is reminded of it any more, and nothing about it changes. */
export const giveUpLanding = command({
  name: "give-up-landing",
  input: z.object({ ...landingInput, reason }),
  who: landingToTrack,
  run: async ({ trx, input: { number, reason }, subject: { landing }, at }) => {
    if (landing.givenUp) return refuse<LandingRefusal>({ type: "landing-given-up" });
    await updateLanding(trx, landing.id, { givenUpAt: at });
    return done({ number }, { landing: number, reason });
  },
});
