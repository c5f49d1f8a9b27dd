import { beforeAll, describe, expect, it } from "vitest";
import { defaultReturnUntil } from "~/rules/screening/correction.ts";
import { screeningScene } from "~/testing/screening.ts";
import { findAllDecisions, findAnnouncedDecision } from "~db/queries/screening/decisions.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { decideApplication } from "../screening/decide-application.ts";

const database = testDatabase();
let scene: Awaited<ReturnType<typeof screeningScene>>;

beforeAll(async () => {
  scene = await screeningScene(database.db);
});

const refused = (type: string) => ({ ok: false, error: { type } });
const corrections = [
  { path: "summary", reason: "请补充应用场景" },
  { path: "attachments.deck", reason: "文件打不开" },
];

describe("returning an application for correction", () => {
  it("keeps the reasons field by field, opens it until the end of the seventh day, and writes a mail that waits", async () => {
    const heat = await scene.heat();
    const { id, code, version } = await scene.application({ roundId: heat.id });
    const at = new Date("2026-11-24T02:00:00Z");
    const answer = await decideApplication(
      { db: database.db, actor: scene.first, at },
      { code, version, decision: "return", corrections },
    );
    expect(answer).toEqual({
      ok: true,
      value: { state: "returned", version: version + 1, entry: null, proposed: false },
    });
    expect(await scene.latest(code)).toMatchObject({
      state: "returned",
      announcedState: "submitted",
      announcedDecisionId: null,
      returnUntil: new Date("2026-12-01T15:59:00Z"),
    });
    expect(await findAllDecisions(database.db, id)).toMatchObject([
      { decision: "return", reason: null, corrections, decidedBy: "初审员", checkedBy: null },
    ]);
    expect(await scene.mailsOf(id)).toMatchObject([
      { template: "returned", state: "pending", props: { corrections, until: "2026-12-01T15:59:00.000Z" } },
    ]);
  });

  it("ends where the screener says, and not in the past", async () => {
    const { code } = await scene.application({ roundId: (await scene.heat()).id });
    const until = (year: number) => ({ decision: "return", reason: "请核对", until: `${year}-01-31T23:59:00+08:00` });
    expect(await scene.decide(code, until(2020))).toMatchObject({
      error: { type: "invalid-input", fields: [{ path: "until" }] },
    });
    expect(await scene.decide(code, until(2099))).toMatchObject({ ok: true });
    expect((await scene.latest(code)).returnUntil).toEqual(new Date("2099-01-31T15:59:00Z"));
  });

  it.each([
    ["no reason and no correction", { corrections: [] }],
    ["a field that the form has not", { corrections: [{ path: "salary", reason: "?" }] }],
    ["a correction without a reason", { corrections: [{ path: "summary", reason: " " }] }],
    ["a field twice", { corrections: [corrections[0], corrections[0]] }],
  ])("is refused with %s", async (_, input) => {
    const { code } = await scene.application({ roundId: (await scene.heat()).id });
    expect(await scene.decide(code, { decision: "return", ...input })).toMatchObject({
      error: { type: "invalid-input" },
    });
    expect((await scene.latest(code)).state).toBe("submitted");
  });

  it("does not happen to what has a place in a heat: that is taken back first", async () => {
    const heat = await scene.heat();
    const { code } = await scene.application({ roundId: heat.id });
    await scene.decide(code, { decision: "qualify", round: heat.slug });
    expect(await scene.decide(code, { decision: "return", reason: "请补充" })).toEqual(refused("take-back-first"));
    expect(await scene.decide(code, { decision: "take-back", reason: "材料有误" })).toMatchObject({ ok: true });
    expect(await scene.entriesOf(heat.id)).toEqual([]);
    expect(await scene.decide(code, { decision: "return", reason: "请补充" })).toMatchObject({ ok: true });
  });
});

