import { sql } from "kysely";
import { expect, test } from "vitest";
import { z } from "zod";
import type { FrozenStandings } from "~/rules/releases/signed-table.ts";
import { conductOf, type StageScreen } from "~/rules/stage/conduct.ts";
import { findStoredSheet } from "~db/queries/scoring/sheet-writes.ts";
import { findAllSteps, insertStep } from "~db/queries/stage/stage.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makeHeat, makeSheet, releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { freshCode } from "~db/seed/factories/second-factors.ts";
import { testDatabase } from "~db/testing/database.ts";
import { publishRelease } from "../releases/publish-release.ts";
import { closeJudging } from "./close-judging.ts";
import { recuse } from "./recuse.ts";
import { reopenJudging } from "./reopen-judging.ts";
import { submitSheet } from "./submit-sheet.ts";
import { takeBackRecusal } from "./take-back-recusal.ts";

const database = testDatabase();
const full = { tech: "25.5", market: "18", business: "16.5", team: "20", landing: "0" };
const hundredths = { tech: 2550, market: 1800, business: 1650, team: 2000, landing: 0 };

/** Two judges, two entries: J1 has submitted both, J2 has a draft of the first and nothing of the second. */
async function hall() {
  const heat = await makeHeat(database.db, { judges: 2, entries: 2 });
  const [first, second] = heat.seats;
  const [one, two] = heat.entries;
  if (!first || !second || !one || !two) throw new Error("a hall has two judges and two entries");
  const at = (entry: typeof one, seat: typeof first) => ({
    roundId: heat.round.id,
    entryId: entry.id,
    judgeId: seat.id,
  });
  await makeSheet(database.db, { ...at(one, first), marks: hundredths });
  await makeSheet(database.db, { ...at(two, first), marks: hundredths });
  await makeSheet(database.db, { ...at(one, second), marks: { tech: 100 }, state: "draft" });
  const round = heat.round.slug;
  const scorer = { db: database.db, actor: heat.scorer };
  const state = async () =>
    (await database.db.selectFrom("rounds").select("state").where("slug", "=", round).executeTakeFirstOrThrow()).state;
  const lastFacts = async () =>
    await database.db
      .selectFrom("auditEntries")
      .leftJoin("auditReasons", "auditReasons.entryId", "auditEntries.id")
      .select(["command", "facts", "reason"])
      .where("roundId", "=", heat.round.id)
      .orderBy("id", "desc")
      .executeTakeFirst();
  return { ...heat, slug: round, first, second, one, two, scorer, state, lastFacts };
}

const missing = [
  { entry: "1", judge: "J2" },
  { entry: "2", judge: "J2" },
];

test("closing names every sheet that is missing, drafts too, and closes nothing", async () => {
  const { slug, scorer, state } = await hall();
  const refused = { ok: false, error: { type: "sheets-missing", missing } };
  expect(await closeJudging(scorer, { round: slug })).toEqual(refused);
  expect(await closeJudging(scorer, { round: slug, acceptMissing: 1, reason: "时间到" })).toEqual(refused);
  expect(await state()).toBe("judging");
});

test("closing without them takes their number and a reason; the draft stays a draft, the record names what is missing", async () => {
  const { slug, scorer, state, second, one, lastFacts } = await hall();
  expect(await closeJudging(scorer, { round: slug, acceptMissing: 2, reason: " " })).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "reason" }] },
  });
  expect(await state()).toBe("judging");
  expect(await closeJudging(scorer, { round: slug, acceptMissing: 2, reason: "评委二离场" })).toEqual({
    ok: true,
    value: { missing: 2 },
  });
  expect(await state()).toBe("closed");
  expect(await findStoredSheet(database.db, { entryId: one.id, judgeId: second.id })).toMatchObject({ state: "draft" });
  expect(await lastFacts()).toMatchObject({
    command: "close-judging",
    facts: { missing: ["1/J2", "2/J2"] },
    reason: "评委二离场",
  });
});

test("a complete table closes without more words; recusals and removed judges are not missing", async () => {
  const { slug, scorer, second, state, seats } = await hall();
  await recuse({ db: database.db, actor: second.actor }, { round: slug, entry: "1", reason: "同事" });
  expect(await closeJudging(scorer, { round: slug })).toMatchObject({ error: { missing: [missing[1]] } });
  const removed = { removedAt: new Date() };
  await database.db
    .updateTable("panelMembers")
    .set(removed)
    .where("id", "=", seats[1]?.id ?? 0)
    .execute();
  expect(await closeJudging(scorer, { round: slug })).toEqual({ ok: true, value: { missing: 0 } });
  expect(await state()).toBe("closed");
});

