import { type Kysely, sql, type Transaction } from "kysely";
import { byCodePoint } from "~/primitives/code-points.ts";
import type { Contest } from "~/rules/exchange/contest-folder.ts";
import type { Copy } from "~db/copy.ts";
import type { DB } from "~db/schema.ts";
import { replaceRubric } from "../rounds/rubrics.ts";
import { countHallVotes } from "../scoring/hall.ts";
import { replaceRule } from "../standings/rules.ts";

/** The edition that all imported rounds belong to; made with the first of them. */
export async function ensureImportEdition(trx: Transaction<DB>): Promise<number> {
  await trx
    .insertInto("editions")
    .values({ slug: "imported", title: "导入的比赛", titleEn: "Imported contests", state: "archived" })
    .onConflict((conflict) => conflict.column("slug").doNothing())
    .execute();
  const { id } = await trx.selectFrom("editions").select("id").where("slug", "=", "imported").executeTakeFirstOrThrow();
  return id;
}

/** Undefined when another round took the slug first. */
export async function createImportedRound(
  trx: Transaction<DB>,
  round: { editionId: number; slug: string; title: string },
): Promise<number | undefined> {
  const made = await trx
    .insertInto("rounds")
    .values({ ...round, kind: "heat", origin: "import", state: "closed" })
    .onConflict((conflict) => conflict.column("slug").doNothing())
    .returning("id")
    .executeTakeFirst();
  return made?.id;
}

export async function existsRelease(db: Kysely<DB>, roundId: number): Promise<boolean> {
  const found = await db.selectFrom("releases").select("id").where("roundId", "=", roundId).limit(1).execute();
  return found.length > 0;
}

/** Those of the slugs that are a round's. */
export async function findSlugs(db: Kysely<DB>, slugs: readonly string[]): Promise<Set<string>> {
  if (slugs.length === 0) return new Set();
  const rows = await db
    .selectFrom("realRounds")
    .select("slug")
    .where("slug", "in", [...slugs])
    .execute();
  return new Set(rows.map(({ slug }) => slug));
}

/**
 * Takes away all that an import writes below the round, but for rubric and rule, which are replaced in place. The
 * database allows it to rounds of origin "import" only.
 */
export async function emptyImportedRound(trx: Transaction<DB>, roundId: number, title: string): Promise<void> {
  await trx.updateTable("rounds").set({ title }).where("id", "=", roundId).execute();
  const votes = ["tieVotes", "panelVoteBallots", "panelVotePlaces", "panelVotes"] as const;
  const later = ["judgedInputProposals", "revisions", "partScores", "hallCounts", "adjustments"] as const;
  const tables = ["marks", "sheets", "recusals", ...votes, ...later, "entries", "panelMembers"] as const;
  for (const table of tables) {
    await trx.deleteFrom(table).where("roundId", "=", roundId).execute();
  }
}

/**
 * Writes rubric, rule, panel, entries and every sheet, submitted, into an empty closed round. Rows go in by COPY. The
 * sheets turn "submitted" last: the database lets no mark into a submitted one.
 */
