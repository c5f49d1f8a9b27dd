import { expect, test } from "vitest";
import { readPapers } from "~/reads/documents/paper.ts";
import type { Strokes } from "~/rules/scoring/signature.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makeHeat, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { confirmScore } from "./confirm-score.ts";
import { signSheet } from "./sign-sheet.ts";
import { signTable } from "./sign-table.ts";

const database = testDatabase();
const strokes: Strokes = [
  [
    [10, 10],
    [80, 60],
    [160, 20],
    [240, 90],
  ],
  [
    [300, 40],
    [420, 200],
    [600, 80],
  ],
];
const drawn = { means: "drawn", strokes };
const paper = { means: "paper" };

type Heat = Awaited<ReturnType<typeof makeClosedHeat>>;
const papersOf = (heat: { round: Heat["round"] }) => readPapers(database.db, heat.round);
const by = (actor: Heat["scorer"] | null | undefined) => ({ db: database.db, actor: actor ?? null });

/** The heat's sheet of that judge and entry, corrected: kept as a version, and handed in again with another mark. */
async function mend(heat: Heat, entry: string, judge: string) {
  const { db } = database;
  const roundId = heat.round.id;
  const sheet = await db
    .selectFrom("sheets")
    .innerJoin("entries", "entries.id", "sheets.entryId")
    .innerJoin("panelMembers", "panelMembers.id", "sheets.judgeId")
    .select(["sheets.id", "sheets.entryId", "sheets.judgeId", "sheets.version", "sheets.submittedAt"])
    .where("sheets.roundId", "=", roundId)
    .where("entries.key", "=", entry)
    .where("panelMembers.key", "=", judge)
    .executeTakeFirstOrThrow();
  const place = { roundId, entryId: sheet.entryId, judgeId: sheet.judgeId, version: sheet.version };
  const asked = { state: "confirmed", reason: "笔误", askedById: heat.scorer.id, decidedById: heat.supervisor.id };
  const { id: reopeningId } = await db
    .insertInto("sheetReopenings")
    .values({ ...place, ...asked, decidedAt: new Date() })
    .returning("id")
    .executeTakeFirstOrThrow();
  const submittedAt = sheet.submittedAt ?? new Date();
  await db
    .insertInto("supersededSheets")
    .values({ ...place, reopeningId, source: "tablet", marks: {}, submittedAt })
    .execute();
  const blank = { ballot: null, ballotMarks: null, ballotTotal: null, submittedAt: null };
  await db
    .updateTable("sheets")
    .set({ ...blank, state: "draft", version: sheet.version + 1 })
    .where("id", "=", sheet.id)
    .execute();
  await db
    .updateTable("marks")
    .set((eb) => ({ mark: eb.ref("step") }))
    .where("sheetId", "=", sheet.id)
    .execute();
  await db.updateTable("sheets").set({ state: "submitted", submittedAt }).where("id", "=", sheet.id).execute();
}

test("a judge signs the own submitted sheet, once, as it stands; a mended sheet is signed anew, and the old signature is outdated", async () => {
  const heat = await makeClosedHeat(database.db, { judges: 3, entries: 2, open: true });
  const round = heat.round.slug;
  const sheetOf = async () => (await papersOf(heat)).scores[0]?.sheets[0]?.sheet;
  const { digest = "" } = (await sheetOf()) ?? {};
  const judge = heat.seats[0]?.actor;
  const sign = (given: object, actor = judge) =>
    signSheet(by(actor), { round, entry: "1", digest, signing: drawn, ...given });

  expect(await sign({ digest: "0".repeat(64) })).toMatchObject({ error: { type: "digest-differs" } });
  for (const actor of [heat.seats[1]?.actor])
    expect(await sign({}, actor)).toMatchObject({ error: { type: "digest-differs" } });
  for (const actor of [heat.scorer, heat.supervisor, await makePerson(database.db)])
    expect(await sign({}, actor)).toMatchObject({ error: { type: "not-found" } });
  expect(await sign({})).toEqual({ ok: true, value: {} });
  expect(await sign({ signing: paper })).toMatchObject({ error: { type: "signed-already" } });
  expect((await sheetOf())?.signature).toMatchObject({ name: "评委1", means: "drawn", strokes, outdated: false });

  const { id } = heat.round;
  const trail = await database.db
    .selectFrom("auditEntries")
    .select("facts")
    .where("roundId", "=", id)
    .where("command", "=", "sign-sheet")
    .execute();
  expect(trail).toEqual([{ facts: { entry: "1", judge: "J1", version: 1, means: "drawn", digest } }]);

  await mend(heat, "1", "J1");
  expect((await sheetOf())?.signature).toMatchObject({ name: "评委1", outdated: true });
  expect((await sheetOf())?.earlier).toMatchObject([{ version: 1, reason: "笔误" }]);
  expect(await sign({})).toMatchObject({ error: { type: "digest-differs" } });
  expect(await sign({ digest: (await sheetOf())?.digest, signing: paper })).toMatchObject({ ok: true });
  expect((await sheetOf())?.signature).toMatchObject({ means: "paper", strokes: null, outdated: false });
});

