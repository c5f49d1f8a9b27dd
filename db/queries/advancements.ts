import { type Kysely, sql, type Transaction } from "kysely";
import type { HeatEntry, Placed, PublishedHeat, Reason } from "../../app/rules/advancement.ts";
import { type AdvancementRule, advancementOf } from "../../app/rules/advancement-rule.ts";
import type { DrawnPlace } from "../../app/rules/drawn-line.ts";
import type { FrozenStandings } from "../../app/rules/release.ts";
import type { RoundState } from "../../app/rules/round.ts";
import type { DB, Json } from "../schema.ts";
import { removeEntries } from "./entry-removal.ts";
import { findStandings } from "./standings.ts";

export type AdvancementTask = Awaited<ReturnType<typeof findAdvancementTask>>;

/**
 * Everything that the line between an edition's heats and its final rests on: the heats with their published results, who
 * has withdrawn, recorded votes, the preliminary scores where the rule asks for them, and the final. Four queries, two more
 * for the scores.
 */
export async function findAdvancementTask(
  db: Kysely<DB>,
  edition: { id: number; advancement: unknown },
): Promise<{
  rule: AdvancementRule | null;
  heats: HeatOnTour[];
  published: PublishedHeat[];
  votes: Map<number, number>;
  final: FinalRound | null;
  drawn: DrawnLine | null;
}> {
  const rule = advancementOf(edition.advancement);
  const rounds = await findRounds(db, edition.id);
  const heats = rounds.filter(({ kind }) => kind === "heat").map(heatOf);
  const entries = await findHeatEntries(
    db,
    heats.map(({ id }) => id),
  );
  const scores = rule?.ties === "preliminary" ? await findPreliminaryScores(db, edition.id) : new Map();
  const published = heats.flatMap((heat): PublishedHeat[] => {
    const { slug, release } = heat;
    if (!release) return [];
    const { rule: scoring, standings } = release.standings;
    const rows = new Map(entries.filter(({ roundId }) => roundId === heat.id).map((row) => [row.key, row]));
    const lines = standings.flatMap((line): HeatEntry[] => {
      const row = rows.get(line.entry);
      if (!row) return [];
      const { rank, total, entry, title, group } = line;
      const { id, titleEn, withdrawn, applicationId } = row;
      const preliminary = (applicationId !== null && scores.get(applicationId)) || null;
      return [{ id, entry, title, titleEn, group, rank, total, preliminary, withdrawn }];
    });
    const { version, digest } = release;
    return [{ slug, version, digest, separate: scoring.groups === "separate", entries: lines }];
  });
  const votes = new Map(entries.flatMap(({ id, vote }) => (vote === null ? [] : [[id, vote] as const])));
  const last = rounds.find(({ kind }) => kind === "final");
  const final = last ? await findFinal(db, last) : null;
  return { rule, heats, published, votes, final, drawn: final ? await findDrawn(db, final.id) : null };
}

type RoundRow = Awaited<ReturnType<typeof findRounds>>[number];

/** Heats that are no drafts, and the final, in the order of the tour; no rehearsals. */
async function findRounds(db: Kysely<DB>, editionId: number) {
  return await db
    .selectFrom("rounds")
    .leftJoin("releases", (join) =>
      join.onRef("releases.roundId", "=", "rounds.id").on("releases.state", "=", "published"),
    )
    .where("rounds.editionId", "=", editionId)
    .where("rounds.rehearsalOfId", "is", null)
    .where((eb) =>
      eb.or([
        eb("rounds.kind", "=", "final"),
        eb.and([eb("rounds.kind", "=", "heat"), eb("rounds.state", "<>", "draft")]),
      ]),
    )
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
  const { id, slug, title, titleEn, city, cityEn } = round;
  const release =
    releaseId !== null && version !== null && digest !== null
      ? { id: releaseId, version, digest, noticeEndsOn, standings: standings as unknown as FrozenStandings }
      : null;
  return { id, slug, title, titleEn, city, cityEn, release };
}