describe("taking a decision back", () => {
  it("leaves no mail when nobody was told, and says so when they were", async () => {
    const heat = await scene.heat();
    const { id, code } = await scene.application({ roundId: heat.id });
    await scene.decide(code, { decision: "ineligible", reason: "超龄" });
    await scene.decide(code, { decision: "take-back", reason: "看错生日" });
    expect(await scene.mailsOf(id)).toMatchObject([{ template: "ineligible", state: "void" }]);
    expect(await scene.latest(code)).toMatchObject({ state: "submitted", announcedState: "submitted" });

    await scene.decide(code, { decision: "ineligible", reason: "超龄" });
    await database.db.updateTable("mails").set({ state: "queued" }).where("state", "=", "pending").execute();
    await scene.announce(id);
    await scene.decide(code, { decision: "take-back", reason: "看错生日" });
    expect((await scene.mailsOf(id)).at(-1)).toMatchObject({ template: "reconsidered", state: "pending" });
    expect(await scene.latest(code)).toMatchObject({ state: "submitted", announcedState: "ineligible" });
  });

  it("puts it back to the heat that the applicant wished for", async () => {
    const wished = await scene.heat();
    const other = await scene.heat();
    const { code } = await scene.application({ roundId: wished.id });
    await scene.decide(code, { decision: "qualify", round: other.slug });
    expect((await scene.latest(code)).roundId).toBe(other.id);
    await scene.decide(code, { decision: "take-back", reason: "改回" });
    expect(await scene.latest(code)).toMatchObject({ state: "submitted", roundId: wished.id });
    expect(await scene.decide(code, { decision: "take-back", reason: "再来" })).toEqual(refused("already-decided"));
  });

  it("needs a reason", async () => {
    const { code } = await scene.application({ roundId: (await scene.heat()).id, state: "ineligible" });
    expect(await scene.decide(code, { decision: "take-back" })).toMatchObject({ error: { type: "invalid-input" } });
  });
});

describe("the waiting list", () => {
  it("of a full heat takes anybody in line, and lets them in when a place is free", async () => {
    const heat = await scene.heat({ capacity: 1 });
    const inside = await scene.application({ roundId: heat.id });
    const next = await scene.application({ roundId: heat.id });
    await scene.decide(inside.code, { decision: "qualify", round: heat.slug });
    expect(await scene.decide(next.code, { decision: "wait", round: heat.slug })).toMatchObject({ ok: true });
    expect(await scene.mailsOf(next.id)).toMatchObject([{ template: "waiting", props: { roundTitle: heat.title } }]);
    expect(await scene.decide(next.code, { decision: "wait", round: heat.slug })).toEqual(refused("already-decided"));
    const admit = { decision: "qualify", round: heat.slug };
    expect(await scene.decide(next.code, admit)).toMatchObject({ error: { type: "heat-full", capacity: 1 } });
    await scene.decide(inside.code, { decision: "wait", round: heat.slug });
    expect(await scene.entriesOf(heat.id)).toEqual([]);
    expect(await scene.decide(next.code, admit)).toMatchObject({ value: { state: "qualified" } });
    expect((await scene.mailsOf(next.id)).map(({ template, state }) => `${template} ${state}`)).toEqual([
      "waiting void",
      "qualified pending",
    ]);
  });

  it("is not there for a heat whose list is settled, and not for a final", async () => {
    const { code } = await scene.application({ roundId: (await scene.heat()).id });
    for (const about of [{ state: "ready" }, { kind: "final" }] as const)
      expect(await scene.decide(code, { decision: "wait", round: (await scene.heat(about)).slug })).toEqual(
        refused("round-not-open"),
      );
  });
});

describe("moving on from a preliminary review", () => {
  it("keeps the entry that was reviewed once the review is over, and not before", async () => {
    const { db } = database;
    const review = await scene.heat({ kind: "preliminary" });
    const heat = await scene.heat();
    const { id, code } = await scene.application({ roundId: review.id });
    await scene.decide(code, { decision: "qualify", round: review.slug });
    const move = { decision: "qualify", round: heat.slug };
    for (const state of ["ready", "judging"]) {
      await db.updateTable("rounds").set({ state }).where("id", "=", review.id).execute();
      expect(await scene.decide(code, move)).toEqual(refused("round-not-open"));
    }
    await db.updateTable("rounds").set({ state: "closed" }).where("id", "=", review.id).execute();
    expect(await scene.decide(code, move)).toMatchObject({ ok: true });
    expect(await scene.entriesOf(review.id)).toMatchObject([{ applicationId: id }]);
    expect(await scene.entriesOf(heat.id)).toMatchObject([{ applicationId: id }]);
  });
});

