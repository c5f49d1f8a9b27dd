import { randomInt } from "node:crypto";
import type { Transaction } from "kysely";
import { z } from "zod";
import { locales } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { mayBegin } from "~/reads/applications/application-check.ts";
import { applicationCode, codeAlphabet, codeLength } from "~/rules/applications/application-code.ts";
import { consentVersion } from "~/rules/applications/consent.ts";
import { registrationAt } from "~/rules/applications/registration.ts";
import { countDrafts, findOpenHeat, insertApplication } from "~db/queries/applications/applications.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { findRecommenderByKey } from "~db/queries/recommenders.ts";
import type { DB } from "~db/schema.ts";
import { command, done, refuse } from "../command.ts";
import type { ApplicationRefusal } from "../refusals.ts";

/** Nobody needs more beginnings at one time; a script might. */
const mostDrafts = 5;

/**
 * Begins an application to an edition that takes them, with the consent to what will be written into it: nothing personal is
 * kept before. It holds the applicant's e-mail address and the heat that they came from. Answers its code.
 */
export const startApplication = command({
  name: "start-application",
  input: z.object({
    edition: z.string().max(64),
    locale: z.enum(locales),
    /** The version of the consent text that was agreed to; nothing when it was not. */
    consent: z.string().max(40).optional(),
    /** The heat of whose page the applicant came; one that takes no applications counts for none. */
    heat: z.string().max(64).optional(),
    /** The key of the link that the applicant came by; one that is not of this edition, or has ended, counts for nobody. */
    recommender: z.string().max(64).optional(),
  }),
  who: async ({ trx, input }) => {
    const edition = await findEdition(trx, input.edition);
    return edition && edition.state !== "draft" ? { editionId: edition.id, edition } : null;
  },
  run: async ({ trx, input, actor, subject: { edition }, at }) => {
    const registration = registrationAt(edition, at);
    if (registration === "before") return refuse<ApplicationRefusal>({ type: "registration-not-open" });
    if (registration === "closed") return refuse<ApplicationRefusal>({ type: "deadline-passed" });
    if (input.consent !== consentVersion) return refuse<ApplicationRefusal>({ type: "consent-missing" });
    if (!(await mayBegin(trx, actor.id, edition))) return refuse<ApplicationRefusal>({ type: "one-entry" });
    if ((await countDrafts(trx, actor.id, edition.id)) >= mostDrafts)
      return refuse<ApplicationRefusal>({ type: "too-many-drafts" });
    const by = input.recommender ? await findRecommenderByKey(trx, edition.id, input.recommender) : undefined;
    const name = by && inLocale(input.locale, by.name, by.nameEn);
    const heat = input.heat ? await findOpenHeat(trx, edition.id, input.heat) : undefined;
    const code = await insertUnderFreeCode(trx, edition.ordinal, {
      editionId: edition.id,
      applicantId: actor.id,
      locale: input.locale,
      recommenderId: by?.id ?? null,
      roundId: heat?.id ?? null,
      trackId: heat?.trackId ?? null,
      consentVersion,
      answers: { leaderEmail: actor.email, ...(name ? { recommender: name } : {}) },
      at,
    });
    return done({ code }, { code, consentVersion, ...(by ? { recommender: by.id } : {}) });
  },
});

async function insertUnderFreeCode(
  trx: Transaction<DB>,
  ordinal: number | null,
  draft: Omit<Parameters<typeof insertApplication>[1], "code">,
): Promise<string> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const draws = Array.from({ length: codeLength }, () => randomInt(codeAlphabet.length));
    const code = applicationCode(ordinal, draws);
    if ((await insertApplication(trx, { ...draft, code })) !== null) return code;
  }
  throw new Error("no free code was found for an application");
}
