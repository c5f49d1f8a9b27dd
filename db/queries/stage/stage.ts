import { type Kysely, sql, type Transaction } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { type EditionPage, readStoredPage } from "~/rules/editions/edition-page.ts";
import { attendanceStates, isAbsentOrLate as isOutBy, lateRules } from "~/rules/heats/attendance.ts";
import { entryNumber, hasNumbers } from "~/rules/heats/entry-number.ts";
import type { ReleaseState } from "~/rules/releases/release.ts";
import type { RoundKind, RoundState } from "~/rules/rounds/round.ts";
import type { ConductStep, TakenStep } from "~/rules/stage/conduct.ts";
import type { StageEntry } from "~/rules/stage/stage-view.ts";
import type { DB } from "~db/schema.ts";
import { isAssigned } from "../review/assignments.ts";
import { hasRecused } from "../scoring/recusals.ts";

/** The round behind the address of a stage screen; undefined when there is none, or it was a rehearsal that is over. */
export async function findRoundOfStage(db: Kysely<DB>, stageKey: string) {
  return await db
    .selectFrom("rounds")
    .select(["id", "slug", "panels"])
    .where("stageKey", "=", stageKey)
    .where("wipedAt", "is", null)
    .executeTakeFirst();
}

export type StageRow = NonNullable<Awaited<ReturnType<typeof findStage>>>;

/**
 * What the stage's picture is made of, except for scores and steps: the round with its settings, everybody in running
 * order, and which entries have all the sheets that they are to have. One query.
 */
export async function findStage(db: Kysely<DB>, roundId: number) {
  const row = await db
    .selectFrom("rounds")
    .innerJoin("editions", "editions.id", "rounds.editionId")
    .where("rounds.id", "=", roundId)
    .select((eb) => [
      "rounds.slug",
      "rounds.title",
      "rounds.titleEn",
      "rounds.city",
      "rounds.cityEn",
      "rounds.kind",
      "rounds.origin",
      "rounds.state",
      "rounds.pitchMinutes",
      "rounds.defenceMinutes",
      "rounds.warnSeconds",
      "rounds.scoringByProject",
      "rounds.scoresOnStage",
      "rounds.scoreboardOnStage",
      "rounds.freezeAfter",
      "rounds.openTogether",
      "rounds.stageKey",
      "rounds.startsAt",
      "rounds.timeZone",
      "rounds.rehearsalOfId",
      "rounds.panels",
      "editions.page",
      "editions.overtime",
      eb
        .selectFrom("releases")
        .select("releases.state")
        .whereRef("releases.roundId", "=", "rounds.id")
        .orderBy(sql`releases.state = 'published'`, "desc")
        .orderBy(sql`releases.state = 'withdrawn'`, "desc")
        .orderBy("releases.version", "desc")
        .limit(1)
        .as("releaseState"),
      eb
        .selectFrom("draws")
        .select("draws.drawnAt")
        .whereRef("draws.roundId", "=", "rounds.id")
        .orderBy("draws.id", "desc")
        .limit(1)
        .as("drawnAt"),
      // Names inside JSON are single words: the plugin leaves them as PostgreSQL writes them.
      jsonArrayFrom(
        eb
          .selectFrom("entries")
          .leftJoin("groups", "groups.id", "entries.groupId")
          .leftJoin("attendances", "attendances.entryId", "entries.id")
          .whereRef("entries.roundId", "=", "rounds.id")
          .select((of) => [
            "entries.key",
            "entries.title",
            "entries.titleEn as english",
            "entries.runningOrder as place",
            "entries.panel",
            "groups.title as group",
            "groups.titleEn as division",
            isAbsentOrLateSql().as("out"),
            of
              .not(
                of.exists(
                  of
                    .selectFrom("panelMembers")
                    .select("panelMembers.id")
                    .whereRef("panelMembers.roundId", "=", "entries.roundId")
                    .where("panelMembers.removedAt", "is", null)
                    .where((pair) => isAssigned(pair))
                    .where(sql<boolean>`not exists (
                      select from sheets where sheets.entry_id = entries.id and sheets.judge_id = panel_members.id
                        and sheets.state = 'submitted'
                    ) and not ${hasRecused}`),
                ),
              )
              .as("complete"),
          ])
          .orderBy("entries.runningOrder", (order) => order.asc().nullsLast())
          .orderBy(sql`length(entries.key)`)
          .orderBy("entries.key"),
      ).as("entries"),
    ])
    .executeTakeFirst();
  if (!row) return undefined;
  const { entries, page, state, kind, releaseState, ...round } = row;
  const isDrawn = hasNumbers(entries.map(({ place: number }) => ({ number })));
  return {
    ...round,
    id: roundId,
    state: state as RoundState,
    kind: kind as RoundKind,
    releaseState: releaseState as ReleaseState | null,
    prizes: readStoredPage(page).prizes satisfies EditionPage["prizes"],
    entries: entries.map(
      ({ key, title, english, place, group, division, out }): StageEntry => ({
        key,
        title,
        titleEn: english,
        group,
        groupEn: division,
        number: entryNumber(place, key, isDrawn),
        drawn: place !== null,
        out: out === true,
      }),
    ),
    /** The panel of each entry that has one. */
    panelOf: new Map(entries.flatMap(({ key, panel }) => (panel === null ? [] : [[key, panel] as const]))),
    complete: new Set(entries.filter((each) => each.complete === true).map(({ key }) => key)),
  };
}

