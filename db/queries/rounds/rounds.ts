import {
  type Expression,
  type ExpressionBuilder,
  type Insertable,
  type Kysely,
  type SqlBool,
  sql,
  type Transaction,
} from "kysely";
import { jsonBuildObject } from "kysely/helpers/postgres";
import type { Actor } from "~/rules/accounts/access.ts";
import { type LiveReleaseState, type RoundKind, type RoundState, stageOf } from "~/rules/rounds/round.ts";
import type { RoundBasics } from "~/rules/rounds/round-basics.ts";
import type { EntryWords, Labelled, Titled } from "~/rules/standings/score-board.ts";
import { prepared } from "~db/prepared.ts";
import type { DB, Rounds } from "~db/schema.ts";
import { liveReleaseState } from "../releases/live-release-state.ts";
import { isAbsentOrLateSql } from "../stage/stage.ts";
import { setupColumns, setupOf } from "./round-setup.ts";

/** A round with its edition and the state of its newest living release, if any. */
export type Round = NonNullable<Awaited<ReturnType<typeof findRound>>>;

/** The round of that slug; undefined when there is none, or it was a rehearsal that is wiped. One query. */
export async function findRound(db: Kysely<DB>, slug: string) {
  const [row] = (await roundOfSlug(db, { slug })).rows;
  return row && withStage(row);
}

const roundOfSlug = prepared((db, { slug }: { slug: string }) =>
  roundRows(db).where("rounds.slug", "=", slug).where("rounds.wipedAt", "is", null),
);

/** Locks the round against every other change of it until the transaction ends. */
export async function lockRound(trx: Transaction<DB>, slug: string) {
  await trx.selectFrom("rounds").select("id").where("slug", "=", slug).forUpdate().execute();
  return await findRound(trx, slug);
}

function roundRows(db: Kysely<DB>) {
  return db
    .selectFrom("rounds")
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .leftJoin("tracks", "tracks.id", "rounds.trackId")
    .selectAll("rounds")
    .select([
      "editions.slug as editionSlug",
      "editions.title as editionTitle",
      "editions.titleEn as editionTitleEn",
      "editions.applyClosesAt as registrationEndsAt",
      "editions.bundleNamesJudges",
      "editions.overtime",
      "tracks.title as trackTitle",
      "tracks.titleEn as trackTitleEn",
      liveReleaseState,
    ]);
}

function withStage<R extends { state: string; kind: string; releaseState: string | null }>(row: R) {
  const state = row.state as RoundState;
  const releaseState = row.releaseState as LiveReleaseState | null;
  return { ...row, state, kind: row.kind as RoundKind, releaseState, stage: stageOf(state, releaseState) };
}

/** Takes the round into that state; the database refuses a step that the round's life does not have (migration 004). */
export async function setRoundState(trx: Transaction<DB>, roundId: number, state: RoundState): Promise<void> {
  await trx.updateTable("rounds").set({ state }).where("id", "=", roundId).execute();
}

/** The basics of a round, its track by key. */
export async function findBasics(db: Kysely<DB>, roundId: number): Promise<RoundBasics> {
  const { track, ...row } = await db
    .selectFrom("rounds")
    .leftJoin("tracks", "tracks.id", "rounds.trackId")
    .select([
      "rounds.slug",
      "rounds.kind",
      "rounds.title",
      "rounds.titleEn",
      "tracks.key as track",
      "rounds.city",
      "rounds.cityEn",
      "rounds.venue",
      "rounds.venueEn",
      "rounds.timeZone",
      "rounds.startsAt",
      "rounds.capacity",
      "rounds.pitchMinutes",
      "rounds.defenceMinutes",
    ])
    .where("rounds.id", "=", roundId)
    .executeTakeFirstOrThrow();
  return { ...row, track, kind: row.kind as RoundKind };
}

/** The edition's tracks in their order: what a round can be about. */
export async function findTracks(db: Kysely<DB>, editionId: number) {
  return await db
    .selectFrom("tracks")
    .select(["id", "key", "title", "titleEn"])
    .where("editionId", "=", editionId)
    .orderBy("position")
    .orderBy("id")
    .execute();
}

/** Makes a round in state draft and answers its id; undefined when the slug is taken. */
export async function insertRound(trx: Transaction<DB>, round: Insertable<Rounds>): Promise<number | undefined> {
  const made = await trx
    .insertInto("rounds")
    .values(round)
    .onConflict((conflict) => conflict.column("slug").doNothing())
    .returning("id")
    .executeTakeFirst();
  return made?.id;
}

/** Whether another round has the slug. */
export async function existsSlug(trx: Transaction<DB>, slug: string, butNot: number): Promise<boolean> {
  const other = await trx.selectFrom("rounds").select("id").where("slug", "=", slug).executeTakeFirst();
  return other !== undefined && other.id !== butNot;
}

export async function writeBasics(
  trx: Transaction<DB>,
  roundId: number,
  { track: _, ...columns }: RoundBasics & { trackId: number | null },
): Promise<void> {
  await trx.updateTable("rounds").set(columns).where("id", "=", roundId).execute();
}