test("a draft is not signed, nor what is no drawing", async () => {
  const heat = await makeHeat(database.db, { judges: 1, entries: 1 });
  const seat = heat.seats[0];
  const entry = heat.entries[0];
  await makeSheet(database.db, {
    roundId: heat.round.id,
    entryId: entry?.id ?? 0,
    judgeId: seat?.id ?? 0,
    marks: { tech: 100 },
    state: "draft",
  });
  const sign = (signing: unknown) =>
    signSheet(by(seat?.actor), { round: heat.round.slug, entry: "1", digest: "0".repeat(64), signing });
  expect(await sign(paper)).toMatchObject({ error: { type: "nothing-to-sign" } });
  const codes = async (signing: unknown) => {
    const answer = await sign(signing);
    return answer.ok || answer.error.type !== "invalid-input" ? "taken" : (answer.error.fields[0]?.code ?? "");
  };
  expect(await codes({ means: "drawn", strokes: [] })).toBe("not-drawn");
  expect(await codes({ means: "drawn", strokes: [[[5, 5]]] })).toBe("not-drawn");
  expect(await codes({ means: "drawn", strokes: Array(5).fill(Array(1000).fill([1, 1])) })).toBe("drawing-too-long");
  for (const strokes of [[[[1, 9000]]], [[["x", 1]]], "path", null, [[[1.5, 2]]], [[]]])
    expect(await codes({ means: "drawn", strokes })).not.toBe("taken");
  expect(await codes({ means: "stamp" })).not.toBe("taken");
});

test("a contestant confirms a score that all its sheets make, recorded by the scorer; a mended sheet makes it outdated", async () => {
  const heat = await makeClosedHeat(database.db, { judges: 3, entries: 2, open: true });
  const round = heat.round.slug;
  const scoreOf = async (entry = 0) => (await papersOf(heat)).scores[entry];
  const digest = (await scoreOf())?.digest;
  const confirm = (given: object, actor = heat.scorer) =>
    confirmScore(by(actor), { round, entry: "1", digest, name: "王小明", signing: drawn, ...given });
  for (const actor of [heat.supervisor, heat.organizer, heat.seats[0]?.actor])
    expect(await confirm({}, actor)).toMatchObject({ error: { type: "not-found" } });
  expect(await confirm({ name: " " })).toMatchObject({ error: { type: "invalid-input" } });
  expect(await confirm({ digest: (await scoreOf(1))?.digest })).toMatchObject({ error: { type: "digest-differs" } });
  expect(await confirm({ entry: "nobody" })).toMatchObject({ error: { type: "nothing-to-sign" } });
  expect(await confirm({})).toEqual({ ok: true, value: {} });
  expect(await confirm({})).toMatchObject({ error: { type: "signed-already" } });
  expect((await scoreOf())?.signature).toMatchObject({ name: "王小明", outdated: false });
  const words = JSON.stringify(
    await database.db.selectFrom("auditEntries").selectAll().where("roundId", "=", heat.round.id).execute(),
  );
  expect(words).toContain(digest);
  expect(words).not.toContain("王小明");

  await mend(heat, "1", "J2");
  expect((await scoreOf())?.signature).toMatchObject({ outdated: true });
  expect((await scoreOf(1))?.digest).not.toBeNull();
  expect(await confirm({ digest: (await scoreOf())?.digest, name: "赵代表", signing: paper })).toMatchObject({
    ok: true,
  });
  expect((await scoreOf())?.signature).toMatchObject({ name: "赵代表", means: "paper", outdated: false });
});

