import { type Kysely, sql } from "kysely";
import { laterSettingsOf, tieStepKind, trimming } from "~/rules/standings/rule.ts";
import type { JudgedRound } from "~/rules/standings/scoring.ts";
import { countHallVotes } from "../queries/scoring/hall.ts";
import type { DB } from "../schema.ts";

/** A round of plain data as the database may hold it: with judges who left the panel and sheets not yet handed in. */
export interface StoredRound extends JudgedRound {
  judges: (JudgedRound["judges"][number] & { removed?: boolean })[];
  sheets: (JudgedRound["sheets"][number] & { draft?: boolean })[];
}

/** What of a stored round the standings may see: neither drafts nor judges who left. */
export function seenBy(round: StoredRound): JudgedRound {
  const judges = round.judges.filter((judge) => !judge.removed).map(({ removed: _, ...judge }) => judge);
  const seated = new Set(judges.map(({ key }) => key));
  return {
    ...round,
    judges,
    sheets: round.sheets.filter((sheet) => !sheet.draft).map(({ entry, judge, marks }) => ({ entry, judge, marks })),
    ...(round.revisions && { revisions: round.revisions.filter(({ judge }) => seated.has(judge)) }),
  };
}

/**
 * Inserts judged rounds in their row order, any number in a few statements, and answers their ids in order. The slugs are
 * `prefix`-1, -2…; the rounds count as imported. The groups of all become those of one edition named by the prefix.
 */
export async function insertJudgedRounds(
  db: Kysely<DB>,
  prefix: string,
  rounds: readonly StoredRound[],
): Promise<number[]> {
  return await db.transaction().execute(async (trx) => {
    const rows = new Rows(rounds);
    const groups = [...new Set(rounds.flatMap((round) => round.entries.flatMap(({ group }) => group ?? [])))];
    const edition = await trx
      .insertInto("editions")
      .values({ slug: prefix, title: prefix, state: "archived" })
      .returning("id")
      .executeTakeFirstOrThrow();
    for (const key of groups) {
      await trx.insertInto("groups").values({ editionId: edition.id, key, title: key }).execute();
    }
    const { rows: made } = await sql<{ id: number }>`
      insert into rounds (edition_id, slug, kind, origin, title)
      select ${edition.id}, ${prefix} || '-' || n, 'heat', 'import', 'A judged round' from generate_series(1, ${rounds.length}::integer) n
      order by n returning id`.execute(trx);
    const ids = made.map((each) => each.id);
    await sql`create temporary table round_ids on commit drop as
      select id, place - 1 as round from unnest(${ids}::integer[]) with ordinality round (id, place)`.execute(trx);
    await insertRules(trx, rows);
    await insertPeople(trx, rows, edition.id);
    await insertSheets(trx, rows);
    await insertLaterInputs(trx, rows);
    await countHallVotes(
      trx,
      ids.filter((_, at) => (rounds[at]?.hall?.length ?? 0) > 0),
    );
    return ids;
  });
}

/** All rows of one kind over all rounds, each with the number of its round, as one JSON parameter. */
class Rows {
  readonly #rounds: readonly StoredRound[];

  constructor(rounds: readonly StoredRound[]) {
    this.#rounds = rounds;
  }

  of<T extends object>(list: (round: StoredRound) => readonly T[]) {
    const rows = this.#rounds.flatMap((each, round) => list(each).map((row, place) => ({ round, place, ...row })));
    return sql`${sql.val(JSON.stringify(rows))}::text::json`;
  }
}

