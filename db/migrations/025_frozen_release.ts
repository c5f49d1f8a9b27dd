import { type Kysely, sql } from "kysely";
import type { Statement } from "~/rules/releases/bundle.ts";
import { flawOfTable } from "~/rules/releases/verify-bundle.ts";

/** What a published version is shown with, proved by and signed as, kept from the moment of its publication on. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await keepNames(db);
  await keepWordsAndInputs(db);
  await fill(db);
  await guard(db);
}

/** A hand signs by the name that it has then. */
async function keepNames(db: Kysely<unknown>): Promise<void> {
  await sql`alter table release_signatures add column signed_name text`.execute(db);
  await sql`alter table release_signatures disable trigger append_only`.execute(db);
  await sql`
    update release_signatures set signed_name = users.name
    from users where users.id = release_signatures.signed_by_id`.execute(db);
  await sql`alter table release_signatures enable trigger append_only`.execute(db);
  await sql`alter table release_signatures alter column signed_name set not null`.execute(db);
  await sql`comment on column release_signatures.signed_name is 'as it was in that moment'`.execute(db);
}

async function keepWordsAndInputs(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table releases
      add column words jsonb,
      add column entry_words jsonb,
      add column inputs jsonb,
      add column inputs_salt text`.execute(db);
  const comments = {
    words: "titles of edition, round and track, labels of criteria and groups, as they were when it was published",
    entry_words: "of each entry its number and its English title, as they were when it was published",
    inputs:
      "what the standings come from, as a bundle has it; null in versions of which nobody knows that any more (migration 025)",
    inputs_salt: "stands in the digest of the sheets",
  };
  for (const [column, words] of Object.entries(comments))
    await sql`comment on column ${sql.ref(`releases.${column}`)} is ${sql.lit(words)}`.execute(db);
}

/**
 * Versions of before take the words of now. What they come from is known of those alone that stand, that signed their
 * sheets, and whose table and digest still follow from them.
 */
async function fill(db: Kysely<unknown>): Promise<void> {
  await sql`alter table releases disable trigger guard`.execute(db);
  await sql`
    update releases set
      words = jsonb_build_object(
        'edition', editions.slug, 'editionTitle', editions.title, 'editionTitleEn', editions.title_en,
        'title', rounds.title, 'titleEn', rounds.title_en, 'city', rounds.city, 'cityEn', rounds.city_en,
        'startsAt', rounds.starts_at, 'timeZone', rounds.time_zone,
        'trackTitle', (select title from tracks where tracks.id = rounds.track_id),
        'trackTitleEn', (select title_en from tracks where tracks.id = rounds.track_id),
        'criteria', coalesce((
          select jsonb_agg(jsonb_build_object('key', key, 'label', label, 'labelEn', label_en) order by position, id)
          from criteria where criteria.round_id = rounds.id), '[]'),
        'groups', coalesce((
          select jsonb_agg(jsonb_build_object('key', key, 'title', title, 'titleEn', title_en) order by position, id)
          from groups where groups.edition_id = rounds.edition_id), '[]')),
      entry_words = coalesce((
        select jsonb_agg(jsonb_build_object('key', key, 'number', draw_number, 'titleEn', title_en) order by id)
        from entries where entries.round_id = rounds.id), '[]')
    from rounds join editions on editions.id = rounds.edition_id
    where rounds.id = releases.round_id and releases.published_at is not null`.execute(db);
  await sql`
    update releases set
      inputs_salt = rounds.table_salt,
      inputs = jsonb_build_object(
        'criteria', coalesce((
          select jsonb_agg(jsonb_build_object(
              'key', key, 'label', label, 'max', trim_scale(max / 100.0)::text, 'step', trim_scale(step / 100.0)::text,
              'factor', trim_scale(factor)::text) order by position, id)
          from criteria where criteria.round_id = rounds.id), '[]'),
        'judges', coalesce((
          select jsonb_agg(
              jsonb_build_object('key', key, 'head', head)
                || case when editions.bundle_names_judges then jsonb_build_object('name', name) else '{}' end
              order by length(key), key collate "C")
          from panel_members where panel_members.round_id = rounds.id and removed_at is null), '[]'),
        'entries', coalesce((
          select jsonb_agg(jsonb_build_object(
              'key', entries.key, 'title', entries.title, 'group', groups.key, 'order', running_order) order by entries.id)
          from entries left join groups on groups.id = entries.group_id
          where entries.round_id = rounds.id), '[]'),
        'sheets', coalesce((
          select jsonb_agg(jsonb_build_object(
              'entry', entries.key, 'judge', panel_members.key, 'version', sheets.version,
              'marks', coalesce((
                select jsonb_object_agg(criteria.key, trim_scale(marks.mark / 100.0)::text)
                from marks join criteria on criteria.id = marks.criterion_id
                where marks.sheet_id = sheets.id and marks.mark is not null), '{}'))
              order by entries.id, length(panel_members.key), panel_members.key collate "C")
          from sheets
            join entries on entries.id = sheets.entry_id
            join panel_members on panel_members.id = sheets.judge_id and panel_members.removed_at is null
          where sheets.round_id = rounds.id and sheets.state = 'submitted'), '[]'),
        'votes', coalesce((
          select jsonb_object_agg(entries.key, tie_votes.place)
          from tie_votes join entries on entries.id = tie_votes.entry_id
          where tie_votes.round_id = rounds.id), '{}'))
    from rounds join editions on editions.id = rounds.edition_id
    where rounds.id = releases.round_id and releases.state = 'published' and releases.sheets_digest is not null`.execute(
    db,
  );
  const { rows } = await sql<Known>`
    select id, standings as result, digest, inputs, inputs_salt as salt from releases where inputs is not null`.execute(
    db,
  );
  for (const { id, ...known } of rows)
    if (flawOfTable({ ...known, rule: known.result.rule }))
      await sql`update releases set inputs = null, inputs_salt = null where id = ${id}`.execute(db);
  await sql`alter table releases enable trigger guard`.execute(db);
}

type Known = Pick<Statement, "inputs" | "result"> & { id: number; salt: string; digest: string };

/** Nothing is published without, and nothing of it changes after; as in migration 014, with what was added. */
async function guard(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table releases
      add constraint releases_kept_words
        check ((published_at is null) = (words is null) and (words is null) = (entry_words is null)),
      add constraint releases_kept_inputs
        check ((inputs is null) = (inputs_salt is null) and (inputs is null or words is not null))`.execute(db);
  await sql`
    create or replace function releases_guard() returns trigger language plpgsql as $$
    begin
      if (new.round_id, new.version, new.standings, new.digest, new.sheets_digest, new.proposed_by_id, new.proposed_at, new.corrects_id, new.correction_reason)
        is distinct from (old.round_id, old.version, old.standings, old.digest, old.sheets_digest, old.proposed_by_id, old.proposed_at, old.corrects_id, old.correction_reason)
        or (old.confirmed_at is not null and (new.confirmed_by_id, new.confirmed_at) is distinct from (old.confirmed_by_id, old.confirmed_at))
        or (old.published_at is not null
          and (new.published_by_id, new.published_at, new.notice_ends_on, new.words, new.entry_words, new.inputs, new.inputs_salt)
          is distinct from (old.published_by_id, old.published_at, old.notice_ends_on, old.words, old.entry_words, old.inputs, old.inputs_salt))
        or (old.ended_at is not null) or old.state = 'superseded' then
        raise exception 'a release keeps what was signed' using errcode = 'CD006';
      end if;
      if old.state is distinct from new.state and not (old.state || '>' || new.state = any (array[
        'proposed>confirmed', 'proposed>voided', 'confirmed>published', 'confirmed>voided', 'published>withdrawn'
      ])) and not (old.state = 'published' and new.state = 'superseded' and pg_trigger_depth() > 1) then
        raise exception 'a release cannot go from % to %', old.state, new.state using errcode = 'CD006';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create function releases_guard_kept() returns trigger language plpgsql as $$
    begin
      if num_nulls(new.words, new.entry_words, new.inputs, new.inputs_salt) > 0 then
        raise exception 'what is published keeps what it is shown with and comes from' using errcode = 'CD006';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger guard_kept before update of state on releases
    for each row when (old.state = 'confirmed' and new.state = 'published')
    execute function releases_guard_kept()`.execute(db);
}