test("after closing nothing can be handed in; reopened with a reason it can", async () => {
  const { slug, scorer, second, state, lastFacts } = await hall();
  await closeJudging(scorer, { round: slug, acceptMissing: 2, reason: "时间到" });
  const by = { db: database.db, actor: second.actor };
  const sheet = { round: slug, entry: "2", version: 0, marks: full };
  expect(await submitSheet(by, sheet)).toEqual({ ok: false, error: { type: "round-not-open", state: "closed" } });
  expect(await recuse(by, { round: slug, entry: "2", reason: "同事" })).toMatchObject({
    error: { type: "round-not-open" },
  });
  expect(await reopenJudging(scorer, { round: slug, reason: "" })).toMatchObject({ error: { type: "invalid-input" } });
  expect(await state()).toBe("closed");
  expect(await reopenJudging(scorer, { round: slug, reason: "补交一张" })).toEqual({ ok: true, value: {} });
  expect(await lastFacts()).toMatchObject({ command: "reopen-judging", reason: "补交一张" });
  expect(await submitSheet(by, sheet)).toMatchObject({ ok: true, value: { total: "80.00" } });
});

test("a round that is being released stays closed", async () => {
  const { slug, scorer, round, state } = await hall();
  await closeJudging(scorer, { round: slug, acceptMissing: 2, reason: "时间到" });
  const standings = { roundId: round.id, version: 1, standings: sql<FrozenStandings>`'{}'`, digest: "0".repeat(64) };
  await database.db
    .insertInto("releases")
    .values({ ...standings, proposedById: scorer.actor.id })
    .execute();
  expect(await reopenJudging(scorer, { round: slug, reason: "补交" })).toEqual({
    ok: false,
    error: { type: "release-fixed" },
  });
  expect(await state()).toBe("closed");
});

test("a round whose results are published is opened again for a correction, with a reason", async () => {
  const heat = await makeClosedHeat(database.db, { judges: 1, entries: 1 });
  const scorer = { db: database.db, actor: heat.scorer };
  const round = heat.round.slug;
  const signed = await releaseRound(database.db, heat, "confirmed");
  expect(await reopenJudging(scorer, { round, reason: "漏录一张" })).toMatchObject({
    error: { type: "release-fixed" },
  });
  const code = await freshCode(database.db, heat.organizer);
  await publishRelease({ db: database.db, actor: heat.organizer }, { ...signed, code, noticeReason: "另行公示" });
  expect(await reopenJudging(scorer, { round, reason: " " })).toMatchObject({ error: { type: "invalid-input" } });
  expect(await reopenJudging(scorer, { round, reason: "漏录一张" })).toEqual({ ok: true, value: {} });
  expect(await closeJudging(scorer, { round })).toMatchObject({ ok: true });
});

test.each<[string, StageScreen, StageScreen]>([
  ["the ceremony", { name: "reveal", step: 3 }, { name: "waiting" }],
  ["the scoreboard", { name: "scoreboard" }, { name: "waiting" }],
  ["a score", { name: "score", entry: "1" }, { name: "waiting" }],
  ["a message", { name: "message", text: "茶歇", textEn: "" }, { name: "message", text: "茶歇", textEn: "" }],
])(
  "%s, left on the stage, does not show what is mended after the round was opened again",
  async (_what, left, then) => {
    const heat = await makeClosedHeat(database.db, { judges: 1, entries: 1 });
    const { id: roundId, slug: round } = heat.round;
    const scorer = { db: database.db, actor: heat.scorer };
    const step = { type: "show", screen: left } as const;
    const taken = { roundId, seq: 1, step, takenById: heat.scorer.id, takenAt: new Date() };
    await database.db.transaction().execute((trx) => insertStep(trx, taken));
    expect(await reopenJudging(scorer, { round, reason: "漏录一张" })).toEqual({ ok: true, value: {} });
    expect(await closeJudging(scorer, { round })).toMatchObject({ ok: true });
    const steps = await findAllSteps(database.db, roundId);
    expect(conductOf(steps, { pitchMinutes: 8, defenceMinutes: 7 }).screen).toEqual(then);
  },
);

test("only a round that is being judged is closed, only a closed one reopened", async () => {
  const { slug, scorer } = await hall();
  expect(await reopenJudging(scorer, { round: slug, reason: "?" })).toMatchObject({ error: { type: "illegal-step" } });
  await closeJudging(scorer, { round: slug, acceptMissing: 2, reason: "时间到" });
  expect(await closeJudging(scorer, { round: slug })).toMatchObject({ error: { type: "illegal-step" } });
});

