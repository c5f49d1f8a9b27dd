import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { awardSettingsSchema } from "~/rules/awards/awards.ts";
import { findAwardSettings, findStandingGrantId, putAwardSettings } from "~db/queries/awards/awards.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug, editionToSetUp } from "../editions/edition-to-set-up.ts";
import type { AwardRefusal } from "./award-task.ts";

/** Whether the next move up, and the ladder with its amounts; stands while awards are granted. `version` is the digest of the settings that the change was made to. */
export const saveAwardSettings = command({
  name: "save-award-settings",
  input: z.object({ edition: editionSlug, version: z.string(), settings: awardSettingsSchema }),
  who: editionToSetUp,
  run: async ({ trx, input: { settings, version }, actor, at, subject: { editionId } }) => {
    if (digestOf(await findAwardSettings(trx, editionId)) !== version)
      return refuse<AwardRefusal>({ type: "stale-version" });
    if ((await findStandingGrantId(trx, editionId)) !== null) return refuse<AwardRefusal>({ type: "awards-granted" });
    await putAwardSettings(trx, editionId, { settings, byId: actor.id, at });
    const { levels, moveUp } = settings;
    return done({ version: digestOf(settings) }, { levels: digestOf(levels), substitutes: moveUp });
  },
});
