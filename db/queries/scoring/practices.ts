import { type Kysely, sql, type Transaction } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Practice } from "~/rules/scoring/practice.ts";
import type { Marks } from "~/rules/scoring/sheet.ts";
import type { DB } from "~db/schema.ts";

const columns = [
  "practices.title",
  "practices.titleEn",
  "practices.description",
  "practices.descriptionEn",
  "practices.reference",
  "practices.closedAt",
] as const;

/** The round's practice project, with how many of its judges have handed in: no mark, and nobody's name. One query. */
export async function findPractice(db: Kysely<DB>, roundId: number) {
  return await db
    .selectFrom("practices")
    .select(columns)
    .select([
      sql<number>`(
        select count(*)::int from practice_sheets join panel_members on panel_members.id = practice_sheets.judge_id
        where practice_sheets.round_id = practices.round_id and panel_members.removed_at is null
      )`.as("handedIn"),
      sql<number>`(
        select count(*)::int from panel_members
        where panel_members.round_id = practices.round_id and panel_members.removed_at is null
      )`.as("judges"),
      sql<boolean>`exists (select from practice_sheets where practice_sheets.round_id = practices.round_id)`.as(
        "begun",
      ),
    ])
    .where("practices.roundId", "=", roundId)
    .executeTakeFirst();
}

/**
 * The practice project as one judge of the round has it: with the own sheet, and once it is over with the marks of all that
 * judges handed in, in no order that says whose they are. Undefined without a seat or without a practice. One query.
 */
export async function findPracticeOfJudge(db: Kysely<DB>, { roundId, userId }: { roundId: number; userId: string }) {
  const row = await db
    .selectFrom("practices")
    .innerJoin("panelMembers", "panelMembers.roundId", "practices.roundId")
    .leftJoin("rules", "rules.roundId", "practices.roundId")
    .leftJoin("practiceSheets as own", "own.judgeId", "panelMembers.id")
    .where("practices.roundId", "=", roundId)
    .where("panelMembers.userId", "=", userId)
    .where("panelMembers.removedAt", "is", null)
    .select(columns)
    .select(["own.marks as own", "rules.placesSheet"])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom("practiceSheets")
          .innerJoin("panelMembers as members", "members.id", "practiceSheets.judgeId")
          .whereRef("practiceSheets.roundId", "=", "practices.roundId")
          .where("practices.closedAt", "is not", null)
          .where("members.removedAt", "is", null)
          .select("practiceSheets.marks")
          .orderBy(sql`practice_sheets.marks::text`),
      ).as("panel"),
    )
    .executeTakeFirst();
  if (!row) return undefined;
  const panel = row.panel.map(({ marks }) => marks as Marks);
  return { ...row, panel };
}

/** The judge's seat in a round by its slug, with the round's practice held until the transaction ends; undefined without one. */
export async function lockPracticeOfJudge(trx: Transaction<DB>, { round, userId }: { round: string; userId: string }) {
  return await trx
    .selectFrom("practices")
    .innerJoin("rounds", "rounds.id", "practices.roundId")
    .innerJoin("panelMembers", "panelMembers.roundId", "practices.roundId")
    .where("rounds.slug", "=", round)
    .where("rounds.wipedAt", "is", null)
    .where("panelMembers.userId", "=", userId)
    .where("panelMembers.removedAt", "is", null)
    .select([
      "practices.roundId",
      "practices.closedAt",
      "practices.reference",
      "rounds.editionId",
      "panelMembers.id as judgeId",
    ])
    .forShare(["practices"])
    .executeTakeFirst();
}

/** Makes the round's practice project, or changes it. */
export async function writePractice(trx: Transaction<DB>, roundId: number, practice: Practice): Promise<void> {
  await trx
    .insertInto("practices")
    .values({ roundId, ...practice })
    .onConflict((conflict) => conflict.column("roundId").doUpdateSet(practice))
    .execute();
}

/** Keeps a judge's practice sheet; false where they have handed one in. */
export async function insertPracticeSheet(
  trx: Transaction<DB>,
  values: { roundId: number; judgeId: number; marks: Marks; handedInAt: Date },
): Promise<boolean> {
  const row = await trx
    .insertInto("practiceSheets")
    .values(values)
    .onConflict((conflict) => conflict.columns(["roundId", "judgeId"]).doNothing())
    .returning("judgeId")
    .executeTakeFirst();
  return row !== undefined;
}

export async function closePractice(trx: Transaction<DB>, roundId: number, closedAt: Date): Promise<void> {
  await trx.updateTable("practices").set({ closedAt }).where("roundId", "=", roundId).execute();
}

/** Takes the practice project away, with every sheet of it. */
export async function deletePractice(trx: Transaction<DB>, roundId: number): Promise<void> {
  await trx.deleteFrom("practices").where("roundId", "=", roundId).execute();
}

/**
 * What a judge's page of the round says of the own seat: its panel and kind, whether the rule converts
 * by each judge's own mean and spread, whether a practice is there (`whole`: its
 * reference fits the rubric) and the own sheet handed in. Undefined without a seat. One query.
 */
export async function findOwnPlace(db: Kysely<DB>, { roundId, userId }: { roundId: number; userId: string }) {
  const row = await db
    .selectFrom("panelMembers")
    .leftJoin("rules", "rules.roundId", "panelMembers.roundId")
    .leftJoin("practices", "practices.roundId", "panelMembers.roundId")
    .leftJoin("practiceSheets", "practiceSheets.judgeId", "panelMembers.id")
    .where("panelMembers.roundId", "=", roundId)
    .where("panelMembers.userId", "=", userId)
    .where("panelMembers.removedAt", "is", null)
    .select([
      "panelMembers.panel",
      "panelMembers.kind",
      sql<Kind[] | null>`rules.settings -> 'kinds'`.as("kinds"),
      sql<boolean>`rules.settings -> 'normalise' is not null`.as("normalises"),
      "practices.title as practice",
      "practices.titleEn as practiceEn",
      "practices.closedAt",
      "practiceSheets.judgeId as practised",
      sql<boolean>`not exists (
        select from criteria cross join lateral (select (practices.reference -> criteria.key ->> 'mark')::int as mark) given
        where criteria.round_id = panel_members.round_id
          and (mark is null or mark > criteria.max or mark % criteria.step <> 0)
      )`.as("whole"),
    ])
    .executeTakeFirst();
  return row && { ...row, kinds: row.kinds ?? [] };
}

/** One of the kinds of judges that a rule weighs. */
interface Kind {
  key: string;
  label: string;
}
