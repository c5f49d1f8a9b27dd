import { randomInt } from "node:crypto";
import type { Transaction } from "kysely";
import { z } from "zod";
import { locales } from "~/locales/index.ts";
import { applicationCode, codeAlphabet, codeLength } from "~/rules/application-code.ts";
import { registrationAt } from "~/rules/registration.ts";
import { countDrafts, insertApplication } from "~db/queries/applications.ts";
import { findEdition } from "~db/queries/editions.ts";
import type { DB } from "~db/schema.ts";
import { command, done, refuse } from "../command.ts";
import type { ApplicationRefusal } from "./refusal.ts";

/** Nobody needs more beginnings at one time; a script might. */
const mostDrafts = 5;

/** Begins an application to an edition that takes them. Answers its code. */
export const startApplication = command({
  name: "start-application",
  input: z.object({ edition: z.string().max(64), locale: z.enum(locales) }),
  who: async ({ trx, input }) => {
    const edition = await findEdition(trx, input.edition);
    return edition && edition.state !== "draft" ? { editionId: edition.id, edition } : null;
  },
  run: async ({ trx, input, actor, subject: { edition }, at }) => {
    const registration = registrationAt(edition, at);
    if (registration === "before") return refuse<ApplicationRefusal>({ type: "registration-not-open" });
    if (registration === "closed") return refuse<ApplicationRefusal>({ type: "deadline-passed" });
    if ((await countDrafts(trx, actor.id, edition.id)) >= mostDrafts)
      return refuse<ApplicationRefusal>({ type: "too-many-drafts" });
    const draft = { editionId: edition.id, applicantId: actor.id, locale: input.locale, at };
    const code = await insertUnderFreeCode(trx, edition.ordinal, draft);
    return done({ code }, { code });
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
