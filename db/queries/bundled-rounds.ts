import { type Kysely, sql } from "kysely";
import type { JudgedRound } from "~/rules/standings/score.ts";
import type { DB } from "../schema.ts";

/**
 * What the round's standings come from, and the judges' names by key: rubric, judges on the panel, entries in the order they
 * were made, the submitted sheets of those judges with their marks, the panel's votes. Marks are read from their own rows,
 * not from the ballots that the standings are computed from. Five queries; call it within `readConsistently`.
 */
export async function findBundledInputs(db: Kysely<DB>, roundId: number) {
  const criteria = await db
    .selectFrom("criteria")
    .select(["key", "label", "max", "step"])
    .select((eb) => eb.fn<string>("trim_scale", ["factor"]).as("factor"))
    .where("roundId", "=", roundId)
    .orderBy("position")
    .orderBy("id")
    .execute();
  const judges = await db
    .selectFrom("panelMembers")
    .select(["key", "head", "name"])
    .where("roundId", "=", roundId)
    .where("removedAt", "is", null)
    .orderBy(sql`length(key)`)
    .orderBy(sql`key collate "C"`)
    .execute();
  const entries = await db
    .selectFrom("entries")
    .leftJoin("groups", "groups.id", "entries.groupId")
    .select(["entries.key", "entries.title", "groups.key as group", "entries.runningOrder as order"])
    .where("entries.roundId", "=", roundId)
    .orderBy("entries.id")
    .execute();
  const { rows: sheets } = await sql<{ entry: string; judge: string; version: number; marks: string }>`
    select entries.key as entry, panel_members.key as judge, sheets.version,
      coalesce(json_object_agg(criteria.key, marks.mark order by criteria.position) filter (where marks.mark is not null), '{}')::text as marks
    from sheets
      join entries on entries.id = sheets.entry_id
      join panel_members on panel_members.id = sheets.judge_id and panel_members.removed_at is null
      left join marks on marks.round_id = sheets.round_id and marks.sheet_id = sheets.id
      left join criteria on criteria.id = marks.criterion_id
    where sheets.round_id = ${roundId} and sheets.state = 'submitted'
    group by sheets.id, entries.id, entries.key, panel_members.id, panel_members.key
    order by entries.id, length(panel_members.key), panel_members.key collate "C"`.execute(db);
  const votes = await db
    .selectFrom("tieVotes")
    .innerJoin("entries", "entries.id", "tieVotes.entryId")
    .select(["entries.key", "tieVotes.place", "tieVotes.voteId"])
    .where("tieVotes.roundId", "=", roundId)
    .execute();
  return {
    criteria,
    judges,
    entries,
    sheets: sheets.map((sheet) => ({ ...sheet, marks: JSON.parse(sheet.marks) as Record<string, number> })),
    votes: Object.fromEntries(votes.map(({ key, place }) => [key, place])),
    votedOn: [...Map.groupBy(votes, ({ voteId }) => voteId)].flatMap(([voteId, held]) =>
      voteId === null ? [] : [held.map(({ key }) => key)],
    ),
  } satisfies Omit<JudgedRound, "rule">;
}
