import { type Kysely, sql, type Transaction } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { type EditionPage, readStoredPage } from "~/rules/editions/edition-page.ts";
import { attendanceStates, isAbsentOrLate as isOutBy, lateRules } from "~/rules/heats/attendance.ts";
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
    .select(["id", "slug"])
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
      "rounds.stageKey",
      "rounds.startsAt",
      "rounds.timeZone",
      "rounds.rehearsalOfId",
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
        number: String(place ?? key),
        drawn: place !== null,
        out: out === true,
      }),
    ),
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

/** Every step that was taken in the round, in order. One query. */
export async function findAllSteps(db: Kysely<DB>, roundId: number): Promise<TakenStep[]> {
  return await db
    .selectFrom("stageSteps")
    .select(["seq", "takenAt as at", "step"])
    .where("roundId", "=", roundId)
    .orderBy("seq")
    .execute();
}

/** Keeps the step under the next number; the round's row must be locked, so that no two writers take the same. */
export async function insertStep(
  trx: Transaction<DB>,
  taken: { roundId: number; seq: number; step: ConductStep; takenById: string; takenAt: Date },
): Promise<void> {
  await trx.insertInto("stageSteps").values(taken).execute();
}

/** Opens (or, with null, closes again) the scoring of one entry. */
export async function setScoringOpened(
  trx: Transaction<DB>,
  { roundId, entry, at }: { roundId: number; entry: string; at: Date | null },
): Promise<void> {
  await trx
    .updateTable("entries")
    .set({ scoringOpenedAt: at })
    .where("roundId", "=", roundId)
    .where("key", "=", entry)
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
