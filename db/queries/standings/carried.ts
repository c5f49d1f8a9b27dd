import { type Kysely, sql } from "kysely";
import type { Carried } from "~/rules/standings/judged-round.ts";
import type { RoundStandings } from "~/rules/standings/standing.ts";
import type { DB } from "~db/schema.ts";
import type { CarriedTotal } from "./later-totals.ts";

/** What rounds carry from earlier ones. */
export interface CarriedRounds {
  totals: CarriedTotal[];
  /** Where the totals of an earlier round are from: "release N", "closed", or "none" while it is not closed. */
  from: (roundId: number, slug: string) => string;
  /** The same by round, by the earlier round's slug, and there by the key of the entry here. */
  bySlug: Map<number, Record<string, Carried>>;
}

export const nothingCarriedOver: CarriedRounds = { totals: [], from: () => "none", bySlug: new Map() };

/**
 * The totals that these rounds carry: of each entry that of the one it advanced from, in an imported round of the one with the
 * same key; as the release says that the round took over when its scoring began (before: the published one), else as the
 * earlier round's closed standings do. One query, two more where
 * anything is carried, and the standings of unpublished rounds, by `rank`.
 */
export async function findCarried(
  db: Kysely<DB>,
  roundIds: readonly number[],
  rank: (roundIds: number[]) => Promise<RoundStandings[]>,
): Promise<CarriedRounds> {
  const sources = await findSources(db, roundIds);
  const pairs = sources.length === 0 ? [] : await findOrigins(db, roundIds);
  const open = [
    ...new Set(
      sources.flatMap(({ sourceId, state, totals }) =>
        !totals && state === "closed" && sourceId !== null ? [sourceId] : [],
      ),
    ),
  ];
  const standings = open.length === 0 ? [] : await rank(open);
  const closed = new Map(standings.map((each) => [each.round, each.standings]));
  const totalsOf = new Map(
    sources.map((source) => [
      `${source.roundId} ${source.place}`,
      new Map((source.totals ?? closed.get(source.slug) ?? []).map(({ entry, total }) => [entry, total])),
    ]),
  );
  const from = ({ version, state }: Source) =>
    version !== null ? `release ${version}` : state === "closed" ? "closed" : "none";
  const totals = pairs.flatMap(({ roundId, place, entryId, key, origin }) => {
    const total = totalsOf.get(`${roundId} ${place}`)?.get(origin) ?? null;
    return total === null ? [] : [{ id: roundId, entry: entryId, round: place, total, key }];
  });
  const ofSource = ({ roundId, place }: Source) => totals.filter(({ id, round }) => id === roundId && round === place);
  return {
    totals: totals.map(({ key: _, ...total }) => total),
    from: (roundId, slug) => {
      const source = sources.find((each) => each.roundId === roundId && each.slug === slug);
      return source ? from(source) : "none";
    },
    bySlug: new Map(
      [...Map.groupBy(sources, ({ roundId }) => roundId)].map(([roundId, own]) => [
        roundId,
        Object.fromEntries(
          own.map((source) => [
            source.slug,
            { from: from(source), totals: Object.fromEntries(ofSource(source).map(({ key, total }) => [key, total])) },
          ]),
        ),
      ]),
    ),
  };
}

interface Source {
  roundId: number;
  place: number;
  slug: string;
  sourceId: number | null;
  state: string | null;
  version: number | null;
  totals: { entry: string; total: string | null }[] | null;
}

async function findSources(db: Kysely<DB>, roundIds: readonly number[]): Promise<Source[]> {
  const { rows } = await sql<Source>`
    select rules.round_id, carry.place::integer as place, carry.carry ->> 'round' as slug, source.id as source_id, source.state,
      release.version, case when release.id is not null then (
        select json_agg(json_build_object('entry', line ->> 'entry', 'total', line ->> 'total'))
        from jsonb_array_elements(release.standings -> 'standings') line
      ) end as totals
    from rules cross join jsonb_array_elements(rules.settings -> 'carry') with ordinality carry (carry, place)
      left join real_rounds source on source.slug = carry.carry ->> 'round'
      left join carried_releases taken on taken.round_id = rules.round_id and taken.source_id = source.id
      left join lateral (
        select * from releases where releases.id = taken.release_id
        union all
        select * from releases where taken.release_id is null and releases.round_id = source.id and releases.state = 'published'
      ) release on true
    where rules.round_id = any (${[...roundIds]}::integer[])
    order by rules.round_id, carry.place`.execute(db);
  return rows;
}

/** Of each entry and carried round the key of the entry there that it comes from. A round whose places rank has no points to carry. */
async function findOrigins(db: Kysely<DB>, roundIds: readonly number[]) {
  const { rows } = await sql<{ roundId: number; place: number; entryId: number; key: string; origin: string }>`
    with recursive came (round_id, entry_id, from_id) as (
      select round_id, id, from_entry_id from entries where round_id = any (${[...roundIds]}::integer[])
      union
      select came.round_id, came.entry_id, entries.from_entry_id from came join entries on entries.id = came.from_id
    )
    select entries.round_id, carry.place::integer as place, entries.id as entry_id, entries.key, origin.key as origin
    from rules
      join rounds on rounds.id = rules.round_id
      cross join jsonb_array_elements(rules.settings -> 'carry') with ordinality carry (carry, place)
      join real_rounds source on source.slug = carry.carry ->> 'round'
      join entries on entries.round_id = rules.round_id
      join entries origin on origin.round_id = source.id and case
        when rounds.origin = 'import' then origin.key = entries.key
        else origin.id in (select from_id from came where came.entry_id = entries.id)
          or origin.application_id = entries.application_id end
      left join rules earlier on earlier.round_id = source.id
    where earlier.settings -> 'placings' is null and rules.round_id = any (${[...roundIds]}::integer[])`.execute(db);
  return rows;
}

