import { z } from "zod";
import { platforms } from "~/rules/landing/landing.ts";
import { updateLanding } from "~db/queries/landing/landings.ts";
import { command, done, refuse } from "../command.ts";
import { type LandingRefusal, wrong } from "../refusals.ts";
import { canOwnLanding, landingInput, landingToTrack } from "./landing-to-track.ts";

/** Settles on which platform a project lands, null while that is open, and who looks after it. */
export const assignLanding = command({
  name: "assign-landing",
  input: z.object({ ...landingInput, platform: z.enum(platforms).nullable(), owner: z.string().min(1).max(100) }),
  who: landingToTrack,
  run: async ({ trx, input: { number, platform, owner }, subject: { landing, editionId } }) => {
    const same = owner === landing.ownerId;
    if (!same && !(await canOwnLanding(trx, editionId, owner)))
      return refuse<LandingRefusal>(wrong("owner", "no-owner"));
    await updateLanding(trx, landing.id, { platform, ownerId: owner });
    return done({ number }, { landing: number, platform: platform ?? "undecided", userId: owner });
  },
});