async function insertRules(trx: Kysely<DB>, rows: Rows): Promise<void> {
  await sql`
    insert into criteria (round_id, key, label, position, max, step, factor)
    select id, key, key, place, max, step, factor
    from json_to_recordset(${rows.of((round) => round.criteria)})
      row (round integer, place integer, key text, max integer, step integer, factor numeric) join round_ids using (round)
  `.execute(trx);
  await sql`
    insert into rules (round_id, level, method, trim_high, trim_low, trim_at_least, missing,
      places_sheet, places_combined, places_points, places_total, groups, settings)
    select id, level, method, high, low, "atLeast", missing, sheet, combined, points, total, groups, settings
    from json_to_recordset(${rows.of(({ rule }) => [
      { ...rule, ...rule.places, ...trimming(rule), method: rule.combine.method, settings: laterSettingsOf(rule) },
    ])}) row (round integer, level text, method text, high integer, low integer, "atLeast" integer, missing text,
      sheet integer, combined integer, points integer, total integer, groups text, settings jsonb) join round_ids using (round)
  `.execute(trx);
  const steps = rows.of(({ rule }) => rule.ties.map((step) => ({ step, ...tieStepKind(step) })));
  await sql`
    insert into tie_steps (round_id, position, step, criterion_id, named)
    select round_ids.id, place, kind, criteria.id, case when kind in ('part', 'carried') then row.of end
    from json_to_recordset(${steps}) row (round integer, place integer, kind text, step text, "of" text) join round_ids using (round)
      left join criteria on criteria.round_id = round_ids.id and 'criterion:' || criteria.key = row.step
  `.execute(trx);
}

async function insertPeople(trx: Kysely<DB>, rows: Rows, editionId: number): Promise<void> {
  await sql`
    insert into panel_members (round_id, key, name, head, kind, panel, removed_at)
    select id, key, key, head, kind, panel, case when removed then now() end
    from json_to_recordset(${rows.of((round) => round.judges)})
      row (round integer, key text, head boolean, kind text, panel text, removed boolean) join round_ids using (round)
  `.execute(trx);
  await sql`
    insert into entries (round_id, group_id, key, title, running_order, panel)
    select round_ids.id, groups.id, row.key, row.title, row.order, row.panel
    from json_to_recordset(${rows.of((round) => round.entries)})
      row (round integer, key text, title text, "group" text, "order" integer, panel text) join round_ids using (round)
      left join groups on groups.edition_id = ${editionId} and groups.key = row.group
  `.execute(trx);
  await insertVotesHeld(trx, rows);
  const votes = rows.of(({ votes = {}, votedOn = [] }) =>
    Object.entries(votes).map(([entry, vote]) => ({ entry, vote, held: heldAs(votedOn, entry) })),
  );
  await sql`
    insert into tie_votes (round_id, entry_id, place, reason, vote_id)
    select round_ids.id, entries.id, vote, 'the panel has voted', panel_votes.id
    from json_to_recordset(${votes}) row (round integer, entry text, vote integer, held text) join round_ids using (round)
      join entries on entries.round_id = round_ids.id and entries.key = row.entry
      left join panel_votes on panel_votes.round_id = round_ids.id and panel_votes.reason = row.held
  `.execute(trx);
}

/** A vote of the panel for every circle of `votedOn`, known by its reason. */
async function insertVotesHeld(trx: Kysely<DB>, rows: Rows): Promise<void> {
  const held = rows.of(({ votedOn = [] }) => votedOn.map((_, at) => ({ held: `vote ${at}` })));
  await sql`
    insert into users (id, name, email, email_verified)
    select 'judged-rounds', 'Scorer', 'judged-rounds@example.com', true where json_array_length(${held}) > 0
    on conflict do nothing`.execute(trx);
  await sql`
    insert into panel_votes (round_id, reason, recorded_by_id)
    select id, held, 'judged-rounds' from json_to_recordset(${held}) row (round integer, held text) join round_ids using (round)
  `.execute(trx);
  const places = rows.of(({ votes = {}, votedOn = [] }) =>
    votedOn.flatMap((entries, at) => entries.map((entry) => ({ entry, vote: votes[entry] ?? 1, held: `vote ${at}` }))),
  );
  await sql`
    insert into panel_vote_places (round_id, vote_id, entry_id, place)
    select round_ids.id, panel_votes.id, entries.id, vote
    from json_to_recordset(${places}) row (round integer, entry text, vote integer, held text) join round_ids using (round)
      join entries on entries.round_id = round_ids.id and entries.key = row.entry
      join panel_votes on panel_votes.round_id = round_ids.id and panel_votes.reason = row.held
  `.execute(trx);
}

