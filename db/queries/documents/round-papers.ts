import { type Kysely, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { RoundPapers } from "~/rules/documents/round-papers.ts";
import { numbered } from "~/rules/heats/entry-number.ts";
import type { Marks } from "~/rules/scoring/sheet.ts";
import type { Signer } from "~/rules/scoring/signature.ts";
import type { DB } from "~db/schema.ts";
import { isAbsentOrLateSql } from "../stage/stage.ts";

/**
 * What the papers of a round are made of: panel, entries in running order, submitted sheets with their marks, earlier
 * versions, recusals, what judges gave after conferring, every signature in the order in which they were given. One query.
 */
export async function findRoundPapers(db: Kysely<DB>, roundId: number): Promise<RoundPapers> {
  // Names inside JSON are single words: the plugin leaves them as PostgreSQL writes them.
  const row = await db
    .selectFrom("rounds")
    .where("rounds.id", "=", roundId)
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom("panelMembers")
          .select(["key", "name", "head", "panel"])
          .whereRef("panelMembers.roundId", "=", "rounds.id")
          .where("removedAt", "is", null)
          .orderBy(sql`length(key)`)
          .orderBy(sql`key collate "C"`),
      ).as("judges"),
      jsonArrayFrom(
        eb
          .selectFrom("entries")
          .leftJoin("groups", "groups.id", "entries.groupId")
          .leftJoin("applications", "applications.id", "entries.applicationId")
          .leftJoin("attendances", "attendances.entryId", "entries.id")
          .whereRef("entries.roundId", "=", "rounds.id")
          .select([
            "entries.key",
            "entries.panel",
            "entries.title",
            "entries.titleEn as english",
            "entries.runningOrder as place",
            "groups.title as group",
            "applications.leaderName as leader",
            isAbsentOrLateSql().as("out"),
          ])
          .orderBy("entries.runningOrder", (order) => order.asc().nullsLast())
          .orderBy(sql`length(entries.key)`)
          .orderBy("entries.key"),
      ).as("entries"),
      jsonArrayFrom(
        eb
          .selectFrom("sheets")
          .innerJoin("entries", "entries.id", "sheets.entryId")
          .innerJoin("panelMembers", "panelMembers.id", "sheets.judgeId")
          .whereRef("sheets.roundId", "=", "rounds.id")
          .where("sheets.state", "=", "submitted")
          .where("panelMembers.removedAt", "is", null)
          .select([
            "entries.key as entry",
            "panelMembers.key as judge",
            "sheets.version",
            sql<"tablet" | "paper" | "import">`sheets.source`.as("source"),
            sql<string>`to_json(sheets.submitted_at)`.as("submitted"),
            sql<Marks>`(
              select coalesce(json_object_agg(criteria.key, marks.mark), '{}')
              from marks join criteria on criteria.id = marks.criterion_id
              where marks.round_id = sheets.round_id and marks.sheet_id = sheets.id
            )`.as("marks"),
          ]),
      ).as("sheets"),
      jsonArrayFrom(
        eb
          .selectFrom("supersededSheets as old")
          .innerJoin("entries", "entries.id", "old.entryId")
          .innerJoin("panelMembers", "panelMembers.id", "old.judgeId")
          .innerJoin("sheetReopenings", "sheetReopenings.id", "old.reopeningId")
          .whereRef("old.roundId", "=", "rounds.id")
          .select([
            "entries.key as entry",
            "panelMembers.key as judge",
            "old.version",
            sql<"tablet" | "paper" | "import">`old.source`.as("source"),
            sql<string>`to_json(old.submitted_at)`.as("submitted"),
            sql<Marks>`old.marks`.as("marks"),
            sql<string>`to_json(old.kept_at)`.as("kept"),
            "sheetReopenings.reason",
          ])
          .orderBy("old.version"),
      ).as("superseded"),
      jsonArrayFrom(
        eb
          .selectFrom("recusals")
          .innerJoin("entries", "entries.id", "recusals.entryId")
          .innerJoin("panelMembers", "panelMembers.id", "recusals.judgeId")
          .whereRef("recusals.roundId", "=", "rounds.id")
          .select(["entries.key as entry", "panelMembers.key as judge"]),
      ).as("recusals"),
      jsonArrayFrom(
        eb
          .selectFrom("revisions")
          .innerJoin("entries", "entries.id", "revisions.entryId")
          .innerJoin("panelMembers", "panelMembers.id", "revisions.judgeId")
          .whereRef("revisions.roundId", "=", "rounds.id")
          .select(["entries.key as entry", "panelMembers.key as judge", "revisions.reason"])
          .select(sql<string>`trim_scale(revisions.score)::text`.as("score")),
      ).as("revisions"),
      jsonArrayFrom(
        eb
          .selectFrom("signatures")
          .leftJoin("entries", "entries.id", "signatures.entryId")
          .leftJoin("panelMembers", "panelMembers.id", "signatures.judgeId")
          .whereRef("signatures.roundId", "=", "rounds.id")
          .select([
            sql<Signer>`signatures.role`.as("role"),
            "entries.key as entry",
            "panelMembers.key as judge",
            "signatures.name",
            sql<"drawn" | "paper">`signatures.means`.as("means"),
            "signatures.strokes",
            "signatures.digest",
            sql<string>`to_json(signatures.signed_at)`.as("at"),
          ])
          .orderBy("signatures.id"),
      ).as("signatures"),
    ])
    .executeTakeFirstOrThrow();
  // Tuples and the like come out of JSON as the CHECKs and `insertSignature` let them in
  const signatures = row.signatures as RoundPapers["signatures"];
  return { ...row, signatures, entries: numbered(row.entries).map((entry) => ({ ...entry, out: entry.out === true })) };
}
