import { randomBytes } from "node:crypto";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Choices, DraftAnswers } from "~/rules/applications/application.ts";
import type { EligibilityVerdict, Finding } from "~/rules/screening/eligibility.ts";
import { searchColumns } from "~/rules/screening/search-text.ts";
import type { StoredIdentity } from "~db/json-columns.ts";
import type { DB } from "~db/schema.ts";

/** What rows of a spreadsheet may name: heats that take entries still, tracks, groups. Three queries. */
export async function findImportChoices(db: Kysely<DB>, editionId: number) {
  const [rounds, tracks, groups] = await Promise.all([
    db
      .selectFrom("rounds")
      .select(["id", "slug as key", "title", "titleEn"])
      .where("editionId", "=", editionId)
      .where("kind", "<>", "final")
      .where("state", "in", ["registration", "screening"])
      .execute(),
    db.selectFrom("tracks").select(["id", "key", "title", "titleEn"]).where("editionId", "=", editionId).execute(),
    db
      .selectFrom("groups")
      .select(["id", "key", "title", "titleEn", "company"])
      .where("editionId", "=", editionId)
      .execute(),
  ]);
  return { rounds, tracks, groups };
}

/** Which of these numbers (by their blind hashes) lead an application of the edition that counts, and its code. One query. */
export async function findKnownBlinds(db: Kysely<DB>, editionId: number, blinds: readonly string[]) {
  const rows = await db
    .selectFrom("identities")
    .innerJoin("applications", "applications.id", "identities.applicationId")
    .select(["identities.blind", "applications.code"])
    .where("identities.blind", "=", sql<string>`any(${[...blinds]}::text[])`)
    .where("applications.editionId", "=", editionId)
    .where("applications.state", "not in", ["draft", "withdrawn"])
    .execute();
  return new Map(rows.map(({ blind, code }) => [blind, code]));
}

/** Whether the file of that digest was imported into the edition; one import at a time, until the transaction ends. */
export async function lockForImport(trx: Transaction<DB>, editionId: number, digest: string): Promise<boolean> {
  await trx.selectFrom("editions").select("id").where("id", "=", editionId).forUpdate().execute();
  const earlier = await trx
    .selectFrom("auditEntries")
    .select("id")
    .where("editionId", "=", editionId)
    .where("command", "=", "import-applications")
    .where(sql<boolean>`facts ->> 'digest' = ${digest}`)
    .executeTakeFirst();
  return earlier !== undefined;
}

/**
 * The people with these addresses, made where there is none yet; their ids by address. Nobody has shown that an address is
 * theirs: whoever signs in with it does.
 */
export async function ensureApplicants(trx: Transaction<DB>, people: readonly { email: string; name: string }[]) {
  const unique = [...new Map(people.map((person) => [person.email, person])).values()];
  const rows = unique.map((person) => ({ id: randomBytes(24).toString("base64url"), ...person, emailVerified: false }));
  for (const part of parts(rows))
    await trx
      .insertInto("users")
      .values(part)
      .onConflict((conflict) => conflict.column("email").doNothing())
      .execute();
  const found = await trx
    .selectFrom("users")
    .select(["id", "email"])
    .where("email", "=", sql<string>`any(${unique.map((person) => person.email)}::text[])`)
    .execute();
  return new Map(found.map(({ id, email }) => [email, id]));
}

/** What these people have handed in to the edition already: codes by the person's id. One query. */
export async function findEntriesOf(trx: Transaction<DB>, editionId: number, applicantIds: readonly string[]) {
  const rows = await trx
    .selectFrom("applications")
    .select(["applicantId", "code"])
    .where("editionId", "=", editionId)
    .where("applicantId", "=", sql<string>`any(${[...applicantIds]}::text[])`)
    .where("state", "not in", ["draft", "withdrawn"])
    .orderBy("id")
    .execute();
  return Map.groupBy(rows, (row) => row.applicantId);
}

/** Which of these codes are taken. One query. */
export async function findTakenCodes(trx: Transaction<DB>, codes: readonly string[]): Promise<Set<string>> {
  const rows = await trx
    .selectFrom("applications")
    .select("code")
    .where("code", "=", sql<string>`any(${[...codes]}::text[])`)
    .execute();
  return new Set(rows.map((row) => row.code));
}

export interface ImportedApplication {
  editionId: number;
  code: string;
  applicantId: string;
  roundId: number;
  trackId: number | null;
  groupId: number;
  answers: DraftAnswers;
  choices: Choices;
  identity: StoredIdentity;
  eligibility: EligibilityVerdict | null;
  findings: Finding[];
}

/** Puts applications in as handed in now, with their first submission and the sealed number; a few statements in all. */
export async function insertImported(
  trx: Transaction<DB>,
  applications: readonly ImportedApplication[],
  { consentVersion, at }: { consentVersion: string; at: Date },
): Promise<void> {
  for (const part of parts(applications)) {
    const ids = await trx
      .insertInto("applications")
      .values(
        part.map(({ code, answers, choices: _, identity: __, findings, roundId, ...row }) => ({
          ...row,
          code,
          roundId,
          wishedRoundId: roundId,
          announcedRoundId: roundId,
          answers,
          eligibilityFindings: findings,
          ...searchColumns({ code, answers }),
          state: "submitted",
          announcedState: "submitted",
          origin: "import",
          consentVersion,
          consentedAt: at,
          submittedAt: at,
          createdAt: at,
          updatedAt: at,
        })),
      )
      .returning(["id", "code"])
      .execute();
    const idOf = new Map(ids.map(({ id, code }) => [code, id]));
    const withId = part.map((each) => ({ ...each, applicationId: idOf.get(each.code) ?? 0 }));
    await trx
      .insertInto("identities")
      .values(withId.map(({ applicationId, identity }) => ({ applicationId, ...identity, updatedAt: at })))
      .execute();
    await trx
      .insertInto("submissions")
      .values(
        withId.map(({ applicationId, answers, choices, identity }) => ({
          applicationId,
          number: 1,
          answers,
          choices,
          identityMasked: identity.masked,
          consentVersion,
          submittedAt: at,
        })),
      )
      .execute();
  }
}

/** Pieces that one statement takes. */
function parts<T>(all: readonly T[]): T[][] {
  const size = 500;
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}
