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
});
export type ReviewSettings = z.output<typeof reviewSettingsSchema>;

const words = z
  .string()
  .trim()
  .max(100)
  .nullish()
  .transform((text) => text || null);

/** What a judge's assignments depend on. */
export const judgeProfileSchema = z.object({
  employer: words,
  school: words,
  /** The key of the recommending institution that sent the judge. */
  recommender: words,
  /** The keys of the tracks that the judge knows; none: any. */
  tracks: z.array(z.string().max(64)).max(50),
  mostReviews: z
    .number()
    .int()
    .min(1)
    .max(5000)
    .nullish()
    .transform((most) => most ?? null),
});
export type JudgeProfile = z.output<typeof judgeProfileSchema>;
