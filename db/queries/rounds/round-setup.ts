import { type ExpressionBuilder, type Kysely, sql, type Transaction } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Composition } from "~/rules/rounds/panels.ts";
import type { Setup } from "~/rules/rounds/readiness.ts";
import type { RoundKind } from "~/rules/rounds/round.ts";
import type { Rule, TieStep } from "~/rules/standings/rule.ts";
import type { DB } from "~db/schema.ts";
import { assignedHasRecused } from "../scoring/recusals.ts";
import { isAbsentOrLateSql } from "../stage/stage.ts";

/** How far a round's set-up has got, with its applications and sheets. */
export interface RoundSetup extends Setup {
  /** Applications for the round that were submitted, whatever became of them. */
  applications: number;
  /** When the first sheet was submitted: from then on rubric and rule are frozen. */
  frozenAt: Date | null;
  /** Sheets of any state: from the first one on the running order stands. */
  sheets: number;
}

/** How far the round's set-up has got. One query. */
export async function findSetup(db: Kysely<DB>, roundId: number): Promise<RoundSetup> {
  const { applications, sheets, frozenAt, ...row } = await db
    .selectFrom("rounds")
    .select(setupColumns)
    .select(handedInColumns)
    .where("rounds.id", "=", roundId)
    .executeTakeFirstOrThrow();
  return { ...setupOf(row), applications: applications ?? 0, sheets: sheets ?? 0, frozenAt };
}

/** What was handed in for a round of the query; a page of many rounds does not say it, and it reads every application. */
function handedInColumns(eb: ExpressionBuilder<DB, "rounds">) {
  const count = eb.cast<number>(eb.fn.countAll(), "integer").as("count");
  return [
    eb
      .selectFrom("applications")
      .whereRef("applications.roundId", "=", "rounds.id")
      .where("applications.submittedAt", "is not", null)
      .select(count)
      .as("applications"),
    eb.selectFrom("sheets").whereRef("sheets.roundId", "=", "rounds.id").select(count).as("sheets"),
    // A sheet that was handed in and reopened counts by the version that was kept
    sql<Date | null>`(
      select min(at) from (
        select submitted_at as at from sheets where sheets.round_id = rounds.id and sheets.state = 'submitted'
        union all
        select submitted_at from superseded_sheets as kept where kept.round_id = rounds.id
      ) as handed_in
    )`.as("frozenAt"),
  ] as const;
}

/** What a query over `rounds` selects so that `setupOf` can tell how far each has got. */
export function setupColumns(eb: ExpressionBuilder<DB, "rounds">) {
  const count = eb.cast<number>(eb.fn.countAll(), "integer").as("count");
  const criteria = eb.selectFrom("criteria").whereRef("criteria.roundId", "=", "rounds.id");
  const members = eb
    .selectFrom("panelMembers")
    .whereRef("panelMembers.roundId", "=", "rounds.id")
    .where("panelMembers.removedAt", "is", null);
  const entries = eb.selectFrom("entries").whereRef("entries.roundId", "=", "rounds.id");
  const applications = eb.selectFrom("applications").whereRef("applications.roundId", "=", "rounds.id");
  const reviewers = sql`(
    select count(*) from assignments
      join panel_members on panel_members.id = assignments.judge_id and panel_members.removed_at is null
        and (panel_members.panel is null or panel_members.panel is not distinct from entries.panel)
    where assignments.entry_id = entries.id and not ${assignedHasRecused}
  )`;
  const perEntry = eb
    .selectFrom("reviewSettings")
    .select("reviewsPerEntry")
    .whereRef("reviewSettings.roundId", "=", "rounds.id");
  return [
    "rounds.kind",
    perEntry.as("perEntry"),
    // Only where a review is set: elsewhere nobody is assigned, and the entries need not be gone through
    eb
      .case()
      .when(perEntry, "is not", null)
      .then(entries.select(count).where(sql<boolean>`${reviewers} < ${perEntry}`))
      .end()
      .as("lacking"),
    criteria.select(count).as("criteria"),
    eb.exists(eb.selectFrom("rules").select("rules.roundId").whereRef("rules.roundId", "=", "rounds.id")).as("hasRule"),
    eb
      .selectFrom("rules")
      .select("rules.trimAtLeast")
      .whereRef("rules.roundId", "=", "rounds.id")
      .where(sql<boolean>`rules.trim_high + rules.trim_low > 0`)
      .as("trimAtLeast"),
    jsonArrayFrom(
      eb
        .selectFrom("tieSteps")
        .leftJoin("criteria", "criteria.id", "tieSteps.criterionId")
        .select(sql<TieStep>`tie_steps.step || coalesce(':' || coalesce(criteria.key, tie_steps.named), '')`.as("step"))
        .whereRef("tieSteps.roundId", "=", "rounds.id")
        .orderBy("tieSteps.position"),
    ).as("ties"),
    members.select(count).as("judges"),
    members.select(count).where("panelMembers.head", "=", true).as("heads"),
    "rounds.panels as panelNames",
    "rounds.composition",
    jsonArrayFrom(members.select(["panelMembers.panel", "panelMembers.kind", "panelMembers.head"])).as("seats"),
    entries.select(count).where("entries.panel", "is", null).as("unplaced"),
    eb.selectFrom("rules").select("rules.settings").whereRef("rules.roundId", "=", "rounds.id").as("laterSettings"),
    entries.select(count).as("entries"),
    entries.select(count).where("entries.runningOrder", "is not", null).as("ordered"),
    // Who is out, or was not there when those present were drawn, needs no place
    entries
      .select(count)
      .leftJoin("attendances", "attendances.entryId", "entries.id")
      .where("entries.runningOrder", "is", null)
      .where(
        sql<boolean>`not ${isAbsentOrLateSql()} and not (attendances.state is null and 'present' = (
          select draws.among from draws where draws.round_id = rounds.id order by draws.id desc limit 1
        )) is true`,
      )
      .as("undrawn"),
    applications.select(count).where("applications.state", "=", "submitted").as("waiting"),
    applications.select(count).where("applications.state", "=", "qualified").as("uncut"),
    eb
      .selectFrom("editions")
      .select("editions.applyClosesAt")
      .whereRef("editions.id", "=", "rounds.editionId")
      .as("registrationEndsAt"),
    eb
      .selectFrom("editions")
      .select("editions.state")
      .whereRef("editions.id", "=", "rounds.editionId")
      .as("editionState"),
    eb
      .selectFrom("objections")
      .whereRef("objections.roundId", "=", "rounds.id")
      .where(
        sql<boolean>`decided_at is null or objections.state = 'upheld' and corrected_release_id is null and release_id = (
          select id from releases where releases.round_id = rounds.id and releases.state = 'published'
        )`,
      )
      .select(count)
      .as("objections"),
  ] as const;
}

