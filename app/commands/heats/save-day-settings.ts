import { z } from "zod";
import { digestOf } from "~/primitives/canonical-json.ts";
import { daySettingsSchema, refusalOfDaySettings } from "~/rules/heats/day-settings.ts";
import { findDaySettings, writeDaySettings } from "~db/queries/heats/day-settings.ts";
import { command, done, refuse } from "../command.ts";
import { roundSlug, roundToSetUp } from "../rounds/round-to-set-up.ts";

type DayRefusal = { type: "stale-version" | "release-fixed" | "late-rule-fixed" };

/** Sets how a heat's day goes. `version` is the digest of the settings that the change was made to. */
export const saveDaySettings = command({
  name: "save-day-settings",
  input: z.object({ round: roundSlug, version: z.string(), settings: daySettingsSchema }),
  who: roundToSetUp,
  run: async ({ trx, input: { settings, version }, subject: { roundId, round } }) => {
    const before = await findDaySettings(trx, roundId);
    const facts = { released: round.releaseState !== null, late: before.late };
    const refused = refusalOfDaySettings(before.settings, settings, facts);
    if (refused) return refuse<DayRefusal>({ type: refused });
    if (digestOf(before.settings) !== version) return refuse<DayRefusal>({ type: "stale-version" });
    await writeDaySettings(trx, roundId, settings);
    return done({ version: digestOf(settings) }, { ...settings });
  },
});