/** The rounds whose totals a round may carry: the others of its edition, earliest first, but for what carries its totals in turn or ranks by places. One query. */
export async function listCarriable(db: Kysely<DB>, roundId: number) {
  const { rows } = await sql<{ slug: string; title: string; titleEn: string | null }>`
    with recursive own as (select slug, edition_id from rounds where id = ${roundId}),
      reach (slug) as (
        select slug from own
        union
        select carrying.slug from reach
          join rules on rules.settings -> 'carry' @> jsonb_build_array(jsonb_build_object('round', reach.slug))
          join rounds carrying on carrying.id = rules.round_id
      )
    select slug, title, title_en
    from real_rounds
    where edition_id = (select edition_id from own) and slug not in (select slug from reach)
      and not exists (select from rules where rules.round_id = real_rounds.id and rules.settings -> 'placings' is not null)
    order by starts_at nulls last, id`.execute(db);
  return rows;
}

/** Of these slugs those that no round has, those whose totals come from the round `own` in their turn, and those that rank by places. One query. */
export async function findCarryFlaws(
  db: Kysely<DB>,
  own: { id: number },
  slugs: readonly string[],
): Promise<{ slug: string; flaw: "unknown-round" | "carries-itself" | "carries-places" }[]> {
  if (slugs.length === 0) return [];
  const { rows } = await sql<{ slug: string; isKnown: boolean; isCircle: boolean; isPlaced: boolean }>`
    with recursive reach (start, slug) as (
      select named.slug, named.slug from unnest(${[...slugs]}::text[]) named (slug)
      union
      select reach.start, carry.carry ->> 'round'
      from reach
        join rounds on rounds.slug = reach.slug
        join rules on rules.round_id = rounds.id
        cross join jsonb_array_elements(rules.settings -> 'carry') carry (carry)
    )
    select named.slug, exists (select from real_rounds where slug = named.slug) as is_known,
      exists (
        select from reach join rounds on rounds.slug = reach.slug where reach.start = named.slug and rounds.id = ${own.id}
      ) as is_circle,
      exists (
        select from real_rounds join rules on rules.round_id = real_rounds.id
        where slug = named.slug and rules.settings -> 'placings' is not null
      ) as is_placed
    from unnest(${[...slugs]}::text[]) named (slug)`.execute(db);
  return rows
    .filter(({ isKnown, isCircle, isPlaced }) => !isKnown || isCircle || isPlaced)
    .map(({ slug, isKnown, isCircle }) => ({
      slug,
      flaw: !isKnown ? "unknown-round" : isCircle ? "carries-itself" : "carries-places",
    }));
}

/** A correction of an earlier round that a later one has not taken over. */
export interface NewerCarried {
  slug: string;
  title: string;
  titleEn: string | null;
  /** The version taken, and the one that stands there now; null where the taken one was withdrawn and nothing stands. */
  taken: number;
  newest: number | null;
  sourceId: number;
  releaseId: number | null;
}

/** Of which earlier rounds another release stands by now than the one that the round carries from. One query. */
export async function findNewerCarried(db: Kysely<DB>, roundId: number): Promise<NewerCarried[]> {
  const { rows } = await sql<NewerCarried>`
    select source.slug, source.title, source.title_en, taken.version as taken, newest.version as newest,
      source.id as source_id, newest.id as release_id
    from carried_releases
      join rounds source on source.id = carried_releases.source_id
      join releases taken on taken.id = carried_releases.release_id
      left join releases newest on newest.round_id = source.id and newest.state = 'published'
    where carried_releases.round_id = ${roundId} and newest.id is distinct from taken.id
    order by source.id`.execute(db);
  return rows;
}

/** Of each entry of the round its total in that release, by the entry's key here; nothing where it has none. One query. */
export async function findTotalsOfRelease(
  db: Kysely<DB>,
  { roundId, sourceId, releaseId }: { roundId: number; sourceId: number; releaseId: number },
): Promise<Record<string, string>> {
  const { rows } = await sql<{ key: string; total: string }>`
    with recursive came (entry_id, from_id) as (
      select id, from_entry_id from entries where round_id = ${roundId}
      union
      select came.entry_id, entries.from_entry_id from came join entries on entries.id = came.from_id
    )
    select entries.key, line ->> 'total' as total
    from releases
      cross join jsonb_array_elements(releases.standings -> 'standings') line
      join entries origin on origin.round_id = ${sourceId} and origin.key = line ->> 'entry'
      join entries on entries.round_id = ${roundId} and (
        origin.id in (select from_id from came where came.entry_id = entries.id)
        or origin.application_id = entries.application_id)
    where releases.id = ${releaseId} and line ->> 'total' is not null`.execute(db);
  return Object.fromEntries(rows.map(({ key, total }) => [key, total]));
}

/** From now on the round carries from that release. */
export async function takeOverRelease(
  trx: Kysely<DB>,
  { roundId, sourceId, releaseId, at }: { roundId: number; sourceId: number; releaseId: number; at: Date },
): Promise<void> {
  await trx
    .updateTable("carriedReleases")
    .set({ releaseId, takenAt: at })
    .where("roundId", "=", roundId)
    .where("sourceId", "=", sourceId)
    .execute();
}
