import { type Kysely, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { TableSheet } from "~/rules/releases/release.ts";
import type { DB } from "../schema.ts";

/** The sheets that a release of this round is about: the submitted ones of its panel, with the salt of their digest. One query. */
export async function findTableSheets(
  db: Kysely<DB>,
  roundId: number,
): Promise<{ salt: string; sheets: TableSheet[] } | undefined> {
  // Names inside JSON are single words: the plugin leaves them as PostgreSQL writes them.
  const row = await db
    .selectFrom("rounds")
    .where("rounds.id", "=", roundId)
    .select((eb) => [
      "rounds.tableSalt",
      jsonArrayFrom(
        eb
          .selectFrom("criteria")
          .whereRef("criteria.roundId", "=", "rounds.id")
          .select("key")
          .orderBy("position")
          .orderBy("id"),
      ).as("criteria"),
      jsonArrayFrom(
        eb
          .selectFrom("sheets")
          .innerJoin("entries", "entries.id", "sheets.entryId")
          .innerJoin("panelMembers", "panelMembers.id", "sheets.judgeId")
          .whereRef("sheets.roundId", "=", "rounds.id")
          .where("sheets.state", "=", "submitted")
          .where("panelMembers.removedAt", "is", null)
          .select(["entries.key as entry", "panelMembers.key as judge", "sheets.version"])
          .select(sql<(number | null)[]>`sheets.ballot`.as("ballot")),
      ).as("sheets"),
    ])
    .executeTakeFirst();
  if (!row) return undefined;
  const keys = row.criteria.map(({ key }) => key);
  const sheets = row.sheets.map(({ entry, judge, version, ballot }) => {
    const marks = keys.flatMap((key, at) => (typeof ballot[at] === "number" ? [[key, ballot[at]]] : []));
    return { entry, judge, version, marks: Object.fromEntries(marks) };
  });
  return { salt: row.tableSalt, sheets };
}
