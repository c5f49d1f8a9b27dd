import { z } from "zod";
import { hideableFields } from "./blind.ts";

/** How applications are reviewed in a preliminary round. */
export const reviewSettingsSchema = z.object({
  /** Reviews that every application gets. */
  perEntry: z.number().int().min(1).max(9),
  /** Fields that judges do not see; none: the review is not blind. */
  blindFields: z
    .array(z.enum(hideableFields))
    .transform((fields) => hideableFields.filter((each) => fields.includes(each))),
  sameEmployer: z.boolean(),
  sameSchool: z.boolean(),
  sameRecommender: z.boolean(),
  /** A judge sees the own mean and spread beside the sheet. */
  ownFigures: z.boolean(),
});
export type ReviewSettings = z.output<typeof reviewSettingsSchema>;
