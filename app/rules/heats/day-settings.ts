import { z } from "zod";
import { lateRules } from "./attendance.ts";

/** How a heat's day goes, besides the minutes of pitch and defence, which are among its basics. */
export const daySettingsSchema = z.object({
  /** The clock warns so many seconds before its end; 0: never. */
  warnSeconds: z.number().int().min(0).max(600),
  /** Who comes after the draw is out, or goes last. */
  lateRule: z.enum(lateRules),
  /** Sheets are taken only once the conductor has opened the scoring of their project. */
  scoringByProject: z.boolean(),
  /** 当场亮分: the score of a project is announced in the hall. */
  scoresOnStage: z.boolean(),
  scoreboardOnStage: z.boolean(),
  /** The public scoreboard stands still after so many projects; null: never. */
  freezeAfter: z
    .number()
    .int()
    .min(0)
    .max(500)
    .nullish()
    .transform((after) => after ?? null),
  /** The scoring of so many projects at the beginning opens together, once all of them were on stage; null: each by itself. */
  openTogether: z
    .number()
    .int()
    .min(2)
    .max(99)
    .nullish()
    .transform((count) => count ?? null),
  /** A judge sees the own mean and spread beside the sheet. */
  ownFigures: z.boolean(),
});
export type DaySettings = z.output<typeof daySettingsSchema>;

/** Why the settings cannot become these; null when they can. A late rule stands once somebody was late under it. */
export function refusalOfDaySettings(
  before: DaySettings,
  after: DaySettings,
  facts: { released: boolean; late: boolean },
): "release-fixed" | "late-rule-fixed" | null {
  if (facts.released) return "release-fixed";
  return facts.late && before.lateRule !== after.lateRule ? "late-rule-fixed" : null;
}
