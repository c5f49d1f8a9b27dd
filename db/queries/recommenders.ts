import { type ExpressionBuilder, type Kysely, sql, type Transaction } from "kysely";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import { findPage, type PageBeside } from "../keyset.ts";
import type { DB } from "../schema.ts";

/** The recommenders of an edition with what came by their links, by name. Drafts are counted, never shown. One query. */
export async function findAllRecommenders(db: Kysely<DB>, editionId: number) {
  return await db
    .selectFrom("recommenders")
    .select(["id", "key", "name", "nameEn", "email", "locale", "opened", "endedAt"])
    .select(tallies("state"))
    .where("editionId", "=", editionId)
    .orderBy(sql`ended_at is not null`)
    .orderBy("name")
    .execute();
}

/** What a person recommends, found by the address they sign in with: each recommender with its edition and its counts. One query. */
export async function findOwnRecommenders(db: Kysely<DB>, email: string) {
  return await db
    .selectFrom("recommenders")
    .innerJoin("editions", "editions.id", "recommenders.editionId")
    .select([
      "recommenders.id",
      "recommenders.key",
      "recommenders.name",
      "recommenders.nameEn",
      "recommenders.opened",
      "editions.title as editionTitle",
      "editions.titleEn as editionTitleEn",
      "editions.applyClosesAt",
    ])
    .select(tallies("announcedState"))
    .where("recommenders.email", "=", email)
    .where("recommenders.endedAt", "is", null)
    .where("editions.state", "<>", "draft")
    .orderBy("editions.id", "desc")
    .orderBy("recommenders.name")
    .execute();
}

/**
 * What was handed in on the recommendation of any of these, the newest first: the project's title and what its applicant
 * has been told, nothing about persons and nothing that is not announced. A page is one query, and reads no more than a page
 * of each of them.
 */
export async function findRecommended(db: Kysely<DB>, recommenderIds: readonly number[], at: PageBeside, size = 50) {
  const ids = sql`any (${[...recommenderIds]}::integer[])`;
  const bySubmission = {
    columns: [sql.ref("submittedAt"), sql.ref("code")],
    descending: true,
    placeOf: (code: string) =>
      sql`(select submitted_at, code from applications where code = ${code} and recommender_id = ${ids})`,
    idOf: (row: { code: string }) => row.code,
  };
  return await findPage({ at, size, ...bySubmission }, async ({ past, order, limit }) => {
    const rows = await db
      .selectFrom("recommenders")
      .innerJoinLateral(
        (eb) =>
          eb
            .selectFrom("applications")
            .select([
              "recommenderId",
              "code",
              "projectTitle",
              "announcedState",
              "announcedRoundId",
              "trackId",
              "submittedAt",
            ])
            .select(sql<string | null>`answers ->> 'projectTitleEn'`.as("projectTitleEn"))
            .whereRef("recommenderId", "=", "recommenders.id")
            .where("submittedAt", "is not", null)
            .where(past)
            .orderBy(order)
            .limit(limit)
            .as("found"),
        (join) => join.onTrue(),
      )
      .leftJoin("rounds", "rounds.id", "found.announcedRoundId")
      .leftJoin("tracks", "tracks.id", "found.trackId")
      .select([
        "found.recommenderId",
        "found.code",
        "found.projectTitle",
        "found.projectTitleEn",
        "found.announcedState as state",
        "found.submittedAt",
        "rounds.title as roundTitle",
        "rounds.titleEn as roundTitleEn",
        "tracks.title as trackTitle",
        "tracks.titleEn as trackTitleEn",
      ])
      .where(sql<boolean>`recommenders.id = ${ids}`)
      .orderBy(order)
      .limit(limit)
      .execute();
    return rows.map((row) => ({ ...row, state: row.state as ApplicationState }));
  });
}

/** The recommender whose link this is, and where it leads, counted as opened once more; undefined when it has ended or never was. */
export async function openLink(db: Kysely<DB>, key: string) {
  return await db
    .updateTable("recommenders")
    .from("editions")
    .set((eb) => ({ opened: eb("opened", "+", 1) }))
    .whereRef("editions.id", "=", "recommenders.editionId")
    .where("recommenders.key", "=", key)
    .where("recommenders.endedAt", "is", null)
    .where("editions.state", "=", "open")
    .returning(["recommenders.key", "editions.slug as editionSlug"])
    .executeTakeFirst();
}

/** The recommender of the edition whose link has that key; undefined when it has ended or never was. */
export async function findRecommenderByKey(db: Kysely<DB>, editionId: number, key: string) {
  return await db
    .selectFrom("recommenders")
    .select(["id", "name", "nameEn"])
    .where("editionId", "=", editionId)
    .where("key", "=", key)
    .where("endedAt", "is", null)
    .executeTakeFirst();
}

/** Makes a recommender; undefined when the edition has one of that name. */
export async function insertRecommender(
  trx: Transaction<DB>,
  recommender: { editionId: number; key: string; name: string; nameEn: string | null; email: string; locale: string },
): Promise<number | undefined> {
  const made = await trx
    .insertInto("recommenders")
    .values(recommender)
    .onConflict((conflict) => conflict.columns(["editionId", "name"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return made?.id;
}

/** A recommender of the edition, locked; undefined when there is none of that id. */
export async function lockRecommender(trx: Transaction<DB>, editionId: number, id: number) {
  return await trx
    .selectFrom("recommenders")
    .selectAll()
    .where("editionId", "=", editionId)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
}

/** Ends a recommender's link, or lets it work again. */
export async function endRecommender(trx: Transaction<DB>, id: number, endedAt: Date | null): Promise<void> {
  await trx.updateTable("recommenders").set({ endedAt }).where("id", "=", id).execute();
}

function tallies(state: "state" | "announcedState") {
  return (eb: ExpressionBuilder<DB, "recommenders">) => {
    const count = (states: readonly ApplicationState[], as: "begun" | "submitted" | "qualified") =>
      eb
        .selectFrom("applications")
        .select((of) => of.cast<number>(of.fn.countAll(), "integer").as("count"))
        .whereRef("applications.recommenderId", "=", "recommenders.id")
        .where(`applications.${state}`, "in", states)
        .$asScalar()
        .as(as);
    return [
      count(["draft"], "begun"),
      count(["submitted", "returned", "waiting", "qualified", "ineligible"], "submitted"),
      count(["qualified"], "qualified"),
    ];
  };
}
