import { type Kysely, sql, type Transaction } from "kysely";
import { type CertificateTemplate, certificateState, defaultTemplate } from "~/rules/documents/certificate.ts";
import type { FrozenWords } from "~/rules/releases/frozen-release.ts";
import type { ReleaseState } from "~/rules/releases/release.ts";
import type { DB } from "~db/schema.ts";
import { hasLostRank } from "../diligence.ts";
import { asPublished, factsOf, isReadableStill, publicFacts } from "../releases/public-releases.ts";

const words = ["title", "titleEn", "body", "bodyEn", "issuer", "issuerEn"] as const;

/** The words of the edition's certificates. One query. */
export async function findCertificateTemplate(db: Kysely<DB>, editionId: number): Promise<CertificateTemplate> {
  const row = await db
    .selectFrom("certificateTemplates")
    .select(words)
    .where("editionId", "=", editionId)
    .executeTakeFirst();
  return row ?? defaultTemplate;
}

export async function saveCertificateTemplate(
  trx: Transaction<DB>,
  given: CertificateTemplate & { editionId: number; editedById: string; editedAt: Date },
): Promise<void> {
  const { editionId, ...values } = given;
  await trx
    .insertInto("certificateTemplates")
    .values(given)
    .onConflict((conflict) => conflict.column("editionId").doUpdateSet(values))
    .execute();
}

/** Keeps a certificate for each of those entries of the round that has none of that release and grant yet; answers how many. */
export async function insertCertificates(
  trx: Transaction<DB>,
  given: { releaseId: number; grantId: number | null; roundId: number; issuedById: string; issuedAt: Date },
  won: readonly { entry: string; serial: string; award: string; awardEn: string | null }[],
): Promise<number> {
  const { roundId, ...facts } = given;
  const entries = await trx
    .selectFrom("entries")
    .select(["id", "key"])
    .where("roundId", "=", roundId)
    .where("key", "in", [...won.map(({ entry }) => entry), ""])
    .execute();
  const ids = new Map(entries.map(({ id, key }) => [key, id]));
  const rows = won.flatMap(({ entry, ...values }) => {
    const entryId = ids.get(entry);
    return entryId === undefined ? [] : [{ ...facts, ...values, entryId }];
  });
  if (rows.length === 0) return 0;
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto("certificates")
    .values(rows)
    .onConflict((conflict) => conflict.columns(["releaseId", "entryId", "grantId"]).doNothing())
    .executeTakeFirstOrThrow();
  return Number(numInsertedOrUpdatedRows ?? 0n);
}

/** Every certificate of the round's published version that holds, in the order in which they were made. One query, however many. */
export async function findRoundCertificates(db: Kysely<DB>, roundId: number) {
  const rows = await certificates(db)
    .where("rounds.id", "=", roundId)
    .where("releases.state", "=", "published")
    .where(sql<boolean>`certificates.grant_id is not distinct from ${standingGrant}`)
    .where(sql<boolean>`not ${lost}`)
    .orderBy("certificates.id")
    .execute();
  return rows.map(certificateOf);
}

/**
 * The certificate of that serial number, how it stands, and the one that took its place; undefined when there is none.
 * What it is of is for nobody to see unless it stands or was replaced. One query.
 */
export async function findCertificate(db: Kysely<DB>, serial: string) {
  const row = await certificates(db)
    .leftJoin("releases as current", (join) =>
      join.onRef("current.roundId", "=", "rounds.id").on("current.state", "=", "published"),
    )
    .leftJoin("certificates as next", (join) =>
      join
        .onRef("next.releaseId", "=", "current.id")
        .onRef("next.entryId", "=", "certificates.entryId")
        .on(sql<boolean>`next.id <> certificates.id`)
        .on(sql<boolean>`next.grant_id is not distinct from (
          select id from award_grants where release_id = current.id and revoked_at is null
        )`),
    )
    .leftJoin("certificateTemplates", "certificateTemplates.editionId", "rounds.editionId")
    .where("certificates.serial", "=", serial)
    .select(publicFacts)
    .select(["rounds.slug", "rounds.kind"])
    .select(["releases.state as made", "current.state as current", "next.serial as nextSerial"])
    .select(isReadableStill("releases").as("readable"))
    .select(["certificateTemplates.issuer", "certificateTemplates.issuerEn"])
    .select([standingGrant.as("standingGrant"), lost.as("lost")])
    .select(
      sql<boolean>`exists (
        select from awards where awards.entry_id = certificates.entry_id and awards.grant_id = ${standingGrant}
      )`.as("awarded"),
    )
    .executeTakeFirst();
  if (!row) return undefined;
  const { made, readable, current, roundState, origin, rehearsalOfId, issuer, issuerEn, ...more } = row;
  const { grantId, standingGrant: standing, lost: hasLost, awarded, ...facts } = more;
  const state = certificateState({
    state: made as ReleaseState,
    readable,
    current: current as ReleaseState | null,
    of: factsOf({ roundState, origin, rehearsalOfId, kind: facts.kind }),
    grant: { made: grantId, standing },
    lost: hasLost,
    awarded,
  });
  const signed = issuer === null ? defaultTemplate : { issuer, issuerEn };
  return { ...certificateOf(facts), state, issuer: signed.issuer, issuerEn: signed.issuerEn };
}

/** The grant of a certificate's release that stands. */
const standingGrant = sql<number | null>`(
  select id from award_grants where release_id = certificates.release_id and revoked_at is null
)`;

const lost = hasLostRank("certificates.entryId");

function certificates(db: Kysely<DB>) {
  return db
    .selectFrom("certificates")
    .innerJoin("releases", "releases.id", "certificates.releaseId")
    .innerJoin("rounds", "rounds.id", "releases.roundId")
    .innerJoin("entries", "entries.id", "certificates.entryId")
    .leftJoin("applications", "applications.id", "entries.applicationId")
    .select(["certificates.serial", "certificates.award", "certificates.awardEn", "certificates.issuedAt"])
    .select([
      "entries.key as entry",
      "applications.leaderName as leader",
      "releases.version",
      "releases.publishedAt",
      "releases.words",
    ])
    .select(
      sql<string | null>`(
        select word ->> 'titleEn' from jsonb_array_elements(releases.entry_words) word
        where word ->> 'key' = entries.key)`.as("titleEn"),
    )
    .select(
      sql<number | null>`(
        select (word ->> 'number')::integer from jsonb_array_elements(releases.entry_words) word
        where word ->> 'key' = entries.key)`.as("number"),
    )
    .select("certificates.grantId")
    .select(
      sql<number | null>`(
        select awarded_rank from awards
        where awards.grant_id = certificates.grant_id and awards.entry_id = certificates.entry_id
      )`.as("awardedRank"),
    )
    .select(
      sql<{ title: string; rank: number }>`(
        select jsonb_build_object('title', line ->> 'title', 'rank', (line ->> 'rank')::integer)
        from jsonb_array_elements(releases.standings -> 'standings') line
        where line ->> 'entry' = entries.key)`.as("line"),
    );
}

/** Title and rank are those that were signed, the words those of the publication; the rank is that of the award, where it was granted. */
function certificateOf<
  R extends { line: { title: string; rank: number }; words: FrozenWords | null; awardedRank: number | null },
>({ line, words, awardedRank, ...row }: R) {
  const { title: roundTitle, titleEn: roundTitleEn, editionTitle, editionTitleEn, timeZone } = asPublished(words);
  const of = { roundTitle, roundTitleEn, editionTitle, editionTitleEn, timeZone };
  return { ...row, ...of, title: line.title, rank: awardedRank ?? line.rank };
}