async function findHeatEntries(db: Kysely<DB>, roundIds: number[]) {
  if (roundIds.length === 0) return [];
  return await db
    .selectFrom("entries")
    .leftJoin("applications", "applications.id", "entries.applicationId")
    .leftJoin("advancementWithdrawals as gone", "gone.entryId", "entries.id")
    .leftJoin("advancementVotes as votes", "votes.entryId", "entries.id")
    .where("entries.roundId", "in", roundIds)
    .select(["entries.id", "entries.roundId", "entries.key", "entries.titleEn", "entries.applicationId"])
    .select("votes.place as vote")
    .select(
      sql<boolean>`gone.entry_id is not null or applications.state is not distinct from 'withdrawn'`.as("withdrawn"),
    )
    .execute();
}

/** The total of every application in a preliminary review that is closed. Two queries. */
async function findPreliminaryScores(db: Kysely<DB>, editionId: number): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom("rounds")
    .innerJoin("entries", "entries.roundId", "rounds.id")
    .where("rounds.editionId", "=", editionId)
    .where("rounds.kind", "=", "preliminary")
    .where("rounds.state", "=", "closed")
    .where("rounds.rehearsalOfId", "is", null)
    .select(["rounds.id", "rounds.slug", "entries.key", "entries.applicationId"])
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

/** The id of an edition's final, the first where there are several; undefined without one. One query. */
export async function findFinalId(db: Kysely<DB>, editionId: number): Promise<number | undefined> {
  return (await findRounds(db, editionId)).find(({ kind }) => kind === "final")?.id;
}

/** The final, with who is in it; `begun`: somebody has begun to judge it, or it is past that. */
export interface FinalRound {
  id: number;
  slug: string;
  title: string;
  titleEn: string | null;
  state: RoundState;
  begun: boolean;
  drawn: boolean;
  /** By the entry of the heat that it came from: its own id and key in the final. */
  entries: Map<number, { id: number; key: string }>;
}

async function findFinal(db: Kysely<DB>, { id, slug, title, titleEn, state }: RoundRow): Promise<FinalRound> {
  const rows = await db
    .selectFrom("rounds")
    .leftJoin("entries", (join) =>
      join.onRef("entries.roundId", "=", "rounds.id").on("entries.fromEntryId", "is not", null),
    )
    .where("rounds.id", "=", id)
    .select(["entries.id", "entries.key", "entries.fromEntryId"])
    .select(
      sql<boolean>`exists (select from sheets where sheets.round_id = rounds.id)
        or exists (select from paper_sheets where paper_sheets.round_id = rounds.id)
        or exists (select from check_requests where check_requests.round_id = rounds.id)`.as("touched"),
    )
    .select(sql<boolean>`exists (select from draws where draws.round_id = rounds.id)`.as("drawn"))
    .execute();
  const entries = rows.flatMap((row) =>
    row.fromEntryId !== null && row.id !== null && row.key !== null
      ? [[row.fromEntryId, { id: row.id, key: row.key }] as const]
      : [],
  );
  const begun = state === "judging" || state === "closed" || (rows[0]?.touched ?? false);
  const drawn = rows[0]?.drawn ?? false;
  return { id, slug, title, titleEn, state: state as RoundState, begun, drawn, entries: new Map(entries) };
}

export type DrawnLine = NonNullable<Awaited<ReturnType<typeof findDrawn>>>;

