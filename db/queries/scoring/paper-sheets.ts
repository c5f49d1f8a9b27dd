import { type Kysely, sql, type Transaction } from "kysely";
import type { Places } from "~/rules/accounts/access.ts";
import type { DB } from "~db/schema.ts";

type Place = { roundId: number; entryId: number; judgeId: number };

/** The photo of a sheet on paper, as it lies in the file store. */
export interface PaperPhoto {
  photo: string;
  photoType: string;
  photoSize: number;
  photoDigest: string;
}

/** Begins a sheet on paper with its photo; answers its id, undefined where another one is open there. */
export async function insertPaper(
  trx: Transaction<DB>,
  { roundId, entryId, judgeId }: Place,
  brought: PaperPhoto & { broughtById: string; broughtAt: Date },
): Promise<number | undefined> {
  const row = await trx
    .insertInto("paperSheets")
    .values({ roundId, entryId, judgeId, ...brought })
    .onConflict((conflict) =>
      conflict
        .columns(["entryId", "judgeId"])
        // Written out: a parameter would not be recognized as the index's own condition
        .where(sql<boolean>`state in ('photographed', 'entered')`)
        .doNothing(),
    )
    .returning("id")
    .executeTakeFirst();
  return row?.id;
}

/** The sheet on paper of that id at that place; undefined when there is none. */
export async function findPaper(trx: Transaction<DB>, { entryId, judgeId }: Place, id: number) {
  return await trx
    .selectFrom("paperSheets")
    .selectAll()
    .where("id", "=", id)
    .where("entryId", "=", entryId)
    .where("judgeId", "=", judgeId)
    .executeTakeFirst();
}

/** Writes what stands on the paper, marks in hundredths by criterion key. */
export async function enterPaper(
  trx: Transaction<DB>,
  id: number,
  entered: { marks: Record<string, number>; enteredById: string; enteredAt: Date },
): Promise<void> {
  const { marks, ...by } = entered;
  await trx
    .updateTable("paperSheets")
    .set({ state: "entered", marks, ...by })
    .where("id", "=", id)
    .where("state", "=", "photographed")
    .execute();
}

export async function decidePaper(
  trx: Transaction<DB>,
  id: number,
  decided: { state: "checked" | "rejected"; decidedById: string; decidedAt: Date; reason?: string },
): Promise<void> {
  await trx.updateTable("paperSheets").set(decided).where("id", "=", id).execute();
}

/** Turns the draft into a submitted sheet that was written on paper. */
export async function submitPaper(trx: Transaction<DB>, sheetId: number, at: Date): Promise<void> {
  await trx
    .updateTable("sheets")
    .set({ state: "submitted", source: "paper", submittedAt: at })
    .where("id", "=", sheetId)
    .where("state", "=", "draft")
    .execute();
}

/** The photo of a sheet on paper in that round; undefined when there is none. */
export async function findPaperPhoto(db: Kysely<DB>, roundId: number, id: number) {
  return await db
    .selectFrom("paperSheets")
    .innerJoin("entries", "entries.id", "paperSheets.entryId")
    .innerJoin("panelMembers", "panelMembers.id", "paperSheets.judgeId")
    .where("paperSheets.roundId", "=", roundId)
    .where("paperSheets.id", "=", id)
    .select([
      "paperSheets.photo",
      "paperSheets.photoType",
      "paperSheets.photoSize",
      "paperSheets.photoDigest",
      "entries.key as entry",
      "panelMembers.key as judge",
    ])
    .executeTakeFirst();
}

/** The rounds being judged in which sheets on paper wait that others entered, for whoever may check them there: by the round's id how many. One query. */
export async function findPaperTurns(
  db: Kysely<DB>,
  { everywhere, editionIds, roundIds }: Places,
  actorId: string,
): Promise<Map<number, number>> {
  const rows = await paperTurns(db, actorId)
    .innerJoin("realRounds as rounds", "rounds.id", "paperSheets.roundId")
    .select(["rounds.id"])
    .where("rounds.state", "=", "judging")
    .$if(!everywhere, (query) =>
      query.where((eb) =>
        eb.or([
          eb("rounds.editionId", "=", eb.fn.any(sql<number[]>`${sql.val(editionIds)}::int[]`)),
          eb("rounds.id", "=", eb.fn.any(sql<number[]>`${sql.val(roundIds)}::int[]`)),
        ]),
      ),
    )
    .groupBy("rounds.id")
    .execute();
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** How many wait for that person in one round, which may be a rehearsal. One query. */
export async function countPaperTurns(db: Kysely<DB>, roundId: number, actorId: string): Promise<number> {
  const { count } = await paperTurns(db, actorId).where("paperSheets.roundId", "=", roundId).executeTakeFirstOrThrow();
  return count;
}

/** How many were entered by others and are not checked; nobody checks what they entered themselves. */
function paperTurns(db: Kysely<DB>, actorId: string) {
  return db
    .selectFrom("paperSheets")
    .select((eb) => eb.cast<number>(eb.fn.countAll(), "integer").as("count"))
    .where("paperSheets.state", "=", "entered")
    .where("paperSheets.enteredById", "<>", actorId);
}