export async function fillImportedRound(
  trx: Transaction<DB>,
  copy: Copy,
  { roundId, editionId }: { roundId: number; editionId: number },
  contest: Contest,
): Promise<void> {
  const { judges, entries, sheets, marks } = contest;
  await replaceRubric(
    trx,
    roundId,
    contest.criteria.map((criterion) => ({ ...criterion, labelEn: null, bands: [] })),
  );
  await replaceRule(trx, roundId, contest.rule);
  const criteria = await findCriterionRows(trx, roundId);
  const groupIds = await ensureGroups(trx, editionId, contest);
  const judgeIds = await takeIds(trx, "panel_members", judges.length);
  await copy(
    "panelMembers",
    ["id", "round_id", "key", "name", "head", "kind", "panel"],
    rows(judges, ({ key, name, head, kind, panel }, n) => [
      judgeIds[n] ?? null,
      roundId,
      key,
      name,
      String(head),
      kind,
      panel,
    ]),
  );
  const entryIds = await takeIds(trx, "entries", entries.length);
  await copy(
    "entries",
    ["id", "round_id", "group_id", "key", "title", "running_order", "panel"],
    rows(entries, ({ key, title, group, order, panel }, n) => [
      entryIds[n] ?? null,
      roundId,
      group === null ? null : (groupIds.get(group) ?? null),
      key,
      title,
      order,
      panel,
    ]),
  );
  const panels = [...judges, ...entries].flatMap(({ panel }) => panel ?? []);
  await trx
    .updateTable("rounds")
    .set({ panels: [...new Set(panels)].sort(byCodePoint) })
    .where("id", "=", roundId)
    .execute();
  const sheetIds = await takeIds(trx, "sheets", sheets.entry.length);
  const idOf = (ids: Int32Array, place: number | undefined) => ids[place ?? -1] ?? null;
  await copy(
    "sheets",
    ["id", "round_id", "entry_id", "judge_id", "source"],
    rows(sheetIds, (id, n) => [
      id,
      roundId,
      idOf(entryIds, sheets.entry[n]),
      idOf(judgeIds, sheets.judge[n]),
      "import",
    ]),
  );
  await copy(
    "marks",
    ["round_id", "sheet_id", "criterion_id", "mark", "max", "step"],
    rows(marks.mark, (mark, n) => {
      const criterion = criteria[marks.criterion[n] ?? -1];
      const sheetId = idOf(sheetIds, marks.sheet[n]);
      return [roundId, sheetId, criterion?.id ?? null, mark, criterion?.max ?? null, criterion?.step ?? null];
    }),
  );
  await copy(
    "revisions",
    ["round_id", "entry_id", "judge_id", "score", "reason"],
    rows(contest.revisions, ({ entry, judge, score, reason }) => [
      roundId,
      idOf(entryIds, entry),
      idOf(judgeIds, judge),
      score,
      reason,
    ]),
  );
  await copy(
    "partScores",
    ["round_id", "entry_id", "part", "score"],
    rows(contest.parts, ({ entry, part, score }) => [roundId, idOf(entryIds, entry), part, score]),
  );
  await copy(
    "hallCounts",
    ["round_id", "entry_id", "votes"],
    rows(contest.hall, ({ entry, votes }) => [roundId, idOf(entryIds, entry), votes]),
  );
  if (contest.hall.length > 0) await countHallVotes(trx, [roundId]);
  await copy(
    "adjustments",
    ["round_id", "entry_id", "amount", "article", "reason"],
    rows(contest.adjustments, ({ entry, amount, article, reason }) => [
      roundId,
      idOf(entryIds, entry),
      amount,
      article,
      reason,
    ]),
  );
  await trx
    .updateTable("sheets")
    .set({ state: "submitted", submittedAt: sql<Date>`now()` })
    .where("roundId", "=", roundId)
    .execute();
}

/** Lets the planner know the tables after a load that changed them at one stroke. */
export async function refreshStatistics(db: Kysely<DB>): Promise<void> {
  await sql`analyze entries, sheets, marks`.execute(db);
}

async function findCriterionRows(trx: Transaction<DB>, roundId: number) {
  return await trx
    .selectFrom("criteria")
    .select(["id", "max", "step"])
    .where("roundId", "=", roundId)
    .orderBy("position")
    .execute();
}

const groupsAtOnce = 5000;

async function ensureGroups(trx: Transaction<DB>, editionId: number, contest: Contest): Promise<Map<string, number>> {
  const keys = [...new Set(contest.entries.flatMap((entry) => entry.group ?? []))].sort();
  const ids = new Map<string, number>();
  for (let from = 0; from < keys.length; from += groupsAtOnce) {
    const some = keys.slice(from, from + groupsAtOnce);
    await trx
      .insertInto("groups")
      .values(some.map((key) => ({ editionId, key, title: key })))
      .onConflict((conflict) => conflict.columns(["editionId", "key"]).doNothing())
      .execute();
    const found = await trx
      .selectFrom("groups")
      .select(["id", "key"])
      .where("editionId", "=", editionId)
      .where("key", "in", some)
      .execute();
    for (const { id, key } of found) ids.set(key, id);
  }
  return ids;
}

/** The next `count` ids of a table's own sequence, so that rows can name each other before they are written. */
async function takeIds(trx: Transaction<DB>, table: string, count: number): Promise<Int32Array> {
  const ids = new Int32Array(count);
  let n = 0;
  const query = trx
    .selectFrom(
      sql<{ id: number }>`(
        select nextval(pg_get_serial_sequence(${table}, 'id'))::integer as id from generate_series(1, ${count}::integer)
      )`.as("taken"),
    )
    .select("id");
  for await (const { id } of query.stream(20_000)) ids[n++] = id;
  return ids;
}

function* rows<Row, Cells>(from: Iterable<Row>, cells: (row: Row, n: number) => Cells): Generator<Cells> {
  let n = 0;
  for (const row of from) yield cells(row, n++);
}
