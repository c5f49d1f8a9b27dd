import { z } from "zod";
import { reviewSettingsSchema } from "~/rules/review/review-settings.ts";
import { findReviewSettings, writeReviewSettings } from "~db/queries/review/assignments.ts";
import { findSetup } from "~db/queries/rounds/round-setup.ts";
import { command, done, refuse } from "../command.ts";
import { roundSlug } from "../rounds/round-to-set-up.ts";
import { reviewRound } from "./review-round.ts";

type SettingsRefusal = { type: "round-not-open" | "blindness-fixed" | "scoring-begun" };

/**
 * Sets how a preliminary round is reviewed: reviews an application, what judges do not see, which conflicts count. Until the
 * scoring is closed; once a sheet was submitted, what judges see stays as it was when they judged.
 */
export const saveReviewSettings = command({
  name: "save-review-settings",
  input: z.object({ round: roundSlug, settings: reviewSettingsSchema }),
  who: reviewRound,
  run: async ({ trx, input: { settings }, subject: { roundId, round } }) => {
    if (round.state === "closed") return refuse<SettingsRefusal>({ type: "round-not-open" });
    const before = await findReviewSettings(trx, roundId);
    const { frozenAt, sheets } = await findSetup(trx, roundId);
    const blindnessMoves = before && before.blindFields.join() !== settings.blindFields.join();
    if (frozenAt && blindnessMoves) return refuse<SettingsRefusal>({ type: "blindness-fixed" });
    // Sheets that were written before anybody was assigned would rest on nothing
    if (!before && sheets > 0) return refuse<SettingsRefusal>({ type: "scoring-begun" });
    await writeReviewSettings(trx, roundId, settings);
    return done({}, { ...settings });
  },
});
