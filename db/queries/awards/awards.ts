import { type Kysely, sql, type Transaction } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { type Award, type AwardSettings, awardSettingsSchema, levelsOfPage } from "~/rules/awards/awards.ts";
import type { Prize } from "~/rules/awards/prizes.ts";
import type { Granted } from "~/rules/documents/certificate.ts";
import { readStoredPage } from "~/rules/editions/edition-page.ts";
import type { ReleaseState } from "~/rules/releases/release.ts";
import { areAwardsVisible, noStage, visibleNow } from "~/rules/releases/visible.ts";
import type { RoundKind, RoundState } from "~/rules/rounds/round.ts";
import type { DB } from "~db/schema.ts";

/** Whether the next move up in that edition, and its ladder: its own, or else the prizes that its page promises. One query. */
export async function findAwardSettings(db: Kysely<DB>, editionId: number): Promise<AwardSettings> {
  const row = await db
    .selectFrom("editions")
    .leftJoin("awardSettings", "awardSettings.editionId", "editions.id")
    .where("editions.id", "=", editionId)
    .select(["editions.page", "awardSettings.moveUp", "awardSettings.levels"])
    .executeTakeFirst();
  const own = awardSettingsSchema.safeParse({ moveUp: row?.moveUp, levels: row?.levels });
  return own.success
    ? own.data
    : { moveUp: row?.moveUp ?? false, levels: levelsOfPage(readStoredPage(row?.page).prizes) };
}

export async function putAwardSettings(
  trx: Transaction<DB>,
  editionId: number,
  { settings, byId, at }: { settings: AwardSettings; byId: string; at: Date },
): Promise<void> {
  const { moveUp, levels } = settings;
  const values = { moveUp, levels, editedById: byId, editedAt: at };
  await trx
    .insertInto("awardSettings")
    .values({ editionId, ...values })
    .onConflict((conflict) => conflict.column("editionId").doUpdateSet(values))
    .execute();
}

interface GrantedAward {
  entry: string;
  level: number;
  title: string;
  titleEn: string | null;
  yuan: number | null;
  rank: number;
  awardedRank: number;
}

/** For a query over `award_grants`: its awards from the first place down. */
const awardsOfGrant = sql<GrantedAward[]>`coalesce((
  select jsonb_agg(
    jsonb_build_object(
      'entry', entries.key, 'level', awards.level, 'title', awards.title, 'titleEn', awards.title_en,
      'yuan', awards.yuan, 'rank', awards.rank, 'awardedRank', awards.awarded_rank
    ) order by awards.awarded_rank, entries.id
  )
  from awards join entries on entries.id = awards.entry_id
  where awards.grant_id = award_grants.id
), '[]')`;

/** The grant of an edition that stands, with its awards from the first place down; undefined without one. One query. */
export async function findGrant(db: Kysely<DB>, editionId: number) {
  return await db
    .selectFrom("awardGrants")
    .innerJoin("releases", "releases.id", "awardGrants.releaseId")
    .innerJoin("users", "users.id", "awardGrants.grantedById")
    .where("awardGrants.editionId", "=", editionId)
    .where("awardGrants.revokedAt", "is", null)
    .select(["awardGrants.id", "awardGrants.releaseId", "awardGrants.moveUp", "awardGrants.grantedAt"])
    .select(["releases.version", "releases.state", "users.name as grantedBy"])
    .select(awardsOfGrant.as("awards"))
    .executeTakeFirst();
}