describe("at one time", () => {
  it("two screeners decide once: the other is told that somebody was faster", async () => {
    const heat = await scene.heat();
    const { id, code, version } = await scene.application({ roundId: heat.id });
    const answers = await Promise.all([
      decideApplication(
        { db: database.db, actor: scene.first },
        { code, version, decision: "qualify", round: heat.slug },
      ),
      decideApplication(
        { db: database.db, actor: scene.second },
        { code, version, decision: "ineligible", reason: "超龄" },
      ),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ error: { type: "stale-version" } });
    expect(await findAllDecisions(database.db, id)).toHaveLength(1);
  });

  it("the last place goes to one of those who move into it, and the other keeps its own", async () => {
    const left = await scene.heat();
    const last = await scene.heat({ capacity: 1 });
    const both = [await scene.application({ roundId: left.id }), await scene.application({ roundId: left.id })];
    for (const { code } of both) await scene.decide(code, { decision: "qualify", round: left.slug });
    const answers = await Promise.all(
      both.map(({ code }) => scene.decide(code, { decision: "qualify", round: last.slug })),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ error: { type: "heat-full" } });
    expect([await scene.entriesOf(left.id), await scene.entriesOf(last.id)].map(({ length }) => length)).toEqual([
      1, 1,
    ]);
  });

  it("two cities do not get the same project: the second sees the first, whatever the hurry", async () => {
    const here = await scene.heat();
    const there = await scene.heat();
    const person = { leaderName: "周同", leaderBirthOn: "1980-05-05" };
    const twins = [
      await scene.application({ roundId: here.id, answers: person }),
      await scene.application({ roundId: there.id, answers: person }),
    ];
    const answers = await Promise.all([
      scene.decide(twins[0]?.code ?? "", { decision: "qualify", round: here.slug }),
      scene.decide(twins[1]?.code ?? "", { decision: "qualify", round: there.slug }, scene.second),
    ]);
    const second = answers.findIndex(({ ok }) => !ok);
    expect(answers[second]).toEqual({
      ok: false,
      error: { type: "likely-duplicate", codes: [twins[1 - second]?.code] },
    });
    expect(
      await scene.decide(twins[second]?.code ?? "", { decision: "qualify", round: there.slug, duplicatesSeen: true }),
    ).toMatchObject({ ok: true });
  });
});

describe("what an applicant may know of a decision", () => {
  it("is nothing until it is released, and then that one, whatever is decided after", async () => {
    const { db } = database;
    const heat = await scene.heat();
    const { id, code } = await scene.application({ roundId: heat.id });
    await scene.decide(code, { decision: "return", corrections });
    expect(await findAnnouncedDecision(db, id)).toBeNull();
    await scene.announce(id);
    expect(await findAnnouncedDecision(db, id)).toMatchObject({ decision: "return", corrections });
    await scene.decide(code, { decision: "return", reason: "改了主意" });
    expect(await findAnnouncedDecision(db, id)).toMatchObject({ reason: null, corrections });
    await scene.decide(code, { decision: "ineligible", reason: "不告诉你" });
    expect(await findAnnouncedDecision(db, id)).toMatchObject({ decision: "return", corrections });
    expect(await scene.latest(code)).toMatchObject({ announcedState: "returned" });
  });

  it("ends when they hand in again", async () => {
    const { db } = database;
    const { id, code } = await scene.application({ roundId: (await scene.heat()).id });
    await scene.decide(code, { decision: "return", corrections });
    await scene.announce(id);
    const again = { state: "submitted", announcedState: "submitted" };
    await db.updateTable("applications").set(again).where("id", "=", id).execute();
    expect(await findAnnouncedDecision(db, id)).toBeNull();
  });
});

describe("who decides", () => {
  const decisions = [
    { decision: "return", reason: "x" },
    { decision: "wait", round: "x" },
    { decision: "take-back", reason: "x" },
  ];
  it.each(decisions)("$decision: screeners of the edition alone", async (decision) => {
    const { db } = database;
    const heat = await scene.heat();
    const { code } = await scene.application({ roundId: heat.id });
    const other = await screeningScene(db);
    const people = [
      await makePerson(db),
      other.first,
      await makePerson(db, { grants: [{ role: "supervisor", editionId: scene.editionId }] }),
      await makePerson(db, { grants: [{ role: "judge", roundId: heat.id }] }),
    ];
    for (const person of people) expect(await scene.decide(code, decision, person)).toEqual(refused("not-found"));
    expect(await scene.decide(code, decision, null)).toEqual(refused("signed-out"));
  });
});

it("a week ends with its seventh day in Beijing", () => {
  expect(defaultReturnUntil(new Date("2026-11-24T15:59:59Z"))).toEqual(new Date("2026-12-01T15:59:00Z"));
  expect(defaultReturnUntil(new Date("2026-11-24T16:00:00Z"))).toEqual(new Date("2026-12-02T15:59:00Z"));
});
