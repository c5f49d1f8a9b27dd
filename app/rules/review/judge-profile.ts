import { z } from "zod";

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