/** The id of the grant of an edition that stands; null without one. One query. */
export async function findStandingGrantId(db: Kysely<DB>, editionId: number): Promise<number | null> {
  const row = await db
    .selectFrom("awardGrants")
    .select("id")
    .where("editionId", "=", editionId)
    .where("revokedAt", "is", null)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Keeps the awards of an edition as they are granted. */
export async function insertGrant(
  trx: Transaction<DB>,
  grant: {
    editionId: number;
    releaseId: number;
    moveUp: boolean;
    digest: string;
    grantedById: string;
    grantedAt: Date;
  },
  awards: readonly (Omit<Award, "entry" | "places"> & { entryId: number })[],
): Promise<void> {
  const { id } = await trx.insertInto("awardGrants").values(grant).returning("id").executeTakeFirstOrThrow();
  await trx
    .insertInto("awards")
    .values(
      awards.map(({ entryId, level, title, titleEn, yuan, rank, awardedRank }) => ({
        grantId: id,
        entryId,
        level,
        title,
        titleEn,
        yuan,
        rank,
        awardedRank,
      })),
    )
    .execute();
}

export async function markGrantRevoked(
  trx: Transaction<DB>,
  id: number,
  { byId, at }: { byId: string; at: Date },
): Promise<void> {
  await trx.updateTable("awardGrants").set({ revokedById: byId, revokedAt: at }).where("id", "=", id).execute();
}

/** Awards that were granted by the published result of that round, and which of its entries have lost their rank. One query. */
export async function findGrantedOf(db: Kysely<DB>, roundId: number): Promise<Granted> {
  const row = await db
    .selectFrom("releases")
    .leftJoin("awardGrants", (join) =>
      join.onRef("awardGrants.releaseId", "=", "releases.id").on("awardGrants.revokedAt", "is", null),
    )
    .where("releases.roundId", "=", roundId)
    .where("releases.state", "=", "published")
    .select("awardGrants.id as grantId")
    .select((eb) => [
      awardsOfGrant.as("awards"),
      jsonArrayFrom(
        eb
          .selectFrom("diligenceDecisions")
          .innerJoin("entries", "entries.id", "diligenceDecisions.entryId")
          .whereRef("entries.roundId", "=", "releases.roundId")
          .where("diligenceDecisions.revokedAt", "is", null)
          .where("diligenceDecisions.outcome", "in", ["failed", "withdrawn"])
          .select("entries.key as entry"),
      ).as("lost"),
    ])
    .executeTakeFirst();
  return { grantId: row?.grantId ?? null, awards: row?.awards ?? [], lost: row?.lost.map(({ entry }) => entry) ?? [] };
}

/** An award as everybody may read it. */
export interface PublicAward {
  entry: string;
  group: string | null;
  /** As the published result has it. */
  title: string;
  titleEn: string | null;
  level: number;
  award: string;
  awardEn: string | null;
  yuan: number | null;
}

/** The awards of an edition as the public may see them, by `areAwardsVisible`, from the first place down. One query. */
export async function findPublicAwards(db: Kysely<DB>, editionId: number): Promise<PublicAward[]> {
  const rows = await db
    .selectFrom("awards")
    .innerJoin("awardGrants", "awardGrants.id", "awards.grantId")
    .innerJoin("releases", "releases.id", "awardGrants.releaseId")
    .innerJoin("rounds", "rounds.id", "releases.roundId")
    .innerJoin("entries", "entries.id", "awards.entryId")
    .leftJoin("releases as current", (join) =>
      join.onRef("current.roundId", "=", "rounds.id").on("current.state", "=", "published"),
    )
    .where("awardGrants.editionId", "=", editionId)
    .where("awardGrants.revokedAt", "is", null)
    .select(["rounds.state", "rounds.kind", "rounds.origin", "rounds.rehearsalOfId"])
    .select(["releases.state as releaseState", "current.state as current"])
    .select(["entries.key as entry", "entries.titleEn", "awards.level", "awards.title as award"])
    .select(["awards.titleEn as awardEn", "awards.yuan"])
    .select(
      sql<{ title: string; group: string | null } | null>`(
        select jsonb_build_object('title', line ->> 'title', 'group', line ->> 'group')
        from jsonb_array_elements(releases.standings -> 'standings') line
        where line ->> 'entry' = entries.key limit 1
      )`.as("line"),
    )
    .orderBy("awards.awardedRank")
    .orderBy("entries.id")
    .execute();
  return rows.flatMap((row): PublicAward[] => {
    const seen = visibleNow({
      ...noStage,
      kind: row.kind as RoundKind,
      state: row.state as RoundState,
      imported: row.origin === "import",
      rehearsal: row.rehearsalOfId !== null,
      release: row.current === null ? null : { state: row.current as ReleaseState },
    });
    if (!areAwardsVisible(seen, { release: { state: row.releaseState as ReleaseState }, revoked: false })) return [];
    const { entry, titleEn, level, award, awardEn, yuan, line } = row;
    return [{ entry, group: line?.group ?? null, title: line?.title ?? "", titleEn, level, award, awardEn, yuan }];
  });
}

/** The prizes that the edition gives in rounds of that kind, in its order; none in a review of papers. One query. */
export async function findPrizes(db: Kysely<DB>, editionId: number, kind: RoundKind): Promise<Prize[]> {
  const { page } = await db.selectFrom("editions").select("page").where("id", "=", editionId).executeTakeFirstOrThrow();
  return readStoredPage(page).prizes.filter(({ scope }) => scope === kind);
}
