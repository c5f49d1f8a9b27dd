import { type Kysely, sql, type Transaction } from "kysely";
import type { HeatEntry, PanelDecision, PublishedHeat } from "~/rules/advancement/advancement.ts";
import { type AdvancementRule, advancementOf } from "~/rules/advancement/advancement-rule.ts";
import type { HeatCount } from "~/rules/advancement/quotas.ts";
import type { DB } from "~db/schema.ts";
import { findStandings } from "../standings/standings.ts";
import { type FinalRound, findFinal } from "./advancement-final.ts";
import { findLatestLine, type RecordedLine } from "./advancement-lines.ts";

export type AdvancementTask = Awaited<ReturnType<typeof findAdvancementTask>>;

/**
 * Everything that the line between an edition's heats and its final rests on: the heats with their published results, who
 * has withdrawn, the panel's decisions, the preliminary scores and the registrations where a rule asks for them, and the final
 * with its latest line. Five queries, two more for the scores, one for the registrations.
 */
export async function findAdvancementTask(
  db: Kysely<DB>,
  edition: { id: number; advancement: unknown },
): Promise<{
  rule: AdvancementRule | null;
  heats: HeatOnTour[];
  published: PublishedHeat[];
  votes: PanelDecision[];
  registrations: HeatCount[];
  final: FinalRound | null;
  drawn: RecordedLine | null;
}> {
  const rule = advancementOf(edition.advancement);
  const rounds = await findRounds(db, edition.id);
  const heats = rounds.filter(({ kind }) => kind === "heat").map(heatOf);
  const entries = await findHeatEntries(
    db,
    heats.map(({ id }) => id),
  );
  const votes = await findDecisions(db, edition.id);
  const last = rounds.find(({ kind }) => kind === "final");
  const final = last ? await findFinal(db, last) : null;
  const drawn = final ? await findLatestLine(db, final.id) : null;
  const rules = [rule, drawn?.rule];
  const asksScores = rules.some((each) => (each?.ladder ?? [each?.ties]).includes("preliminary"));
  const asksRegistrations = rules.some((each) => each?.quota?.by === "registrations");
  const registrations = asksRegistrations ? await findRegistrations(db, edition.id) : [];
  const scores = asksScores ? await findPreliminaryScores(db, edition.id) : new Map();
  const published = heats.flatMap((heat): PublishedHeat[] => {
    const { slug, release } = heat;
    if (!release) return [];
    const { rule: scoring, standings } = release.standings;
    const rows = new Map(entries.filter(({ roundId }) => roundId === heat.id).map((row) => [row.key, row]));
    const lines = standings.flatMap((line): HeatEntry[] => {
      const row = rows.get(line.entry);
      if (!row) return [];
      const { rank, total, entry, title, group } = line;
      const { id, titleEn, withdrawn, applicationId, runningOrder: number, institution, recommender } = row;
      const preliminary = (applicationId !== null && scores.get(applicationId)) || null;
      const whose = { institution, recommender };
      return [{ id, entry, title, titleEn, group, rank, total, preliminary, withdrawn, number, ...whose }];
    });
    const { version, digest } = release;
    const separate = scoring.groups === "separate";
    const byPlaces = scoring.placings !== undefined;
    return [{ slug, track: heat.track, version, digest, separate, byPlaces, entries: lines }];
  });
  return { rule, heats, published, votes, registrations, final, drawn };
}

type RoundRow = Awaited<ReturnType<typeof findRounds>>[number];

/** The heats and the final, in the order of the tour; no rehearsals. */
async function findRounds(db: Kysely<DB>, editionId: number) {
  return await db
    .selectFrom("realRounds as rounds")
    .leftJoin("releases", (join) =>
      join.onRef("releases.roundId", "=", "rounds.id").on("releases.state", "=", "published"),
    )
    .leftJoin("tracks", "tracks.id", "rounds.trackId")
    .where("rounds.editionId", "=", editionId)
    .where("rounds.kind", "in", ["heat", "final"])
    .select("tracks.key as track")
    .select(["rounds.id", "rounds.slug", "rounds.kind", "rounds.state", "rounds.title", "rounds.titleEn"])
    .select(["rounds.city", "rounds.cityEn", "releases.id as releaseId", "releases.version", "releases.digest"])
    .select(["releases.standings", "releases.noticeEndsOn"])
    .orderBy("rounds.startsAt", (order) => order.asc().nullsLast())
    .orderBy("rounds.slug")
    .execute();
}

/** A heat of the tour, with what its result was published by; null where it is not. */
export type HeatOnTour = ReturnType<typeof heatOf>;

function heatOf({ releaseId, version, digest, standings, noticeEndsOn, ...round }: RoundRow) {
  const { id, slug, track, title, titleEn, city, cityEn } = round;
  const release =
    releaseId !== null && version !== null && digest !== null && standings !== null
      ? { id: releaseId, version, digest, noticeEndsOn, standings }
      : null;
  return { id, slug, track, title, titleEn, city, cityEn, release };
}

async function findHeatEntries(db: Kysely<DB>, roundIds: number[]) {
  if (roundIds.length === 0) return [];
  return await db
    .selectFrom("entries")
    .leftJoin("applications", "applications.id", "entries.applicationId")
    .leftJoin("advancementWithdrawals as gone", "gone.entryId", "entries.id")
    .where("entries.roundId", "in", roundIds)
    .select(["entries.id", "entries.roundId", "entries.key", "entries.titleEn", "entries.applicationId"])
    .select("entries.runningOrder")
    .select([
      sql<string | null>`coalesce(nullif(trim(answers ->> 'companyName'), ''), answers ->> 'leaderEmployer')`.as(
        "institution",
      ),
      sql<string | null>`coalesce(recommender_id::text, nullif(lower(trim(answers ->> 'recommender')), ''))`.as(
        "recommender",
      ),
    ])
    .select(
      sql<boolean>`gone.entry_id is not null or applications.state is not distinct from 'withdrawn'`.as("withdrawn"),
    )
    .execute();
}

