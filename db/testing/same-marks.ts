import { sql } from "kysely";
import type { Db } from "../client.ts";

/** Gives an entry of an open round the marks of another one, sheet by sheet, as after a mistake that was corrected. */
export async function giveSameMarks(
  db: Db,
  { roundId, entry, as }: { roundId: number; entry: string; as: string },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx);
    const { rows } = await sql<{ own: number; other: number }>`
      select own.id as own, other.id as other
      from sheets own
        join sheets other on other.round_id = own.round_id and other.judge_id = own.judge_id
        join entries mine on mine.id = own.entry_id and mine.key = ${entry}
        join entries theirs on theirs.id = other.entry_id and theirs.key = ${as}
      where own.round_id = ${roundId}`.execute(trx);
    for (const { own, other } of rows) {
      await sql`
        update sheets set ballot = given.ballot, ballot_marks = given.ballot_marks, ballot_total = given.ballot_total
        from sheets given where sheets.id = ${own} and given.id = ${other}`.execute(trx);
      await sql`
        update marks set mark = given.mark from marks given
        where marks.sheet_id = ${own} and given.sheet_id = ${other} and given.criterion_id = marks.criterion_id`.execute(
        trx,
      );
    }
  });
}