interface SetupRow {
  kind: string;
  perEntry: number | null;
  lacking: number | null;
  criteria: number | null;
  hasRule: unknown;
  trimAtLeast: number | null;
  ties: { step: TieStep }[];
  judges: number | null;
  heads: number | null;
  panelNames: string[];
  composition: Composition;
  seats: { panel: string | null; kind: string | null; head: boolean }[];
  unplaced: number | null;
  laterSettings: Partial<Rule> | null;
  entries: number | null;
  ordered: number | null;
  undrawn: number | null;
  waiting: number | null;
  uncut: number | null;
  objections: number | null;
  registrationEndsAt: Date | null;
  editionState: string | null;
}

/** How far a round has got, from what `setupColumns` selected. */
export function setupOf(row: SetupRow): Setup {
  return {
    kind: row.kind as RoundKind,
    review: row.perEntry === null ? null : { perEntry: row.perEntry, lacking: row.lacking ?? 0 },
    criteria: row.criteria ?? 0,
    hasRule: Boolean(row.hasRule),
    trimAtLeast: row.trimAtLeast,
    ties: row.ties.map((each) => each.step),
    judges: row.judges ?? 0,
    hasHead: (row.heads ?? 0) > 0,
    panels: {
      names: row.panelNames,
      seats: row.seats,
      composition: row.composition,
      unplaced: row.unplaced ?? 0,
      kinds: (row.laterSettings?.kinds ?? []).map(({ key, label }) => ({ key, label })),
      coefficient: row.laterSettings?.coefficient !== undefined,
    },
    entries: row.entries ?? 0,
    ordered: row.ordered ?? 0,
    undrawn: row.undrawn ?? 0,
    waiting: row.waiting ?? 0,
    uncut: row.uncut ?? 0,
    objections: row.objections ?? 0,
    registrationEndsAt: row.registrationEndsAt,
    isEditionDraft: row.editionState === "draft",
  };
}

/** Whether the head judge stands: there is one, the rule breaks ties by their sheet, and a sheet was submitted. One query. */
export async function findHeadFreeze(db: Kysely<DB>, roundId: number): Promise<boolean> {
  const { hasHead, ties, frozenAt } = await findSetup(db, roundId);
  return hasHead && ties.includes("head-judge") && frozenAt !== null;
}

/**
 * The round's entries, with their applications where they have one, in the order in which people go through them: as
 * drawn; where nothing is drawn by the application's code, which says nothing of who it is; else by key.
 */
export function entriesInOrder(db: Kysely<DB>, roundId: number) {
  return db
    .selectFrom("entries")
    .leftJoin("applications", "applications.id", "entries.applicationId")
    .where("entries.roundId", "=", roundId)
    .orderBy("entries.runningOrder", (order) => order.asc().nullsLast())
    .orderBy(sql`applications.code collate "C"`, (order) => order.asc().nullsLast())
    .orderBy(sql`length(entries.key)`)
    .orderBy("entries.key");
}

/**
 * Takes entries (by id) out of rounds that are not set yet, with what judges have said of them so far: declared conflicts, and
 * drafts, parts and adjustments from a time when the round was further on. A submitted sheet keeps its entry. The caller holds the rounds' locks.
 */
export async function removeEntries(trx: Transaction<DB>, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await trx.deleteFrom("sheets").where("entryId", "in", ids).where("state", "=", "draft").execute();
  await trx.deleteFrom("recusals").where("entryId", "in", ids).execute();
  for (const table of ["judgedInputProposals", "partScores", "hallCounts", "adjustments"] as const)
    await trx
      .deleteFrom(table as "partScores")
      .where("entryId", "in", ids)
      .execute();
  await trx.deleteFrom("entries").where("id", "in", ids).execute();
}