/**
 * For a query over `rounds`: its criteria and its edition's groups, in both languages and in their order, and its entries'
 * numbers and English titles. Names within JSON pass the camel-case plugin untouched, so they are said here.
 */
export function roundWords(eb: ExpressionBuilder<DB, "rounds">) {
  const criteria = eb
    .selectFrom("criteria")
    .whereRef("criteria.roundId", "=", "rounds.id")
    .select(({ fn, ref }) =>
      fn
        .coalesce(
          fn
            .jsonAgg(
              jsonBuildObject({
                key: ref("criteria.key"),
                label: ref("criteria.label"),
                labelEn: ref("criteria.labelEn"),
              }),
            )
            .orderBy("criteria.position"),
          sql<[]>`'[]'`,
        )
        .as("criteria"),
    );
  const groups = eb
    .selectFrom("groups")
    .whereRef("groups.editionId", "=", "rounds.editionId")
    .select(({ fn, ref }) =>
      fn
        .coalesce(
          fn
            .jsonAgg(
              jsonBuildObject({ key: ref("groups.key"), title: ref("groups.title"), titleEn: ref("groups.titleEn") }),
            )
            .orderBy("groups.position"),
          sql<[]>`'[]'`,
        )
        .as("groups"),
    );
  const entries = eb
    .selectFrom("entries")
    .leftJoin("attendances", "attendances.entryId", "entries.id")
    .whereRef("entries.roundId", "=", "rounds.id")
    .select(({ fn, ref }) =>
      fn
        .coalesce(
          fn.jsonAgg(
            jsonBuildObject({
              key: ref("entries.key"),
              number: ref("entries.drawNumber"),
              titleEn: ref("entries.titleEn"),
              absent: isAbsentOrLateSql(),
            }),
          ),
          sql<[]>`'[]'`,
        )
        .as("entries"),
    );
  return [
    criteria.$asScalar().$notNull().$castTo<Labelled[]>().as("criteria"),
    groups.$asScalar().$notNull().$castTo<Titled[]>().as("groups"),
    entries.$asScalar().$notNull().$castTo<EntryWords[]>().as("entries"),
  ] as const;
}

/** The rounds in which the person has a role at the desk, in the order of the tour: by start, then by slug. No rehearsals. One query. */
export async function findDeskRounds(db: Kysely<DB>, actor: Pick<Actor, "grants">) {
  const { everywhere, editionIds, roundIds } = placesOf(actor);
  const rows = await db
    .selectFrom("realRounds as rounds")
    .select([
      "rounds.id",
      "rounds.slug",
      "rounds.editionId",
      "rounds.kind",
      "rounds.title",
      "rounds.titleEn",
      "rounds.city",
      "rounds.cityEn",
      "rounds.state",
      "rounds.startsAt",
      "rounds.timeZone",
      liveReleaseState,
    ])
    .select(setupColumns)
    .$if(!everywhere, (query) =>
      query.where((eb) => eb.or([isAny("rounds.edition_id", editionIds), isAny("rounds.id", roundIds)])),
    )
    .orderBy("rounds.startsAt", (order) => order.asc().nullsLast())
    .orderBy("rounds.slug")
    .execute();
  return rows.map((row) => {
    const { id, slug, editionId, title, titleEn, city, cityEn, startsAt, timeZone } = row;
    const kind = row.kind as RoundKind;
    const stage = stageOf(row.state as RoundState, row.releaseState as LiveReleaseState | null);
    return { id, slug, editionId, kind, title, titleEn, city, cityEn, startsAt, timeZone, stage, setup: setupOf(row) };
  });
}

/** The editions in which, or in a round of which, the person has a role at the desk; the newest first. One query. */
export async function findDeskEditions(db: Kysely<DB>, actor: Pick<Actor, "grants">) {
  const { everywhere, editionIds, roundIds } = placesOf(actor);
  return await db
    .selectFrom("editions")
    .select(["id", "slug", "title", "titleEn", "state"])
    .$if(!everywhere, (query) =>
      query.where((eb) =>
        eb.or([
          isAny("editions.id", editionIds),
          eb.exists(
            eb
              .selectFrom("rounds")
              .select("rounds.id")
              .whereRef("rounds.editionId", "=", "editions.id")
              .where(isAny("rounds.id", roundIds)),
          ),
        ]),
      ),
    )
    .orderBy("ordinal", (order) => order.desc().nullsLast())
    .orderBy("id", "desc")
    .execute();
}

/** Where the person has a role at the desk. A judge's place is the tablet, not the desk. */
function placesOf({ grants }: Pick<Actor, "grants">) {
  const atDesk = grants.filter((grant) => grant.role !== "judge");
  return {
    everywhere: atDesk.some((grant) => grant.editionId === null && grant.roundId === null),
    editionIds: atDesk.flatMap((grant) => grant.editionId ?? []),
    roundIds: atDesk.flatMap((grant) => grant.roundId ?? []),
  };
}

function isAny(column: "rounds.id" | "rounds.edition_id" | "editions.id", ids: number[]): Expression<SqlBool> {
  return sql<SqlBool>`${sql.ref(column)} = any (${ids}::integer[])`;
}