function heldAs(votedOn: readonly string[][], entry: string): string | null {
  const at = votedOn.findIndex((entries) => entries.includes(entry));
  return at < 0 ? null : `vote ${at}`;
}

/** A sheet takes marks only as a draft; handed in, it is locked. */
async function insertSheets(trx: Kysely<DB>, rows: Rows): Promise<void> {
  await sql`
    insert into sheets (round_id, entry_id, judge_id, source)
    select round_ids.id, entries.id, panel_members.id, 'import'
    from json_to_recordset(${rows.of((round) => round.sheets.map(({ entry, judge }) => ({ entry, judge })))})
      row (round integer, place integer, entry text, judge text) join round_ids using (round)
      join entries on entries.round_id = round_ids.id and entries.key = row.entry
      join panel_members on panel_members.round_id = round_ids.id and panel_members.key = row.judge
    order by row.round, row.place
  `.execute(trx);
  const marks = rows.of((round) =>
    round.sheets.flatMap(({ entry, judge, marks }) =>
      Object.entries(marks).map(([criterion, mark]) => ({ entry, judge, criterion, mark })),
    ),
  );
  await sql`
    insert into marks (round_id, sheet_id, criterion_id, mark, max, step)
    select round_ids.id, sheets.id, criteria.id, mark, criteria.max, criteria.step
    from json_to_recordset(${marks})
      row (round integer, place integer, entry text, judge text, criterion text, mark integer) join round_ids using (round)
      join entries on entries.round_id = round_ids.id and entries.key = row.entry
      join panel_members on panel_members.round_id = round_ids.id and panel_members.key = row.judge
      join sheets on sheets.entry_id = entries.id and sheets.judge_id = panel_members.id
      join criteria on criteria.round_id = round_ids.id and criteria.key = row.criterion
    order by row.round, row.place
  `.execute(trx);
  const drafts = rows.of((round) => round.sheets.filter((sheet) => sheet.draft));
  await sql`
    update sheets set state = 'submitted', submitted_at = now()
    from round_ids where round_ids.id = sheets.round_id and (round_ids.round, sheets.entry_id, sheets.judge_id) not in (
      select row.round, entries.id, panel_members.id
      from json_to_recordset(${drafts}) row (round integer, entry text, judge text) join round_ids using (round)
        join entries on entries.round_id = round_ids.id and entries.key = row.entry
        join panel_members on panel_members.round_id = round_ids.id and panel_members.key = row.judge)
  `.execute(trx);
}

async function insertLaterInputs(trx: Kysely<DB>, rows: Rows): Promise<void> {
  const ofEntry = sql`join entries on entries.round_id = round_ids.id and entries.key = row.entry`;
  await sql`
    insert into revisions (round_id, entry_id, judge_id, score, reason)
    select round_ids.id, entries.id, panel_members.id, row.score::numeric, row.reason
    from json_to_recordset(${rows.of(({ revisions = [] }) => revisions)})
      row (round integer, entry text, judge text, score text, reason text) join round_ids using (round) ${ofEntry}
      join panel_members on panel_members.round_id = round_ids.id and panel_members.key = row.judge
  `.execute(trx);
  await sql`
    insert into part_scores (round_id, entry_id, part, score)
    select round_ids.id, entries.id, row.part, row.score::numeric
    from json_to_recordset(${rows.of(({ parts = [] }) => parts)})
      row (round integer, entry text, part text, score text) join round_ids using (round) ${ofEntry}
  `.execute(trx);
  await sql`
    insert into hall_counts (round_id, entry_id, votes)
    select round_ids.id, entries.id, row.votes
    from json_to_recordset(${rows.of(({ hall = [] }) => hall)})
      row (round integer, entry text, votes integer) join round_ids using (round) ${ofEntry}
  `.execute(trx);
  await sql`
    insert into adjustments (round_id, entry_id, amount, article, reason)
    select round_ids.id, entries.id, row.amount, row.article, row.reason
    from json_to_recordset(${rows.of(({ adjustments = [] }) => adjustments)})
      row (round integer, place integer, entry text, amount integer, article text, reason text) join round_ids using (round) ${ofEntry}
    order by row.round, row.place
  `.execute(trx);
}
