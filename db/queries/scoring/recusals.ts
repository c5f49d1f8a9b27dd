import { sql, type Transaction } from "kysely";
import type { DB } from "~db/schema.ts";

interface Place {
  roundId: number;
  entryId: number;
  judgeId: number;
}

/** Where `entries` and `panelMembers` meet: whether the judge has recused from the entry (rules/scoring/recusal.ts). */
export const hasRecused = sql<boolean>`exists (
  select from recusals where recusals.entry_id = entries.id and recusals.judge_id = panel_members.id
)`;

/** The same of the judge and the entry of a row of `assignments`. */
export const assignedHasRecused = sql<boolean>`exists (
  select from recusals where recusals.entry_id = assignments.entry_id and recusals.judge_id = assignments.judge_id
)`;

/** Records that the judge steps back from the entry; false when a sheet of theirs stands in the way. */
export async function insertRecusal(
  trx: Transaction<DB>,
  { roundId, entryId, judgeId }: Place,
  given: { reason: string; declaredById: string; declaredAt: Date },
): Promise<boolean> {
  const made = await trx
    .insertInto("recusals")
    .columns(["roundId", "entryId", "judgeId", "reason", "declaredById", "declaredAt"])
    .expression((eb) =>
      eb
        .selectFrom("entries")
        .select([
          "entries.roundId",
          "entries.id",
          sql<number>`${judgeId}::int`.as("judgeId"),
          sql<string>`${given.reason}`.as("reason"),
          sql<string>`${given.declaredById}`.as("declaredById"),
          sql<Date>`${given.declaredAt}::timestamptz`.as("declaredAt"),
        ])
        .where("entries.roundId", "=", roundId)
        .where("entries.id", "=", entryId)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom("sheets")
                .select("sheets.id")
                .whereRef("sheets.entryId", "=", "entries.id")
                .where("sheets.judgeId", "=", judgeId),
            ),
          ),
        ),
    )
    .returning("id")
    .executeTakeFirst();
  return made !== undefined;
}

/** Takes the recusal of that judge from that entry away; false when there is none. */
export async function deleteRecusal(
  trx: Transaction<DB>,
  given: { roundId: number; entry: string; judge: string },
): Promise<boolean> {
  const gone = await trx
    .deleteFrom("recusals")
    .using(["entries", "panelMembers"])
    .whereRef("entries.id", "=", "recusals.entryId")
    .whereRef("panelMembers.id", "=", "recusals.judgeId")
    .where("recusals.roundId", "=", given.roundId)
    .where("entries.key", "=", given.entry)
    .where("panelMembers.key", "=", given.judge)
    .returning("recusals.id")
    .execute();
  return gone.length > 0;
}

/** The keys of the judges who have recused from any of those entries. One query. */
export async function findRecusalsOf(trx: Transaction<DB>, roundId: number, entries: readonly string[]) {
  const rows = await trx
    .selectFrom("recusals")
    .innerJoin("entries", "entries.id", "recusals.entryId")
    .innerJoin("panelMembers", "panelMembers.id", "recusals.judgeId")
    .select("panelMembers.key")
    .distinct()
    .where("recusals.roundId", "=", roundId)
    .where("entries.key", "in", [...entries])
    .execute();
  return new Set(rows.map(({ key }) => key));
}
