import { z } from "zod";
import { lockRecommender, endRecommender as writeEnd } from "~db/queries/recommenders.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug, editionToSetUp } from "../editions/edition-to-set-up.ts";

/** Ends a recommender's link and page, or opens them again; what came by it stays counted. */
export const endRecommender = command({
  name: "end-recommender",
  input: z.object({
    edition: editionSlug,
    recommenderId: z.coerce.number().pipe(z.int32().positive()),
    ended: z.boolean(),
  }),
  who: editionToSetUp,
  run: async ({ trx, input: { recommenderId, ended }, subject: { editionId }, at }) => {
    const recommender = await lockRecommender(trx, editionId, recommenderId);
    if (!recommender) return refuse({ type: "not-found" as const });
    await writeEnd(trx, recommenderId, ended ? at : null);
    return done({ ended }, { recommender: recommenderId, ended });
  },
});
