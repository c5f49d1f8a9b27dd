import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, sql } from "kysely";
import type { Places } from "~/rules/accounts/access.ts";
import { savedByItself } from "~/rules/audit/audited.ts";
import type { TrailFilter } from "~/rules/audit/trail-filter.ts";
import { piecesOf, searchWords } from "~/rules/screening/search-text.ts";
import { findPage, type PageBeside } from "~db/keyset.ts";
import type { DB } from "~db/schema.ts";

/** What a search found, by which entries are found: rounds, applications, and projects by their keys in rounds. */
export interface Named {
  rounds: number[];
  applications: number[];
  projects: { round: number; key: string }[];
}

/** The rounds, applications and projects whose names or codes contain every word of the search. One query. */
export async function findNamed(db: Kysely<DB>, search: string): Promise<Named> {
  const words = searchWords(search);
  if (words.length === 0) return { rounds: [], applications: [], projects: [] };
  const inText = (text: Expression<unknown>) =>
    sql<SqlBool>`(select bool_and(position(word in lower(${text})) > 0) from unnest(${words}::text[]) as word)`;
  const { rows } = await sql<Named>`
    select
      array(
        select id from rounds
        where ${inText(sql`concat_ws(' ', slug, title, title_en, city, city_en)`)}
      ) as rounds,
      array(
        select id from applications
        where search_grams @> ${[...new Set(words.flatMap(piecesOf))]}::text[] and ${inText(sql`search_text`)}
      ) as applications,
      coalesce((
        select jsonb_agg(jsonb_build_object('round', round_id, 'key', key)) from entries
        where ${inText(sql`concat_ws(' ', title, title_en)`)}
      ), '[]') as projects`.execute(db);
  return rows[0] ?? { rounds: [], applications: [], projects: [] };
}

/** An entry as people read it: with names for its keys. */
export type TrailEntry = Awaited<ReturnType<typeof findTrail>>["rows"][number];

/**
 * Entries that may be seen in those places, the latest first. `named`: what was found for the filter's search. A page is one
 * query.
 */
export async function findTrail(
  db: Kysely<DB>,
  places: Places,
  filter: TrailFilter,
  { named, at, size }: { named: Named | null; at: PageBeside; size: number },
) {
  const byTime = {
    columns: [sql.ref("at"), sql.ref("id")],
    descending: true,
    placeOf: (id: string) => sql`(select at, id from audit_entries where id = ${id}::bigint)`,
    idOf: (entry: { id: string }) => entry.id,
  };
  return await findPage({ at, size, ...byTime }, ({ past, order, limit }) =>
    db
      .with("page", (from) =>
        from
          .selectFrom("auditEntries")
          .selectAll("auditEntries")
          .where((eb) =>
            eb.and([inPlaces(eb, places), ...narrowed(eb, filter), ...(named ? [isAbout(eb, named)] : [])]),
          )
          .where(past)
          .orderBy(order)
          .limit(limit),
      )
      .selectFrom("page")
      .leftJoin("users", "users.id", "page.actorId")
      .leftJoin("editions", "editions.id", "page.editionId")
      .leftJoin("rounds", "rounds.id", "page.roundId")
      .leftJoin("applications", "applications.id", "page.applicationId")
      .leftJoin("entries", (join) =>
        join.onRef("entries.roundId", "=", "page.roundId").on(sql<SqlBool>`entries.key = page.facts ->> 'entry'`),
      )
      .leftJoin("panelMembers", (join) =>
        join
          .onRef("panelMembers.roundId", "=", "page.roundId")
          .on(sql<SqlBool>`panel_members.key = page.facts ->> 'judge'`),
      )
      .leftJoin("users as others", (join) =>
        join.on(sql<SqlBool>`others.id = coalesce(facts ->> 'screener', facts ->> 'userId', facts ->> 'decidedBy')`),
      )
      .leftJoin("auditReasons", "auditReasons.entryId", "page.id")
      .leftJoin("auditSealEntries", "auditSealEntries.entryId", "page.id")
      .select(["page.id", "page.at", "page.command", "page.facts", "page.actorId", "users.name as actor"])
      .select(["editions.slug as edition", "editions.title as editionTitle", "editions.titleEn as editionTitleEn"])
      .select([
        "rounds.slug as round",
        "rounds.title as roundTitle",
        "rounds.titleEn as roundTitleEn",
        "rounds.wipedAt",
      ])
      .select((eb) => eb("rounds.rehearsalOfId", "is not", null).as("rehearsal"))
      .select(["applications.code", "applications.projectTitle", "applications.editionId as applicationEditionId"])
      .select([
        "entries.title as entryTitle",
        "entries.titleEn as entryTitleEn",
        "panelMembers.name as judgeName",
        "others.name as otherName",
      ])
      .select(numbersOfNamed.as("numbers"))
      .select(["auditReasons.reason", "auditSealEntries.sealNumber as seal", "auditSealEntries.digest"])
      .orderBy(order)
      .execute(),
  );
}