test("a score with a sheet missing is none to confirm; with the judge recused it is", async () => {
  const { db } = database;
  const heat = await makeHeat(db, { judges: 2, entries: 1 });
  const entry = heat.entries[0]?.id ?? 0;
  const first = heat.seats[0]?.id ?? 0;
  const second = heat.seats[1]?.id ?? 0;
  const marks = Object.fromEntries(heat.criteria.map(({ key, max }) => [key, max]));
  await makeSheet(db, { roundId: heat.round.id, entryId: entry, judgeId: first, marks });
  const scoreOf = async () => (await papersOf(heat)).scores[0];
  expect(await scoreOf()).toMatchObject({ complete: false, digest: null });
  const confirm = (digest: string) =>
    confirmScore(by(heat.scorer), { round: heat.round.slug, entry: "1", digest, name: "王小明", signing: paper });
  expect(await confirm("0".repeat(64))).toMatchObject({ error: { type: "nothing-to-sign" } });
  await db
    .insertInto("recusals")
    .values({ roundId: heat.round.id, entryId: entry, judgeId: second, reason: "同事" })
    .execute();
  expect(await scoreOf()).toMatchObject({ complete: true });
  expect(await confirm((await scoreOf())?.digest ?? "")).toMatchObject({ ok: true });
});

test("scorer and supervisor sign the table of a closed round, each as what they are; a change of any sheet outdates both", async () => {
  const heat = await makeClosedHeat(database.db, { judges: 3, entries: 2 });
  const round = heat.round.slug;
  const { digest } = await papersOf(heat);
  const sign = (role: string, actor: Heat["scorer"] | undefined, given: object = {}) =>
    signTable(by(actor), { round, role, digest, signing: drawn, ...given });
  expect(await sign("scorer", heat.supervisor)).toMatchObject({ error: { type: "not-found" } });
  expect(await sign("supervisor", heat.scorer)).toMatchObject({ error: { type: "not-found" } });
  for (const role of ["scorer", "supervisor"])
    for (const actor of [heat.organizer, heat.seats[0]?.actor])
      expect(await sign(role, actor)).toMatchObject({ error: { type: "not-found" } });
  expect(await sign("scorer", heat.scorer, { digest: "0".repeat(64) })).toMatchObject({
    error: { type: "digest-differs" },
  });
  expect(await sign("scorer", heat.scorer)).toMatchObject({ ok: true });
  expect(await sign("supervisor", heat.supervisor)).toMatchObject({ ok: true });
  expect(await sign("scorer", heat.scorer)).toMatchObject({ error: { type: "signed-already" } });
  expect(await papersOf(heat)).toMatchObject({
    scorer: { outdated: false },
    supervisor: { name: "监督员", outdated: false },
  });
  await database.db.updateTable("rounds").set({ state: "judging" }).where("id", "=", heat.round.id).execute();
  await mend(heat, "2", "J3");
  expect(await papersOf(heat)).toMatchObject({ scorer: { outdated: true }, supervisor: { outdated: true } });
  expect(await sign("scorer", heat.scorer, { digest: (await papersOf(heat)).digest })).toMatchObject({
    error: { type: "nothing-to-sign" },
  });
});

test("the papers of a round take four queries, with one project or with three", async () => {
  for (const entries of [1, 3]) {
    const heat = await makeClosedHeat(database.db, { judges: 2, entries });
    const { answer, queries } = await database.queriesOf(() => papersOf(heat));
    expect([answer.scores.length, queries.length]).toEqual([entries, 4]);
    expect(answer.scores.every(({ sheets }) => sheets.length === 2)).toBe(true);
  }
});
