import { type Kysely, sql, type Transaction, type Updateable } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { FactorKind } from "~/rules/accounts/second-factor.ts";
import type { FrozenRelease, FrozenWords } from "~/rules/releases/frozen-release.ts";
import type { ReleaseState, SignedStep } from "~/rules/releases/release.ts";
import type { SignedTable } from "~/rules/releases/signed-table.ts";
import type { EntryWords } from "~/rules/standings/score-board.ts";
import type { DB, Releases } from "~db/schema.ts";
import { roundWords } from "../rounds/rounds.ts";
import { asPublished, replacement } from "./public-releases.ts";

/** Every version of the round's release with the names of those who signed it, the newest first; without the standings. One query. */
export async function findAllReleases(db: Kysely<DB>, roundId: number) {
  const rows = await versions(db).where("releases.roundId", "=", roundId).orderBy("releases.version", "desc").execute();
  return rows.map((row) => ({ ...row, state: row.state as ReleaseState }));
}

/**
 * One version with its frozen standings and the words for criteria and groups: those of its publication or, before there is
 * any, those of now; undefined when there is none. One query.
 */
export async function findRelease(db: Kysely<DB>, roundId: number, version: number) {
  const row = await versions(db)
    .innerJoin("rounds", "rounds.id", "releases.roundId")
    .select(["releases.standings", "releases.words", "releases.entryWords"])
    .select(roundWords)
    .where("releases.roundId", "=", roundId)
    .where("releases.version", "=", version)
    .executeTakeFirst();
  if (!row) return undefined;
  const { words, entryWords, ...shown } = row;
  return { ...shown, ...(words && frozenLabels(words, entryWords)), state: row.state as ReleaseState };
}

/** What of the round's release lives: the version under way, and the one that is public. At most one of each. One query. */
export async function findLiveReleases(db: Kysely<DB>, roundId: number) {
  const rows = await db
    .selectFrom("releases")
    .select(["id", "version", "state", "digest", "sheetsDigest", "proposedById", "confirmedById"])
    .where("roundId", "=", roundId)
    .where("state", "in", ["proposed", "confirmed", "published"])
    .execute();
  const published = rows.find(({ state }) => state === "published");
  const open = rows.find(isOpen);
  return { published: published ?? null, open: open ?? null };
}

export interface RoundInRelease {
  slug: string;
  title: string;
  titleEn: string | null;
}

/** The rounds of the edition with a release that is proposed or confirmed. One query. */
export async function findRoundsInRelease(db: Kysely<DB>, editionId: number): Promise<RoundInRelease[]> {
  return await db
    .selectFrom("releases")
    .innerJoin("rounds", "rounds.id", "releases.roundId")
    .select(["rounds.slug", "rounds.title", "rounds.titleEn"])
    .where("rounds.editionId", "=", editionId)
    .where("releases.state", "in", ["proposed", "confirmed"])
    .orderBy("rounds.id")
    .execute();
}