/** The latest line that was drawn into that final, with every entry that it looked at; undefined before the first. */
async function findDrawn(db: Kysely<DB>, finalId: number) {
  const rows = await db
    .selectFrom("advancements")
    .innerJoin("users", "users.id", "advancements.drawnById")
    .innerJoin("advancementPlaces as places", "places.advancementId", "advancements.id")
    .innerJoin("entries", "entries.id", "places.entryId")
    .innerJoin("rounds", "rounds.id", "entries.roundId")
    .innerJoin("releases", "releases.id", "places.releaseId")
    .where("advancements.roundId", "=", finalId)
    .where((eb) =>
      eb(
        "advancements.version",
        "=",
        eb
          .selectFrom("advancements as each")
          .where("each.roundId", "=", finalId)
          .select((of) => of.fn.max("each.version").as("last")),
      ),
    )
    .select([
      "advancements.id",
      "advancements.version",
      "advancements.digest",
      "advancements.drawnAt",
      "advancements.rule",
    ])
    .select(["users.name as drawnBy", "places.entryId", "rounds.slug as heat", "entries.key as entry", "entries.title"])
    .select(["entries.titleEn", "places.standing", "places.outcome", "places.reason", "places.rank", "places.total"])
    .select(["releases.version as releaseVersion", "releases.digest as releaseDigest", "places.movedUpAt"])
    .orderBy("rounds.slug")
    .orderBy("places.rank", (order) => order.asc().nullsLast())
    .orderBy("entries.key")
    .execute();
  const [first] = rows;
  if (!first) return null;
  const places = rows.map((row): DrawnPlace => {
    const { entryId, heat, entry, title, titleEn, rank, total, movedUpAt } = row;
    return {
      ...{ entryId, heat, entry, title, titleEn, rank, total, movedUpAt },
      standing: row.standing as DrawnPlace["standing"],
      outcome: row.outcome as DrawnPlace["outcome"],
      reason: row.reason as unknown as Reason,
      version: row.releaseVersion,
      digest: row.releaseDigest,
    };
  });
  const { id, version, digest, drawnAt, drawnBy } = first;
  return { id, version, digest, drawnAt, drawnBy, places };
}

/** Keeps a line as it was drawn, as the next version; answers it. The final is locked. */
export async function insertLine(
  trx: Transaction<DB>,
  line: { finalId: number; rule: AdvancementRule; digest: string; drawnById: string; drawnAt: Date },
  placed: readonly { placed: Placed; releaseId: number }[],
): Promise<number> {
  const { finalId, rule, digest, drawnById, drawnAt } = line;
  const { id, version } = await trx
    .insertInto("advancements")
    .values((eb) => ({
      ...{ roundId: finalId, rule: rule as unknown as Json, digest, drawnById, drawnAt },
      version: eb
        .selectFrom("advancements")
        .where("roundId", "=", finalId)
        .select(({ fn, val, eb: add }) => add(fn.coalesce(fn.max("version"), val(0)), "+", 1).as("next")),
    }))
    .returning(["id", "version"])
    .executeTakeFirstOrThrow();
  await trx
    .insertInto("advancementPlaces")
    .values(
      placed.map(({ placed: { entry, standing, outcome, reason }, releaseId }) => ({
        ...{ advancementId: id, entryId: entry.id, releaseId, standing, outcome, rank: entry.rank, total: entry.total },
        reason: reason as unknown as Json,
      })),
    )
    .execute();
  return version;
}

/** Puts entries of heats into the final, under keys that nobody has had there, in the order given; once it is drawn, behind everybody's place. Answers their keys there. */
export async function enterFinal(
  trx: Transaction<DB>,
  final: { id: number; drawn: boolean },
  fromEntryIds: readonly number[],
): Promise<string[]> {
  if (fromEntryIds.length === 0) return [];
  const { rows } = await sql<{ key: string }>`
    insert into entries (round_id, application_id, group_id, title, title_en, from_entry_id, key, running_order)
    select ${final.id}::int, entries.application_id, entries.group_id, entries.title, entries.title_en, entries.id,
      (coalesce(last.key, 0) + given.place)::text,
      case when ${final.drawn}::boolean then coalesce(last.place, 0) + given.place end
    from unnest(${fromEntryIds}::int[]) with ordinality as given (id, place)
      join entries on entries.id = given.id
      cross join (
        select max(case when key ~ '^[0-9]{1,6}$' then key::int end) as key, max(running_order) as place
        from (
          select key, running_order from entries where round_id = ${final.id}
          union all
          select left_key, null from advancement_withdrawals gone join advancement_places using (entry_id)
            join advancements on advancements.id = advancement_places.advancement_id
          where advancements.round_id = ${final.id} and left_key is not null
        ) taken
      ) last
    order by given.place
    on conflict (round_id, application_id) do update set from_entry_id = excluded.from_entry_id
    returning key`.execute(trx);
  return rows.map(({ key }) => key);
}

