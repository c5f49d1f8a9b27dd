import { randomInt } from "node:crypto";
import { z } from "zod";
import { inLocale } from "~/primitives/in-locale.ts";
import { codeAlphabet } from "~/rules/applications/application-code.ts";
import { enqueueMail } from "~/services/mail/mail.ts";
import { insertRecommender } from "~db/queries/recommenders.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug, editionToSetUp } from "../editions/edition-to-set-up.ts";

const keyLength = 10;

/** Adds an institution that recommends projects, with a link of its own, and sends it by mail. Answers the link's key. */
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
  run: async ({ trx, input, subject: { editionId, edition } }) => {
    const { name, nameEn, email, locale } = input;
    const draws = Array.from({ length: keyLength }, () => codeAlphabet.charAt(randomInt(codeAlphabet.length)));
    const key = draws.join("").toLowerCase();
    const id = await insertRecommender(trx, { editionId, key, name, nameEn, email, locale });
    if (id === undefined) return refuse({ type: "recommender-exists" as const });
    await enqueueMail(trx, {
      template: "recommender-link",
      recipient: email,
      locale,
      editionId,
      props: {
        name: inLocale(locale, name, nameEn),
        editionTitle: inLocale(locale, edition.title, edition.titleEn),
        key,
        deadline: edition.applyClosesAt?.toISOString() ?? null,
      },
    });
    return done({ key }, { recommender: id });
  },
});
