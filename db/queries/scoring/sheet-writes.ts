import { type Kysely, sql, type Transaction } from "kysely";
import { jsonArrayFrom, jsonObjectFrom } from "kysely/helpers/postgres";
import type { RoundState } from "~/rules/rounds/round.ts";
import { prepared } from "~db/prepared.ts";
import type { DB } from "~db/schema.ts";
import { isAssigned } from "../review/assignments.ts";
import { hasRecused } from "./recusals.ts";
import { isScoringOpenSql } from "./sheets.ts";

/** Which sheet: the round and entry by their public keys, the judge by their account. */
export interface SheetAddress {
  round: string;
  entry: string;
  userId: string;
}

/** A judge's seat at one entry, with what a write to the own sheet has to know. */
export type OwnSheet = NonNullable<Awaited<ReturnType<typeof lockOwnSheet>>>;

/**
 * The judge's place at that entry, in one query; undefined when the round, the entry or the seat does not exist, or where
 * others are assigned to review it. Until the transaction
 * ends the round's state stands still (closing waits for it), and so does the seat: one judge writes one sheet at a
 * time. Having waited, the sheet may be older than the lock: writes therefore check its version once more.
 */
export async function lockOwnSheet(trx: Transaction<DB>, address: SheetAddress) {
  const [row] = (await lockedOwnSheet(trx, address)).rows;
  return row && { ...row, state: row.state as RoundState };
}

const lockedOwnSheet = prepared((db, { round, entry, userId }: SheetAddress) =>
  db
    .selectFrom("rounds")
    .innerJoin("panelMembers", "panelMembers.roundId", "rounds.id")
    .innerJoin("entries", "entries.roundId", "rounds.id")
    .leftJoin("rules", "rules.roundId", "rounds.id")
    .where("rounds.slug", "=", round)
    .where("entries.key", "=", entry)
    .where("panelMembers.userId", "=", userId)
    .where("panelMembers.removedAt", "is", null)
    .where((eb) => isAssigned(eb))
    .select((eb) => [
      "rounds.id as roundId",
      "rounds.editionId",
      "rounds.state",
      "panelMembers.id as judgeId",
      "panelMembers.key as judge",
      "entries.id as entryId",
      "rules.placesSheet",
      isScoringOpenSql.as("scoringOpen"),
      hasRecused.as("recused"),
      jsonObjectFrom(
        eb
          .selectFrom("sheets")
          .select(["sheets.version", "sheets.state"])
          .whereRef("sheets.entryId", "=", "entries.id")
          .whereRef("sheets.judgeId", "=", "panelMembers.id"),
      ).as("sheet"),
      jsonArrayFrom(
        eb
          .selectFrom("criteria")
          .select((of) => ["id", "key", "label", "max", "step", of.cast<string>("factor", "text").as("factor")])
          .whereRef("criteria.roundId", "=", "rounds.id")
          .orderBy("position"),
      ).as("criteria"),
    ])
    .forShare(["rounds"])
    .forNoKeyUpdate(["panelMembers"]),
);

/**
 * Writes the draft whole, sheet and marks in one statement: marks that are not given are taken away. Answers the new
 * version; undefined when the stored sheet is not the draft of version `expected` (0: none yet) any more.
 */
export async function writeDraft(
  trx: Transaction<DB>,
  own: Pick<OwnSheet, "roundId" | "entryId" | "judgeId">,
  given: { expected: number; marks: { criterionId: number; mark: number }[]; note: string | null; at: Date },
): Promise<{ id: number; version: number } | undefined> {
  const { marks, ...sheet } = given;
  const { roundId, entryId, judgeId } = own;
  const criterionIds = marks.map((each) => each.criterionId);
  const values = marks.map((each) => each.mark);
  const written = await writtenDraft(trx, { ...sheet, roundId, entryId, judgeId, criterionIds, values });
  return written.rows[0];
}

interface DraftRow {
  roundId: number;
  entryId: number;
  judgeId: number;
  expected: number;
  criterionIds: number[];
  values: number[];
  note: string | null;
  at: Date;
}

const writtenDraft = prepared((db, row: DraftRow) => {
  const { roundId, entryId, judgeId, expected, criterionIds, values, note, at } = row;
  return db
    .with("sheet", (qb) =>
      qb
        .insertInto("sheets")
        .values({ roundId, entryId, judgeId, note, updatedAt: at })
        .onConflict((conflict) =>
          conflict
            .columns(["entryId", "judgeId"])
            .doUpdateSet((eb) => ({ version: eb("sheets.version", "+", 1), note, updatedAt: at }))
            .where("sheets.version", "=", expected)
            .where("sheets.state", "=", "draft"),
        )
        .returning(["id", "version"]),
    )
    .with("gone", (qb) =>
      qb
        .deleteFrom("marks")
        .using("sheet")
        .whereRef("marks.sheetId", "=", "sheet.id")
        .where("marks.roundId", "=", roundId)
        .where(sql<boolean>`marks.criterion_id <> all (${criterionIds}::int[])`),
    )
    .with("written", (qb) =>
      qb
        .insertInto("marks")
        .columns(["roundId", "sheetId", "criterionId", "mark", "max", "step"])
        .expression((eb) =>
          eb
            .selectFrom("sheet")
            .innerJoin("criteria", (join) => join.on("criteria.roundId", "=", roundId))
            .innerJoin(
              sql<{ criterionId: number; mark: number }>`unnest(${criterionIds}::int[], ${values}::int[])`.as<"given">(
                sql`given (criterion_id, mark)`,
              ),
              "given.criterionId",
              "criteria.id",
            )
            .select(["criteria.roundId", "sheet.id", "criteria.id", "given.mark", "criteria.max", "criteria.step"]),
        )
        .onConflict((conflict) =>
          conflict
            .columns(["roundId", "sheetId", "criterionId"])
            .doUpdateSet((eb) => ({ mark: eb.ref("excluded.mark") })),
        ),
    )
    .selectFrom("sheet")
    .select(["sheet.id", "sheet.version"]);
});

