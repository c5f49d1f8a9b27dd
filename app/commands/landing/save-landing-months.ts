import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { landingMonthsSchema } from "~/rules/landing/landing.ts";
import { putLandingMonths } from "~db/queries/landing/landings.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug } from "../editions/edition-to-set-up.ts";
import type { LandingRefusal } from "../refusals.ts";
import { editionToTrack } from "./landing-to-track.ts";

/**
 * Settles how many months the milestones of new landings have; those that are tracked already keep their deadlines. `version`
 * is the digest of the months that the change was made to.
 */
export const saveLandingMonths = command({
  name: "save-landing-months",
  input: z.object({ edition: editionSlug, version: z.string(), months: landingMonthsSchema }),
  who: editionToTrack,
  run: async ({ trx, input: { months, version }, subject: { edition, editionId } }) => {
    if (digestOf(edition.landingMonths) !== version) return refuse<LandingRefusal>({ type: "stale-version" });
    await putLandingMonths(trx, editionId, months);
    const given = Object.entries(months).map(([step, count]) => `${step} ${count}`);
    return done({ version: digestOf(months) }, { months: given });
  },
});
