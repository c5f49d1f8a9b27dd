import { type Kysely, sql, type Transaction } from "kysely";
import { rehearsalSlug, rehearsalTitles } from "~/rules/heats/rehearsal.ts";
import type { DB } from "~db/schema.ts";
import { wipeReasons } from "../audit/audit.ts";
import { findRubric, replaceRubric } from "../rounds/rubrics.ts";
import { findDeliberationSetting, findRule, replaceRule } from "../standings/rules.ts";

/** Every rehearsal of a heat, the newest first, with who began it; wiped ones too. One query. */
export async function findAllRehearsals(db: Kysely<DB>, heatId: number) {
  return await db
    .selectFrom("rounds")
    .leftJoin("auditEntries", (join) =>
      join.onRef("auditEntries.roundId", "=", "rounds.id").on("auditEntries.command", "=", "start-rehearsal"),
    )
    .leftJoin("users", "users.id", "auditEntries.actorId")
    .select(["rounds.slug", "rounds.state", "rounds.createdAt", "rounds.wipedAt", "users.name as startedBy"])
    .where("rounds.rehearsalOfId", "=", heatId)
    .orderBy("rounds.id", "desc")
    .execute();
}

/** The slug and titles of the heat that is rehearsed in that round. */
export async function findRehearsedHeat(db: Kysely<DB>, heatId: number) {
  return await db
    .selectFrom("rounds")
    .select(["slug", "title", "titleEn"])
    .where("id", "=", heatId)
    .executeTakeFirstOrThrow();
}

/**
 * Makes the rehearsal of a heat: a round of its own with the same settings, rubric, rule, panel, running order, declared
 * conflicts and roles, and with tickets and a stage address of its own. Nothing of the heat changes; its row is locked.
 */
export async function insertRehearsal(trx: Transaction<DB>, heatId: number): Promise<{ id: number; slug: string }> {
  const heat = await trx.selectFrom("rounds").selectAll().where("id", "=", heatId).executeTakeFirstOrThrow();
  const before = await trx.selectFrom("rounds").select("slug").where("slug", "like", "%-rehearsal-%").execute();
  const taken = new Set(before.map(({ slug }) => slug));
  let number = 1;
  while (taken.has(rehearsalSlug(heat.slug, number))) number++;
  const { id: _, createdAt: __, stageKey: ___, wipedAt: ____, ...settings } = heat;
  const made = await trx
    .insertInto("rounds")
    .values({
      ...settings,
      ...rehearsalTitles(heat.title, heat.titleEn),
      slug: rehearsalSlug(heat.slug, number),
      state: "ready",
      origin: "desk",
      rehearsalOfId: heatId,
    })
    .returning(["id", "slug"])
    .executeTakeFirstOrThrow();
  await copyWhatIsJudged(trx, heatId, made.id);
  return made;
}

async function copyWhatIsJudged(trx: Transaction<DB>, heatId: number, roundId: number): Promise<void> {
  await replaceRubric(trx, roundId, await findRubric(trx, heatId));
  const rule = await findRule(trx, heatId);
  if (rule) await replaceRule(trx, roundId, rule, await findDeliberationSetting(trx, heatId));
  const seats = await trx
    .selectFrom("panelMembers")
    .selectAll()
    .where("roundId", "=", heatId)
    .where("removedAt", "is", null)
    .orderBy("id")
    .execute();
  if (seats.length > 0)
    await trx
      .insertInto("panelMembers")
      .values(seats.map(({ id: _, ...seat }) => ({ ...seat, roundId })))
      .execute();
  const entries = await trx.selectFrom("entries").selectAll().where("roundId", "=", heatId).orderBy("id").execute();
  if (entries.length > 0)
    await trx
      .insertInto("entries")
      .values(entries.map(({ id: _, ticket: __, scoringOpenedAt: ___, ...entry }) => ({ ...entry, roundId })))
      .execute();
  await sql`
    insert into recusals (round_id, entry_id, judge_id, reason, declared_by_id, declared_at)
    select ${roundId}, own_entry.id, own_seat.id, reason, declared_by_id, declared_at
    from recusals
      join entries on entries.id = recusals.entry_id
      join panel_members on panel_members.id = recusals.judge_id
      join entries as own_entry on own_entry.round_id = ${roundId} and own_entry.key = entries.key
      join panel_members as own_seat on own_seat.round_id = ${roundId} and own_seat.key = panel_members.key
    where recusals.round_id = ${heatId}`.execute(trx);
  await sql`
    insert into role_grants (user_id, role, round_id, granted_by_id, granted_at)
    select user_id, role, ${roundId}, granted_by_id, granted_at from role_grants
    where round_id = ${heatId}`.execute(trx);
}

/** Whatever hangs on a round, in an order in which it can go. What is not here, a test of the schema finds. */
const wiped = [
  "practiceSheets",
  "practices",
  "carriedReleases",
  "signatures",
  "judgedInputProposals",
  "adjustments",
  "partScores",
  "hallVotes",
  "hallCodes",
  "hallCounts",
  "stageSteps",
  "orderChanges",
  "draws",
  "panelDraws",
  "drawCommitments",
  "attendances",
  "checkRequests",
  "revisions",
  "deliberationValues",
  "deliberations",
  "paperSheets",
  "lateSheets",
  "supersededSheets",
  "sheetReopenings",
  "marks",
  "sheets",
  "recusals",
  "tieVotes",
  "panelVoteBallots",
  "panelVotePlaces",
  "panelVotes",
  "tablets",
  "pairingCodes",
  "pairingTries",
  "invitations",
  "roleGrants",
  "staffRecusals",
  "entries",
  "panelMembers",
  "rules",
  "criteria",
] as const;

/** Takes everything out of a rehearsal, locked: an empty row stays that nobody sees, for the audit trail to name. */
export async function wipeRound(trx: Transaction<DB>, roundId: number, at: Date): Promise<void> {
  for (const table of wiped)
    await trx
      .deleteFrom(table as "sheets")
      .where("roundId", "=", roundId)
      .execute();
  await trx.updateTable("rounds").set({ wipedAt: at, trackId: null }).where("id", "=", roundId).execute();
  await wipeReasons(trx, roundId);
}
