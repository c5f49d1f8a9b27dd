import { expect, test } from "vitest";
import { digestOf } from "~/primitives/canonical-json.ts";
import { findDaySettings } from "~db/queries/heats/day-settings.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makeHeat, releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { renewStageKey } from "../stage/renew-stage-key.ts";
import { saveDaySettings } from "./save-day-settings.ts";

const database = testDatabase();
const wanted = {
  warnSeconds: 30,
  lateRule: "last",
  scoringByProject: true,
  scoresOnStage: true,
  scoreboardOnStage: true,
  freezeAfter: 12,
  openTogether: 5,
  ownFigures: true,
} as const;

async function day() {
  const heat = await makeHeat(database.db, {});
  const organizer = await makePerson(database.db, {
    grants: [{ role: "organizer", editionId: heat.round.editionId }],
  });
  const now = async () => (await findDaySettings(database.db, heat.round.id)).settings;
  const save = async (
    settings: unknown,
    { actor = organizer, version }: { actor?: typeof organizer; version?: string } = {},
  ) =>
    saveDaySettings(
      { db: database.db, actor },
      { round: heat.round.slug, version: version ?? digestOf(await now()), settings },
    );
  const key = async () =>
    (
      await database.db
        .selectFrom("rounds")
        .select("stageKey")
        .where("id", "=", heat.round.id)
        .executeTakeFirstOrThrow()
    ).stageKey;
  return { ...heat, organizer, now, save, key };
}

test("a new round warns a minute before the end and shows no scores; an organizer sets how its day goes", async () => {
  const { now, save, round } = await day();
  expect(await now()).toEqual({
    warnSeconds: 60,
    lateRule: "out",
    scoringByProject: false,
    scoresOnStage: false,
    scoreboardOnStage: false,
    freezeAfter: null,
    openTogether: null,
    ownFigures: false,
  });
  expect(await save(wanted)).toEqual({ ok: true, value: { version: digestOf(wanted) } });
  expect(await now()).toEqual(wanted);
  const audit = await database.db.selectFrom("auditEntries").select("facts").where("roundId", "=", round.id).execute();
  expect(audit).toEqual([{ facts: wanted }]);
});

test("settings that cannot be are refused by their field, and an older form does not overwrite a newer one", async () => {
  const { now, save } = await day();
  const fields = async (other: object) => {
    const answer = await save({ ...wanted, ...other });
    return !answer.ok && answer.error.type === "invalid-input" ? answer.error.fields.map(({ path }) => path) : [];
  };
  expect(await fields({ warnSeconds: 601 })).toEqual(["settings.warnSeconds"]);
  expect(await fields({ warnSeconds: undefined })).toEqual(["settings.warnSeconds"]);
  expect(await fields({ openTogether: 1 })).toEqual(["settings.openTogether"]);
  expect(await fields({ freezeAfter: -1, lateRule: "never" })).toEqual(["settings.lateRule", "settings.freezeAfter"]);
  const version = digestOf(await now());
  await save(wanted, { version });
  expect(await save({ ...wanted, warnSeconds: 10 }, { version })).toMatchObject({ error: { type: "stale-version" } });
  expect(await now()).toEqual(wanted);
});

test("the rule for who comes late stands once somebody was late; the rest still changes", async () => {
  const { now, save, round, entries, scorer } = await day();
  await database.db
    .insertInto("attendances")
    .values({ roundId: round.id, entryId: entries[0]?.id ?? 0, state: "late", means: "hand", recordedById: scorer.id })
    .execute();
  expect(await save(wanted)).toEqual({ ok: false, error: { type: "late-rule-fixed" } });
  expect(await save({ ...wanted, lateRule: "out" })).toMatchObject({ ok: true });
  expect(await now()).toEqual({ ...wanted, lateRule: "out" });
});

test("nothing changes once a release is proposed", async () => {
  const heat = await makeClosedHeat(database.db, { judges: 3, entries: 2 });
  await releaseRound(database.db, heat, "proposed");
  const by = { db: database.db, actor: heat.organizer };
  const { settings } = await findDaySettings(database.db, heat.round.id);
  const change = { round: heat.round.slug, version: digestOf(settings), settings: wanted };
  expect(await saveDaySettings(by, change)).toEqual({ ok: false, error: { type: "release-fixed" } });
});

test("only organizers set the day and replace the stage's address; its key is written nowhere else", async () => {
  const { save, key, scorer, organizer, round } = await day();
  const before = await key();
  const refused = { ok: false, error: { type: "not-found" } };
  expect(await save(wanted, { actor: scorer })).toEqual(refused);
  expect(await renewStageKey({ db: database.db, actor: scorer }, { round: round.slug })).toEqual(refused);
  expect(await key()).toBe(before);
  const by = { db: database.db, actor: organizer, idempotencyKey: "renew-it-once" };
  expect(await renewStageKey(by, { round: round.slug })).toEqual({ ok: true, value: {} });
  const after = await key();
  expect(after).toMatch(/^[0-9a-f]{32}$/);
  expect(after).not.toBe(before);
  expect(await renewStageKey(by, { round: round.slug })).toEqual({ ok: true, value: {} });
  expect(await key()).toBe(after);
  const audit = await database.db.selectFrom("auditEntries").selectAll().where("roundId", "=", round.id).execute();
  expect(audit).toMatchObject([{ command: "renew-stage-key" }]);
  expect(JSON.stringify(audit)).not.toContain(after);
});