/** How many applications were submitted for each heat of the edition, by group; also for those that nobody registered for. One query. */
async function findRegistrations(db: Kysely<DB>, editionId: number): Promise<HeatCount[]> {
  const rows = await db
    .selectFrom("realRounds as rounds")
    .leftJoin("tracks", "tracks.id", "rounds.trackId")
    .leftJoin("applications", (join) =>
      join.onRef("applications.roundId", "=", "rounds.id").on("applications.submittedAt", "is not", null),
    )
    .leftJoin("groups", "groups.id", "applications.groupId")
    .where("rounds.editionId", "=", editionId)
    .where("rounds.kind", "=", "heat")
    .select(["rounds.slug as heat", "tracks.key as track", "groups.key as group"])
    .select(sql<number>`count(applications.id)::integer`.as("count"))
    .groupBy(["rounds.slug", "tracks.key", "groups.key"])
    .orderBy("rounds.slug")
    .orderBy("groups.key")
    .execute();
  return rows;
}

async function findDecisions(db: Kysely<DB>, editionId: number): Promise<PanelDecision[]> {
  const rows = await db
    .selectFrom("advancementDecisions as decisions")
    .innerJoin("advancementDecisionPlaces as places", "places.decisionId", "decisions.id")
    .innerJoin("entries", "entries.id", "places.entryId")
    .innerJoin("rounds", "rounds.id", "entries.roundId")
    .where("rounds.editionId", "=", editionId)
    .select(["decisions.id", "decisions.recordedAt", "places.entryId", "places.place"])
    .orderBy("decisions.id")
    .execute();
  const decisions = Map.groupBy(rows, ({ id }) => id);
  return [...decisions].flatMap(([id, places]) =>
    places[0]
      ? [
          {
            id,
            recordedAt: places[0].recordedAt,
            places: new Map(places.map(({ entryId, place }) => [entryId, place])),
          },
        ]
      : [],
  );
}

/** The total of every application in a preliminary review that is closed, in the latest of them. Two queries. */
async function findPreliminaryScores(db: Kysely<DB>, editionId: number): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom("realRounds as rounds")
    .innerJoin("entries", "entries.roundId", "rounds.id")
    .where("rounds.editionId", "=", editionId)
    .where("rounds.kind", "=", "preliminary")
    .where("rounds.state", "=", "closed")
    .select(["rounds.id", "rounds.slug", "entries.key", "entries.applicationId"])
    .orderBy("rounds.startsAt", (order) => order.asc().nullsFirst())
    .orderBy("rounds.id")
    .execute();
  const ids = [...new Set(rows.map(({ id }) => id))];
  const standings = ids.length > 0 ? await findStandings(db, ids) : [];
  const totals = new Map(
    standings.flatMap(({ round, standings: lines }) => lines.map((line) => [`${round} ${line.entry}`, line.total])),
  );
  return new Map(
    rows.flatMap(({ slug, key, applicationId }) => {
      const total = totals.get(`${slug} ${key}`);
      return applicationId !== null && total ? [[applicationId, total] as const] : [];
    }),
  );
}

/** Keeps that an entry of a heat does not go on; false when it was kept before. */
export async function insertWithdrawal(
  trx: Transaction<DB>,
  withdrawal: { entryId: number; withdrawnById: string; withdrawnAt: Date; leftKey: string | null },
): Promise<boolean> {
  const inserted = await trx
    .insertInto("advancementWithdrawals")
    .values(withdrawal)
    .onConflict((conflict) => conflict.column("entryId").doNothing())
    .returning("entryId")
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Keeps what the panel decided on equals, as the latest decision. */
export async function insertDecision(
  trx: Transaction<DB>,
  places: readonly { entryId: number; place: number }[],
  { byId, at }: { byId: string; at: Date },
): Promise<void> {
  const { id } = await trx
    .insertInto("advancementDecisions")
    .values({ recordedById: byId, recordedAt: at })
    .returning("id")
    .executeTakeFirstOrThrow();
  await trx
    .insertInto("advancementDecisionPlaces")
    .values(places.map((place) => ({ ...place, decisionId: id })))
    .execute();
}

/** Settles an edition's rule. */
export async function putAdvancementRule(
  trx: Transaction<DB>,
  editionId: number,
  rule: AdvancementRule,
): Promise<void> {
  await trx.updateTable("editions").set({ advancement: rule }).where("id", "=", editionId).execute();
}

/** The heats of an edition that are no drafts, and whether each ranks its groups by themselves. One query. */
export async function findTourHeats(db: Kysely<DB>, editionId: number) {
  return await db
    .selectFrom("realRounds as rounds")
    .leftJoin("rules", "rules.roundId", "rounds.id")
    .where("rounds.editionId", "=", editionId)
    .where("rounds.kind", "=", "heat")
    .where("rounds.state", "<>", "draft")
    .select(["rounds.slug", "rounds.title", "rounds.titleEn"])
    .select(sql<boolean>`rules.groups is not distinct from 'separate'`.as("separate"))
    .orderBy("rounds.startsAt", (order) => order.asc().nullsLast())
    .orderBy("rounds.slug")
    .execute();
}