test("whoever does not keep the scores of this round neither closes, reopens nor takes a recusal back", async () => {
  const { slug, state, round, first } = await hall();
  const elsewhere = await hall();
  const supervisor = await makePerson(database.db, { grants: [{ role: "supervisor", roundId: round.id }] });
  const organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: round.editionId }] });
  for (const actor of [supervisor, organizer, first.actor, elsewhere.scorer.actor]) {
    const by = { db: database.db, actor };
    const notFound = { ok: false, error: { type: "not-found" } };
    expect(await closeJudging(by, { round: slug, acceptMissing: 9, reason: "关" })).toEqual(notFound);
    expect(await reopenJudging(by, { round: slug, reason: "开" })).toEqual(notFound);
    expect(await takeBackRecusal(by, { round: slug, entry: "1", judge: "J2", reason: "误" })).toEqual(notFound);
  }
  expect(await state()).toBe("judging");
});

test("recusing takes the own draft away, leaves others' sheets alone, and keeps its reason out of the audit trail", async () => {
  const { slug, first, second, one, lastFacts } = await hall();
  const by = { db: database.db, actor: second.actor };
  expect(await recuse(by, { round: slug, entry: "1", reason: "  " })).toMatchObject({
    error: { type: "invalid-input" },
  });
  expect(await recuse(by, { round: slug, entry: "1", reason: "与负责人是师生" })).toMatchObject({ ok: true });
  expect(await findStoredSheet(database.db, { entryId: one.id, judgeId: second.id })).toBeUndefined();
  expect(await findStoredSheet(database.db, { entryId: one.id, judgeId: first.id })).toMatchObject({
    state: "submitted",
  });
  const kept = await database.db.selectFrom("recusals").selectAll().where("entryId", "=", one.id).execute();
  expect(kept).toMatchObject([{ judgeId: second.id, reason: "与负责人是师生", declaredById: second.actor.id }]);
  expect(await lastFacts()).toEqual({ command: "recuse", facts: { entry: "1", judge: "J2" }, reason: null });
  expect(await recuse(by, { round: slug, entry: "1", reason: "再说一次" })).toEqual({
    ok: false,
    error: { type: "recused" },
  });
});

test("a judge recuses before the scoring opens", async () => {
  const heat = await makeHeat(database.db, { state: "ready" });
  const [seat] = heat.seats;
  const by = { db: database.db, actor: seat?.actor ?? null };
  expect(await recuse(by, { round: heat.round.slug, entry: "1", reason: "股东" })).toMatchObject({ ok: true });
});

test("a recusal and a submission of the same sheet at the same moment: one of the two holds", async () => {
  const answer = z.object({ ok: z.boolean() });
  for (let go = 0; go < 6; go++) {
    const { slug, second, two } = await hall();
    const by = { db: database.db, actor: second.actor };
    const both = await Promise.all([
      submitSheet(by, { round: slug, entry: "2", version: 0, marks: full }),
      recuse(by, { round: slug, entry: "2", reason: "同事" }),
    ]);
    expect(both.map((each) => answer.parse(each).ok).sort()).toEqual([false, true]);
    const sheet = await findStoredSheet(database.db, { entryId: two.id, judgeId: second.id });
    const recusals = await database.db.selectFrom("recusals").select("id").where("entryId", "=", two.id).execute();
    expect([sheet !== undefined, recusals.length]).toEqual(both[0].ok ? [true, 0] : [false, 1]);
  }
});

test("the scorer takes a recusal back, with a reason; then the judge scores", async () => {
  const { slug, scorer, second, lastFacts } = await hall();
  const by = { db: database.db, actor: second.actor };
  const recusal = { round: slug, entry: "2", judge: "J2", reason: "误点" };
  expect(await takeBackRecusal(scorer, recusal)).toMatchObject({ error: { type: "illegal-step" } });
  await recuse(by, { round: slug, entry: "2", reason: "同事" });
  expect(await takeBackRecusal(scorer, { ...recusal, reason: "" })).toMatchObject({ error: { type: "invalid-input" } });
  expect(await takeBackRecusal(scorer, recusal)).toEqual({ ok: true, value: {} });
  expect(await lastFacts()).toMatchObject({ command: "take-back-recusal", facts: { entry: "2", judge: "J2" } });
  expect(await submitSheet(by, { round: slug, entry: "2", version: 0, marks: full })).toMatchObject({ ok: true });
});