/** Takes entries (by their own ids) out of a final that has not begun, with their sign-in. */
export async function leaveFinal(trx: Transaction<DB>, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await trx.deleteFrom("attendances").where("entryId", "in", ids).execute();
  await removeEntries(trx, ids);
}

/** Keeps that an entry of a heat does not go on; false when it was kept before. */
export async function insertWithdrawal(
  trx: Transaction<DB>,
  withdrawal: { entryId: number; withdrawnById: string; withdrawnAt: Date; leftKey: string | null },
): Promise<boolean> {
  const kept = await trx
    .insertInto("advancementWithdrawals")
    .values(withdrawal)
    .onConflict((conflict) => conflict.column("entryId").doNothing())
    .returning("entryId")
    .executeTakeFirst();
  return kept !== undefined;
}

/** Keeps the panel's vote on entries that share a line, in place of an earlier one. */
export async function putVotes(
  trx: Transaction<DB>,
  votes: readonly { entryId: number; place: number }[],
  { byId, at }: { byId: string; at: Date },
): Promise<void> {
  await trx
    .insertInto("advancementVotes")
    .values(votes.map((vote) => ({ ...vote, recordedById: byId, recordedAt: at })))
    .onConflict((conflict) =>
      conflict.column("entryId").doUpdateSet((eb) => ({
        place: eb.ref("excluded.place"),
        recordedById: eb.ref("excluded.recordedById"),
        recordedAt: eb.ref("excluded.recordedAt"),
      })),
    )
    .execute();
}

/** Writes that the entry moved up into the place that another one left. */
export async function markMovedUp(
  trx: Transaction<DB>,
  { advancementId, entryId, byId, at }: { advancementId: number; entryId: number; byId: string; at: Date },
): Promise<void> {
  await trx
    .updateTable("advancementPlaces")
    .set({ movedUpAt: at, movedUpById: byId })
    .where("advancementId", "=", advancementId)
    .where("entryId", "=", entryId)
    .execute();
}

/** Settles an edition's rule. */
export async function putAdvancementRule(
  trx: Transaction<DB>,
  editionId: number,
  rule: AdvancementRule,
): Promise<void> {
  await trx
    .updateTable("editions")
    .set({ advancement: rule as unknown as Json })
    .where("id", "=", editionId)
    .execute();
}

/** The heats of an edition that are no drafts, and whether each ranks its groups by themselves. One query. */
export async function findTourHeats(db: Kysely<DB>, editionId: number) {
  return await db
    .selectFrom("rounds")
    .leftJoin("rules", "rules.roundId", "rounds.id")
    .where("rounds.editionId", "=", editionId)
    .where("rounds.kind", "=", "heat")
    .where("rounds.state", "<>", "draft")
    .where("rounds.rehearsalOfId", "is", null)
    .select(["rounds.slug", "rounds.title", "rounds.titleEn"])
    .select(sql<boolean>`rules.groups is not distinct from 'separate'`.as("separate"))
    .orderBy("rounds.startsAt", (order) => order.asc().nullsLast())
    .orderBy("rounds.slug")
    .execute();
}

/** How an entry of a final got there: its heat, and what the line that let it go on says; undefined for one that did not come from a heat. One query. */
export async function findPast(db: Kysely<DB>, finalId: number, key: string) {
  const row = await db
    .selectFrom("entries")
    .innerJoin("entries as before", "before.id", "entries.fromEntryId")
    .innerJoin("rounds", "rounds.id", "before.roundId")
    .innerJoin("advancementPlaces as places", "places.entryId", "before.id")
    .innerJoin("advancements", (join) =>
      join.onRef("advancements.id", "=", "places.advancementId").onRef("advancements.roundId", "=", "entries.roundId"),
    )
    .innerJoin("releases", "releases.id", "places.releaseId")
    .where("entries.roundId", "=", finalId)
    .where("entries.key", "=", key)
    .select(["rounds.title", "rounds.titleEn", "before.key as entry", "places.rank", "places.total", "places.outcome"])
    .select(["releases.version", "releases.digest", "places.movedUpAt"])
    .orderBy("advancements.version", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && { ...row, outcome: row.outcome as DrawnPlace["outcome"] };
}