/** What the filter can name: the editions that the person may look into, and their rounds, rehearsals too. Two queries. */
export async function findTrailChoices(db: Kysely<DB>, { everywhere, editionIds, roundIds }: Places) {
  const rounds = await db
    .selectFrom("rounds")
    .select(["slug", "title", "titleEn", "editionId", "rehearsalOfId"])
    .$if(!everywhere, (query) =>
      query.where((eb) => eb.or([isAny("rounds.edition_id", editionIds), isAny("rounds.id", roundIds)])),
    )
    .orderBy("startsAt", (order) => order.desc().nullsLast())
    .orderBy("id", "desc")
    .execute();
  const shown = [...new Set([...editionIds, ...rounds.map(({ editionId }) => editionId)])];
  const editions = await db
    .selectFrom("editions")
    .select(["slug", "title", "titleEn"])
    .$if(!everywhere, (query) => query.where(isAny("editions.id", shown)))
    .orderBy("id", "desc")
    .execute();
  return { editions, rounds };
}

/** What the last verification of the trail found, and how many seals there are. One query. */
export async function findTrailState(db: Kysely<DB>) {
  const state = await db
    .selectNoFrom((eb) => [
      eb
        .selectFrom("auditEntries")
        .select(
          sql<{ at: string; facts: Record<string, unknown> }>`jsonb_build_object('at', at, 'facts', facts)`.as("last"),
        )
        .where("command", "=", "verify-audit")
        .orderBy("at", "desc")
        .orderBy("id", "desc")
        .limit(1)
        .as("verified"),
      eb
        .selectFrom("auditSeals")
        .select(
          sql<{ number: number; digest: string; at: string }>`
            jsonb_build_object('number', number, 'digest', digest, 'at', sealed_at)`.as("last"),
        )
        .orderBy("number", "desc")
        .limit(1)
        .as("sealed"),
    ])
    .executeTakeFirstOrThrow();
  return state;
}

/**
 * The places in the running order of all projects that an entry names, by what it names them with: their key in its round or,
 * where they come from several heats, heat and key.
 */
const numbersOfNamed = sql<Record<string, number> | null>`(
  select jsonb_object_agg(words, running_order)
  from (
    select words, running_order
    from (
      select facts ->> name as words from unnest(array['entry', 'first', 'second']) as name
      union
      select jsonb_array_elements_text(case jsonb_typeof(facts -> 'entries') when 'array' then facts -> 'entries' else '[]' end)
    ) as named
    join entries on entries.round_id = page.round_id and entries.key = words
    union all
    select words, running_order
    from jsonb_array_elements_text(case page.command when 'settle-advancement-tie' then facts -> 'entries' else '[]' end) as words
    join rounds on rounds.slug = split_part(words, ' ', 1)
    join entries on entries.round_id = rounds.id and entries.key = substr(words, strpos(words, ' ') + 1)
  ) as named
  where running_order is not null
)`;

type Eb = ExpressionBuilder<DB, "auditEntries">;

function inPlaces(eb: Eb, { everywhere, editionIds, roundIds }: Places): Expression<SqlBool> {
  if (everywhere) return eb.lit(true);
  return eb.or([isAny("audit_entries.edition_id", editionIds), isAny("audit_entries.round_id", roundIds)]);
}

function narrowed(eb: Eb, filter: TrailFilter): Expression<SqlBool>[] {
  const { edition, round, entry, application, person, command, quiet, from, to } = filter;
  const conditions: Expression<SqlBool>[] = [];
  if (edition) conditions.push(sql`edition_id = (select id from editions where slug = ${edition})`);
  if (round) conditions.push(sql`round_id = (select id from rounds where slug = ${round})`);
  if (entry) conditions.push(isAboutEntry(entry));
  if (application) conditions.push(sql`application_id = (select id from applications where code = ${application})`);
  if (person)
    conditions.push(sql`actor_id = any (array(
      select id from users
      where id = ${person} or email = lower(${person}) or position(lower(${person}) in lower(name)) > 0))`);
  if (command) conditions.push(eb("command", "=", command));
  if (quiet) conditions.push(eb("command", "not in", savedByItself));
  if (from) conditions.push(eb("at", ">=", midnight(from)));
  if (to) conditions.push(eb("at", "<", new Date(midnight(to).getTime() + dayMs)));
  return conditions;
}

/** Wherever an act names projects: the one it was about, several, or two that were swapped. */
function isAboutEntry(key: string): Expression<SqlBool> {
  return sql`(facts ->> 'entry' = ${key} or facts -> 'entries' @> to_jsonb(${key}::text)
    or facts ->> 'first' = ${key} or facts ->> 'second' = ${key})`;
}

function isAbout(eb: Eb, { rounds, applications, projects }: Named): Expression<SqlBool> {
  return eb.or([
    isAny("audit_entries.round_id", rounds),
    isAny("audit_entries.application_id", applications),
    sql<SqlBool>`(round_id, facts ->> 'entry') in (
      select (project ->> 'round')::integer, project ->> 'key'
      from jsonb_array_elements(${sql.val(projects)}::jsonb) as project)`,
  ]);
}

function isAny(column: string, ids: readonly number[]): Expression<SqlBool> {
  return sql<SqlBool>`${sql.ref(column)} = any (${[...ids]}::integer[])`;
}

const dayMs = 24 * 3600 * 1000;

function midnight(day: string): Date {
  return new Date(`${day}T00:00:00+08:00`);
}
