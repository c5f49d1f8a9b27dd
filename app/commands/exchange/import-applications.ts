import { randomInt } from "node:crypto";
import type { Transaction } from "kysely";
import { z } from "zod";
import { type CheckedRow, checkImport } from "~/reads/exchange/check-import.ts";
import type { ImportProblem } from "~/reads/exchange/import-table.ts";
import { can } from "~/rules/accounts/access.ts";
import { choicesSchema, draftSchema } from "~/rules/applications/application.ts";
import { applicationCode, codeAlphabet, codeLength } from "~/rules/applications/application-code.ts";
import { consentOnPaper } from "~/rules/applications/consent.ts";
import { importLimits } from "~/rules/exchange/import-limits.ts";
import { evaluateEligibility, type OtherEntry, verdictOf } from "~/rules/screening/eligibility.ts";
import { eligibilityOf } from "~/rules/screening/eligibility-rule.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import {
  ensureApplicants,
  findEntriesOf,
  findTakenCodes,
  insertImported,
  lockForImport,
} from "~db/queries/exchange/imported-applications.ts";
import type { DB } from "~db/schema.ts";
import { command, done, refuse } from "../command.ts";

export type ApplicationImportRefusal =
  | { type: "already-imported" }
  | { type: "edition-closed" }
  | { type: "import-problems"; problems: ImportProblem[] };

/**
 * Takes in applications that were collected on paper: all of them, or none where a single cell is wrong. They count as
 * handed in now, under the consent that was signed on paper; accounts are made for the leaders' addresses, and no mail
 * goes out. A file is taken in once.
 */
export const importApplications = command({
  name: "import-applications",
  input: z.object({
    edition: z.string().max(64),
    /** SHA-256 of the file, in hex. */
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    rows: z
      .array(
        z.object({
          row: z.int32().positive(),
          answers: draftSchema,
          choices: choicesSchema,
          identityNumber: z.string().max(200),
        }),
      )
      .min(1)
      .max(importLimits.rows),
    /** The organizer says that the signed originals are on file. */
    consentOnFile: z.literal(true),
  }),
  omitFromDigest: ["rows"],
  who: async ({ trx, input, actor }) => {
    const edition = await findEdition(trx, input.edition);
    return edition && can(actor, "move-data", { editionId: edition.id }) ? { editionId: edition.id, edition } : null;
  },
  run: async ({ trx, input, subject: { edition }, at }) => {
    if (edition.state === "archived" || edition.erasedAt)
      return refuse<ApplicationImportRefusal>({ type: "edition-closed" });
    if (await lockForImport(trx, edition.id, input.digest))
      return refuse<ApplicationImportRefusal>({ type: "already-imported" });
    const { checked, problems } = await checkImport(trx, edition, input.rows, at);
    if (problems.length > 0) return refuse<ApplicationImportRefusal>({ type: "import-problems", problems });
    const people = checked.map(({ answers }) => ({ email: addressOf(answers), name: answers.leaderName ?? "" }));
    const idOf = await ensureApplicants(trx, people);
    const earlier = await findEntriesOf(trx, edition.id, [...idOf.values()]);
    const codes = await freeCodes(trx, edition.ordinal, checked.length);
    const coded = checked.map(({ row: _, ...each }, at) => {
      const applicantId = idOf.get(addressOf(each.answers)) ?? "";
      return { ...each, applicantId, code: codes[at] ?? "", editionId: edition.id };
    });
    const inFile = Map.groupBy(coded, (each) => each.applicantId);
    const applications = coded.map(({ company, ...each }) => {
      const others = [...(earlier.get(each.applicantId) ?? []), ...(inFile.get(each.applicantId) ?? [])]
        .filter(({ code }) => code !== each.code)
        .map(({ code }) => ({ code, by: "applicant" as const }));
      return { ...each, ...judge(edition.eligibility, { ...each, company }, others) };
    });
    await insertImported(trx, applications, { consentVersion: consentOnPaper, at });
    return done({ count: applications.length }, { count: applications.length, digest: input.digest });
  },
});

function addressOf({ leaderEmail = "" }: { leaderEmail?: string }): string {
  return leaderEmail.toLowerCase();
}

/** What the edition's rules say; a number that is there already was refused before. */
function judge(
  stored: unknown,
  { answers, choices, company }: Pick<CheckedRow, "answers" | "choices" | "company">,
  otherEntries: readonly OtherEntry[],
) {
  const group = choices.group ?? null;
  const findings = evaluateEligibility(eligibilityOf(stored), { answers, group, company, otherEntries });
  return { findings, eligibility: findings.length > 0 ? verdictOf(findings, []) : null };
}

async function freeCodes(trx: Transaction<DB>, ordinal: number | null, count: number): Promise<string[]> {
  const codes = new Set<string>();
  for (let attempt = 0; codes.size < count && attempt < 10; attempt++) {
    while (codes.size < count)
      codes.add(
        applicationCode(
          ordinal,
          Array.from({ length: codeLength }, () => randomInt(codeAlphabet.length)),
        ),
      );
    for (const taken of await findTakenCodes(trx, [...codes])) codes.delete(taken);
  }
  return [...codes];
}