/** Whether a round of the edition has published results. One query. */
export async function existsPublishedIn(db: Kysely<DB>, editionId: number): Promise<boolean> {
  const row = await db
    .selectFrom("releases")
    .innerJoin("rounds", "rounds.id", "releases.roundId")
    .select("releases.id")
    .where("rounds.editionId", "=", editionId)
    .where("releases.state", "=", "published")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether the round's edition is a draft, which nobody outside sees. One query. */
export async function isInDraftEdition(db: Kysely<DB>, roundId: number): Promise<boolean> {
  const row = await db
    .selectFrom("rounds")
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .select("rounds.id")
    .where("rounds.id", "=", roundId)
    .where("editions.state", "=", "draft")
    .executeTakeFirst();
  return row !== undefined;
}

export function isOpen<R extends { state: string }>(row: R): row is R & { state: "proposed" | "confirmed" } {
  return row.state === "proposed" || row.state === "confirmed";
}

function frozenLabels({ criteria, groups }: FrozenWords, entryWords: EntryWords[] | null) {
  return { criteria, groups, entries: asPublished(entryWords) };
}

/** Keeps what was proposed, as the round's next version; answers its number and id. The caller holds the round's lock. */
export async function insertRelease(
  trx: Transaction<DB>,
  given: SignedTable & {
    roundId: number;
    proposedById: string;
    proposedAt: Date;
    correctsId: number | null;
    correctionReason: string | null;
  },
): Promise<{ id: number; version: number }> {
  return await trx
    .insertInto("releases")
    .values((eb) => ({
      ...given,
      version: eb
        .selectFrom("releases")
        .where("roundId", "=", given.roundId)
        .select(({ fn, val, eb: add }) => add(fn.coalesce(fn.max("version"), val(0)), "+", 1).as("next")),
    }))
    .returning(["id", "version"])
    .executeTakeFirstOrThrow();
}

/** Keeps one hand's signature, by the name that the person has now, before the release goes on: the database lets none go on without. */
export async function insertReleaseSignature(
  trx: Transaction<DB>,
  signature: {
    releaseId: number;
    step: SignedStep;
    role: string;
    signedById: string;
    digest: string;
    factor: FactorKind | null;
    signedAt: Date;
  },
): Promise<void> {
  await trx
    .insertInto("releaseSignatures")
    .values((eb) => ({
      ...signature,
      signedName: eb.selectFrom("users").select("name").where("users.id", "=", signature.signedById),
    }))
    .execute();
}

interface Hand {
  byId: string;
  at: Date;
}

export async function markConfirmed(trx: Transaction<DB>, releaseId: number, { byId, at }: Hand): Promise<void> {
  await update(trx, releaseId, { state: "confirmed", confirmedById: byId, confirmedAt: at });
}

/** With all that the version keeps from now on. The one that it corrects, if any, is replaced in the same statement (migration 014). */
export async function markPublished(
  trx: Transaction<DB>,
  releaseId: number,
  given: Hand & { noticeEndsOn: string | null; noticeReason: string | null; frozen: FrozenRelease },
): Promise<void> {
  const { byId, at, noticeEndsOn, noticeReason } = given;
  const { words, entryWords, inputs, inputsSalt } = given.frozen;
  await update(trx, releaseId, {
    state: "published",
    publishedById: byId,
    publishedAt: at,
    noticeEndsOn,
    noticeReason,
    words,
    entryWords,
    inputs,
    inputsSalt,
  });
}

export async function markEnded(
  trx: Transaction<DB>,
  releaseId: number,
  { byId, at, ...end }: Hand & { state: "voided" | "withdrawn"; reason: string; byChange?: boolean },
): Promise<void> {
  const { state, reason, byChange = false } = end;
  await update(trx, releaseId, { state, endedById: byId, endedAt: at, endedReason: reason, voidedByChange: byChange });
}

async function update(
  trx: Transaction<DB>,
  releaseId: number,
  values: Updateable<Releases> & { state: ReleaseState },
): Promise<void> {
  await trx.updateTable("releases").set(values).where("id", "=", releaseId).execute();
}

/** Releases with the names of those who signed: as they were then, or as they are where nobody kept them. */
export function versions(db: Kysely<DB>) {
  return db
    .selectFrom("releases")
    .innerJoin("users as proposer", "proposer.id", "releases.proposedById")
    .leftJoin("users as confirmer", "confirmer.id", "releases.confirmedById")
    .leftJoin("users as publisher", "publisher.id", "releases.publishedById")
    .leftJoin("users as ender", "ender.id", "releases.endedById")
    .select(["releases.version", "releases.state", "releases.digest", "releases.sheetsDigest", "releases.noticeEndsOn"])
    .select(["releases.proposedById", "releases.proposedAt"])
    .select(["releases.confirmedById", "releases.confirmedAt"])
    .select(["releases.publishedById", "releases.publishedAt"])
    .select([
      signedName("propose", "proposer").$notNull().as("proposedBy"),
      signedName("confirm", "confirmer").as("confirmedBy"),
      signedName("publish", "publisher").as("publishedBy"),
    ])
    .select(["releases.endedAt", "releases.endedReason", "releases.voidedByChange", "ender.name as endedBy"])
    .select(["releases.correctionReason", "releases.noticeReason"])
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom("releaseSignatures")
          .whereRef("releaseSignatures.releaseId", "=", "releases.id")
          .select([sql<SignedStep>`step`.as("step"), sql<FactorKind | null>`factor`.as("factor")])
          .select([sql<string>`role_since`.as("since"), "waitWaived as waived"])
          .orderBy("id"),
      ).as("signatures"),
      replacement(eb),
    ]);
}

function signedName(step: SignedStep, now: "proposer" | "confirmer" | "publisher") {
  return sql<string | null>`coalesce(
    (select signed_name from release_signatures where release_id = releases.id and step = ${step}), ${sql.ref(`${now}.name`)})`;
}
