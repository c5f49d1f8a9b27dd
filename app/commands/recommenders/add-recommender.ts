import { randomInt } from "node:crypto";
import { z } from "zod";
import { codeAlphabet } from "~/rules/applications/application-state.ts";
import { insertRecommender } from "~db/queries/recommenders.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug, editionToSetUp } from "../editions/edition-to-set-up.ts";

const keyLength = 10;

/** Adds an institution that recommends projects, with a link of its own. Answers the link's key. */
export const addRecommender = command({
  name: "add-recommender",
  input: z.object({
    edition: editionSlug,
    name: z.string().trim().min(1).max(100),
    nameEn: z
      .string()
      .trim()
      .max(160)
      .nullish()
      .transform((value) => value || null),
    email: z.email().max(254).toLowerCase(),
    locale: z.enum(["zh-CN", "en"]).default("zh-CN"),
  }),
  who: editionToSetUp,
  run: async ({ trx, input, subject: { editionId } }) => {
    const { name, nameEn, email, locale } = input;
    const draws = Array.from({ length: keyLength }, () => codeAlphabet.charAt(randomInt(codeAlphabet.length)));
    const key = draws.join("").toLowerCase();
    const id = await insertRecommender(trx, { editionId, key, name, nameEn, email, locale });
    if (id === undefined) return refuse({ type: "recommender-exists" as const });
    return done({ key }, { recommender: id });
  },
});