/** Where `entries`, `rounds` and (to the left) `attendances` meet: the entry does not appear, absent or too late. */
export function isAbsentOrLateSql() {
  return sql<boolean>`coalesce((attendances.state, rounds.late_rule) in (${sql.join(out)}), false)`;
}

const out = attendanceStates.flatMap((state) =>
  lateRules.filter((rule) => isOutBy(state, rule)).map((rule) => sql`(${sql.lit(state)}, ${sql.lit(rule)})`),
);

/** Every step that was taken on the round's stage, or on that panel's, in order. One query. */
export async function findAllSteps(db: Kysely<DB>, roundId: number, panel: string | null = null): Promise<TakenStep[]> {
  return await db
    .selectFrom("stageSteps")
    .select(["seq", "takenAt as at", "step"])
    .where("roundId", "=", roundId)
    .where("panel", "=", panel ?? "")
    .orderBy("seq")
    .execute();
}

/** The steps of every stage of the round by its panel (null: the one stage of a round without), in order; none where none was taken. One query. */
export async function findStepsByStage(
  db: Kysely<DB>,
  roundId: number,
): Promise<{ panel: string | null; steps: TakenStep[] }[]> {
  const rows = await db
    .selectFrom("stageSteps")
    .select(["panel", "seq", "takenAt as at", "step"])
    .where("roundId", "=", roundId)
    .orderBy("panel")
    .orderBy("seq")
    .execute();
  const stages = Map.groupBy(rows, ({ panel }) => panel);
  return [...stages].map(([panel, all]) => ({
    panel: panel === "" ? null : panel,
    steps: all.map(({ seq, at, step }) => ({ seq, at, step })),
  }));
}

/** Keeps the step under the next number; the round's row must be locked, so that no two writers take the same. */
export async function insertStep(
  trx: Transaction<DB>,
  taken: {
    roundId: number;
    /** Whose stage it is; null where there is one. */
    panel?: string | null;
    seq: number;
    step: ConductStep;
    takenById: string;
    takenAt: Date;
  },
): Promise<void> {
  await trx
    .insertInto("stageSteps")
    .values({ ...taken, panel: taken.panel ?? "" })
    .execute();
}

/** Opens (or, with null, closes again) the scoring of entries. */
export async function setScoringOpened(
  trx: Transaction<DB>,
  { roundId, entries, at }: { roundId: number; entries: readonly string[]; at: Date | null },
): Promise<void> {
  await trx
    .updateTable("entries")
    .set({ scoringOpenedAt: at })
    .where("roundId", "=", roundId)
    .where("key", "in", entries)
    .execute();
}

/** Whether any judge has handed in a sheet for the entry. */
export async function existsSubmittedSheet(
  trx: Transaction<DB>,
  { roundId, entry }: { roundId: number; entry: string },
): Promise<boolean> {
  const found = await trx
    .selectFrom("sheets")
    .innerJoin("entries", "entries.id", "sheets.entryId")
    .select("sheets.id")
    .where("sheets.roundId", "=", roundId)
    .where("entries.key", "=", entry)
    .where("sheets.state", "=", "submitted")
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** Gives the stage screens another address; the one before leads nowhere from now on. */
export async function setStageKey(trx: Transaction<DB>, roundId: number, stageKey: string): Promise<void> {
  await trx.updateTable("rounds").set({ stageKey }).where("id", "=", roundId).execute();
}