/** Turns the draft into a submitted sheet, which nobody changes any more. */
export async function submitDraft(trx: Transaction<DB>, sheetId: number, at: Date): Promise<void> {
  await submittedDraft(trx, { sheetId, at });
}

const submittedDraft = prepared((db, { sheetId, at }: { sheetId: number; at: Date }) =>
  db
    .updateTable("sheets")
    .set({ state: "submitted", submittedAt: at })
    .where("id", "=", sheetId)
    .where("state", "=", "draft"),
);

/** Takes the draft away, if there is one; a submitted sheet stays. */
export async function deleteDraft(
  trx: Transaction<DB>,
  { entryId, judgeId }: Pick<OwnSheet, "entryId" | "judgeId">,
): Promise<void> {
  await trx
    .deleteFrom("sheets")
    .where("entryId", "=", entryId)
    .where("judgeId", "=", judgeId)
    .where("state", "=", "draft")
    .execute();
}

/** The sheet as it is stored now, with its marks in hundredths; undefined when there is none. One query. */
export async function findStoredSheet(db: Kysely<DB>, { entryId, judgeId }: Pick<OwnSheet, "entryId" | "judgeId">) {
  return await db
    .selectFrom("sheets")
    .where("sheets.entryId", "=", entryId)
    .where("sheets.judgeId", "=", judgeId)
    .select((eb) => [
      "sheets.version",
      "sheets.state",
      "sheets.note",
      "sheets.submittedAt",
      jsonArrayFrom(
        eb
          .selectFrom("marks")
          .innerJoin("criteria", "criteria.id", "marks.criterionId")
          .whereRef("marks.roundId", "=", "sheets.roundId")
          .whereRef("marks.sheetId", "=", "sheets.id")
          .select(["criteria.key", "marks.mark"]),
      ).as("marks"),
    ])
    .executeTakeFirst();
}

/** Keeps a sheet that came after the end, beside the others; one that was brought before (by its key) is there already. Answers when it came. */
export async function insertLateSheet(
  trx: Transaction<DB>,
  sheet: {
    roundId: number;
    entryId: number;
    judgeId: number;
    marks: Record<string, number>;
    note: string | null;
    key: string;
    writtenAt: Date | null;
    receivedAt: Date;
  },
): Promise<Date> {
  const inserted = await trx
    .insertInto("lateSheets")
    .values(sheet)
    .onConflict((conflict) => conflict.columns(["entryId", "judgeId", "key"]).doNothing())
    .returning("receivedAt")
    .executeTakeFirst();
  if (inserted) return inserted.receivedAt;
  const { receivedAt } = await trx
    .selectFrom("lateSheets")
    .select("receivedAt")
    .where("entryId", "=", sheet.entryId)
    .where("judgeId", "=", sheet.judgeId)
    .where("key", "=", sheet.key)
    .executeTakeFirstOrThrow();
  return receivedAt;
}

type Place = { roundId: number; entryId: number; judgeId: number };

/** Asks the judge to look at the sheet again; answers its id, undefined where an earlier request waits. */
export async function insertCheckRequest(
  trx: Transaction<DB>,
  { roundId, entryId, judgeId }: Place,
  request: { askedById: string; askedAt: Date },
): Promise<number | undefined> {
  const row = await trx
    .insertInto("checkRequests")
    .values({ roundId, entryId, judgeId, ...request })
    .onConflict((conflict) => conflict.columns(["entryId", "judgeId"]).where("answer", "is", null).doNothing())
    .returning("id")
    .executeTakeFirst();
  return row?.id;
}

/** Answers the open request at that place; false where there is none. */
export async function answerCheckRequest(
  trx: Transaction<DB>,
  { entryId, judgeId }: Pick<Place, "entryId" | "judgeId">,
  answered: { answer: "stands" | "mend"; answeredAt: Date },
): Promise<boolean> {
  const row = await trx
    .updateTable("checkRequests")
    .set(answered)
    .where("entryId", "=", entryId)
    .where("judgeId", "=", judgeId)
    .where("answer", "is", null)
    .returning("id")
    .executeTakeFirst();
  return row !== undefined;
}
