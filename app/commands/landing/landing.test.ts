import { beforeEach, describe, expect, test } from "vitest";
import type { By } from "~/commands/command.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { eraseApplications } from "~db/queries/accounts/erasure.ts";
import { findLanding, findLandingHistory, findLandingPayments, findLandings } from "~db/queries/landing/landings.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { examine, makeFinal, makeLandings } from "~db/seed/factories/finals.ts";
import { makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { revokeFinalistDecision } from "../diligence/revoke-finalist-decision.ts";
import { addFinalLandings } from "./add-final-landings.ts";
import { addLanding } from "./add-landing.ts";
import { assignLanding } from "./assign-landing.ts";
import { changeMilestoneDeadline } from "./change-milestone-deadline.ts";
import { completeMilestone } from "./complete-milestone.ts";
import { giveUpLanding } from "./give-up-landing.ts";
import { recordFunds } from "./record-funds.ts";
import { reopenMilestone } from "./reopen-milestone.ts";
import { saveLandingMonths } from "./save-landing-months.ts";
import { takeBackFunds } from "./take-back-funds.ts";
import { takeUpLanding } from "./take-up-landing.ts";

const database = testDatabase();
const at = new Date("2027-03-31T16:30:00Z");
const by = (actor: Actor): By => ({ db: database.db, actor, at });

/** How a command ended; of what a field's rule refuses, the field and why. */
const endOf = (answer: { ok: boolean; error?: { type: string; fields?: { path: string; code: string }[] } }) =>
  answer.error?.fields?.map(({ path, code }) => `${path}: ${code}`).join() ?? answer.error?.type ?? "done";

let made: Awaited<ReturnType<typeof makeLandings>>;
const of = () => ({ edition: made.edition.slug, number: 1 });
const kept = async () => {
  const landing = await findLanding(database.db, made.edition.id, 1);
  if (!landing) throw new Error("no landing");
  return landing;
};
const done = async (change: object, actor = made.organizer) =>
  endOf(await completeMilestone(by(actor), { ...of(), doneOn: "2027-03-01", ...change }));

describe("projects", () => {
  test("of a published final are added at once, once, with deadlines by the edition's months", async () => {
    const { db } = database;
    const { edition, final, organizer } = await makeFinal(db, { entries: 3 });
    const months = { intention: 6, agreement: 6, registration: 12, capital: 12, funds: 12 };
    const version = digestOf(edition.landingMonths);
    const save = (given: object) => saveLandingMonths(by(organizer), { edition: edition.slug, version, ...given });
    expect(endOf(await save({ months: { ...months, funds: 6 } }))).toBe("months.funds: before-the-one-before");
    expect(endOf(await save({ months }))).toBe("done");
    expect(endOf(await save({ months }))).toBe("stale-version");
    const input = { edition: edition.slug, owner: organizer.id, startedOn: "2026-12-01" };
    expect(await addFinalLandings(by(organizer), input)).toMatchObject({ ok: true, value: { added: 3 } });
    expect(endOf(await addFinalLandings(by(organizer), input))).toBe("no-final-to-land");
    const all = await findLandings(db, edition.id);
    expect(all.map(({ number, title }) => [number, title])).toEqual([
      [1, "项目1"],
      [2, "项目2"],
      [3, "项目3"],
    ]);
    expect(all[0]?.milestones.map(({ dueOn, doneOn }) => [dueOn, doneOn])).toEqual([
      ["2027-06-01", null],
      ["2027-06-01", null],
      ["2027-12-01", null],
      ["2027-12-01", null],
      ["2027-12-01", null],
    ]);
    const again = await addLanding(by(organizer), { ...input, project: `${final.round.slug}/2` });
    expect(endOf(again)).toBe("landing-there");
  });

  test("that lost their rank in due diligence are left out, until that is revoked", async () => {
    const { db } = database;
    const { edition, final, organizer } = await makeFinal(db, { entries: 3 });
    await examine(db, { edition, organizer }, { 1: "failed" }, "申报不实");
    const input = { edition: edition.slug, owner: organizer.id, startedOn: "2026-12-01" };
    expect(await addFinalLandings(by(organizer), input)).toMatchObject({ ok: true, value: { added: 2 } });
    expect(endOf(await addFinalLandings(by(organizer), input))).toBe("no-final-to-land");
    const revoked = await revokeFinalistDecision(by(organizer), {
      edition: edition.slug,
      entry: "1",
      reason: "查证属实",
    });
    expect(revoked).toMatchObject({ ok: true });
    expect(await addFinalLandings(by(organizer), input)).toMatchObject({ ok: true, value: { added: 1 } });
    expect(final.entries).toHaveLength(3);
  });

  test("of a final that is not published, or of another edition, are not", async () => {
    const { db } = database;
    const { edition, final, organizer } = await makeFinal(db);
    const input = { edition: edition.slug, owner: organizer.id, startedOn: "2026-12-01" };
    await db.updateTable("rounds").set({ kind: "heat" }).where("id", "=", final.round.id).execute();
    expect(endOf(await addFinalLandings(by(organizer), input))).toBe("no-final-to-land");
    const other = await makeFinal(db);
    const foreign = { ...input, project: `${other.final.round.slug}/1` };
    expect(endOf(await addLanding(by(organizer), foreign))).toBe("project: no-project");
    const own = { ...input, project: `${final.round.slug}/1` };
    const stranger = await makePerson(db, { grants: [{ role: "screener", editionId: edition.id }] });
    expect(endOf(await addLanding(by(organizer), { ...own, owner: stranger.id }))).toBe("owner: no-owner");
    expect(endOf(await addLanding(by(organizer), own))).toBe("done");
  });

  test("that went on from a heat, or are in two finals, are tracked once", async () => {
    const { db } = database;
    const { edition, groups, final, organizer } = await makeFinal(db, { entries: 2 });
    const { final: heat } = await makeFinal(db, { entries: 2 });
    await db.updateTable("rounds").set({ editionId: edition.id }).where("id", "=", heat.round.id).execute();
    const where = { editionId: edition.id, groupId: groups.team.id, roundId: heat.round.id };
    const { id } = await makeApplication(db, where);
    for (const [at, round] of [final, heat].entries()) {
      const [first, second] = round.entries.map((entry) => entry.id);
      await db
        .updateTable("entries")
        .set({ applicationId: id })
        .where("id", "=", first ?? 0)
        .execute();
      const from = at === 0 ? heat.entries[1]?.id : null;
      await db
        .updateTable("entries")
        .set({ fromEntryId: from })
        .where("id", "=", second ?? 0)
        .execute();
    }
    await db.updateTable("rounds").set({ kind: "heat" }).where("id", "=", heat.round.id).execute();
    const input = { edition: edition.slug, owner: organizer.id, startedOn: "2026-12-01" };
    const one = { ...input, project: `${heat.round.slug}/2` };
    expect(endOf(await addLanding(by(organizer), one))).toBe("done");
    await db.updateTable("rounds").set({ kind: "final" }).where("id", "=", heat.round.id).execute();
    expect(await addFinalLandings(by(organizer), input)).toMatchObject({ ok: true, value: { added: 1 } });
    for (const project of [`${final.round.slug}/1`, `${final.round.slug}/2`, `${heat.round.slug}/1`])
      expect(endOf(await addLanding(by(organizer), { ...input, project }))).toBe("landing-there");
  });

  test("are added by an application's code too, on the platform that it names", async () => {
    const { db } = database;
    const { edition, groups, organizer } = await makeFinal(db);
    const heat = await makeRound(db, { editionId: edition.id });
    const where = { editionId: edition.id, groupId: groups.team.id, roundId: heat.id };
    const submitted = await makeApplication(db, where);
    const input = { edition: edition.slug, owner: organizer.id, startedOn: "2026-12-01" };
    expect(endOf(await addLanding(by(organizer), { ...input, project: submitted.code }))).toBe("project: no-project");
    const { code } = await makeApplication(db, { ...where, state: "qualified" });
    const project = code.toLowerCase();
    expect(await addLanding(by(organizer), { ...input, project })).toMatchObject({ ok: true, value: { number: 1 } });
    expect(endOf(await addLanding(by(organizer), { ...input, project }))).toBe("landing-there");
    expect(await findLanding(db, edition.id, 1)).toMatchObject({
      platform: "high-tech-zone",
      code,
      title: "湖光硅基光互连芯片",
    });
  });
});

describe("a landing", () => {
  beforeEach(async () => {
    made = await makeLandings(database.db);
  });

  test("is tracked by organizers of its edition alone", async () => {
    const { organizer: stranger } = await makeFinal(database.db, { entries: 1 });
    for (const actor of [made.supervisor, made.final.scorer, stranger]) {
      const end = [
        await done({ step: "intention" }, actor),
        endOf(await recordFunds(by(actor), { ...of(), amount: 1, paidOn: "2027-03-01", last: false })),
        endOf(await giveUpLanding(by(actor), { ...of(), reason: "不落了" })),
        endOf(await takeUpLanding(by(actor), { ...of(), reason: "又落了" })),
        endOf(await assignLanding(by(actor), { ...of(), platform: null, owner: actor.id })),
        endOf(await addFinalLandings(by(actor), { edition: of().edition, owner: actor.id, startedOn: "2026-12-01" })),
      ];
      expect(new Set(end)).toEqual(new Set(["not-found"]));
    }
  });

  test("goes from intention to the last instalment of the funds, with its amounts", async () => {
    expect(await done({ step: "intention", note: " 已到访 " })).toBe("done");
    expect(await done({ step: "intention" })).toBe("milestone-done");
    expect(await done({ step: "registration" })).toBe("reason: out-of-order");
    expect(await done({ step: "agreement", doneOn: "2027-04-02" })).toBe("doneOn: in-future");
    expect(await done({ step: "agreement", doneOn: "2027-04-01" })).toBe("done");
    expect(await done({ step: "registration", doneOn: "2027-03-15", reason: "先注册后签约" })).toBe("done");
    expect(await done({ step: "capital", doneOn: "2027-04-01" })).toBe("amount: no-amount");
    expect(await done({ step: "capital", doneOn: "2027-04-01", amount: "5000000" })).toBe("done");
    expect(await done({ step: "funds", doneOn: "2027-04-01" })).toBe("step: invalid_value");
    const pay = async (change: object) =>
      endOf(
        await recordFunds(by(made.organizer), {
          ...of(),
          amount: 300_000,
          paidOn: "2027-04-01",
          last: false,
          ...change,
        }),
      );
    expect(await pay({ paidOn: "2027-03-31" })).toBe("funds-need-agreement");
    expect(await pay({ amount: "0" })).toBe("amount: too_small");
    expect(await pay({})).toBe("done");
    expect(await pay({ amount: 200_000, last: true })).toBe("done");
    expect(await pay({})).toBe("milestone-done");
    expect(await kept()).toMatchObject({ capital: 5_000_000, funds: 500_000 });
    expect((await kept()).milestones.map(({ doneOn }) => doneOn)).toEqual([
      "2027-03-01",
      "2027-04-01",
      "2027-03-15",
      "2027-04-01",
      "2027-04-01",
    ]);
    expect((await kept()).milestones[0]?.note).toBe("已到访");
    expect((await findLandings(database.db, made.edition.id))[1]).toMatchObject({ capital: null, funds: 0 });
  });

  test("gives back what was put on record by mistake, for a reason, but no agreement that funds were paid by", async () => {
    for (const step of ["intention", "agreement"]) await done({ step });
    const { organizer } = made;
    const paid = { ...of(), amount: 7, paidOn: "2027-03-02", last: true, reason: "一次付清" };
    expect(endOf(await recordFunds(by(organizer), paid))).toBe("done");
    const reopen = async (step: string, reason = "登错了") =>
      endOf(await reopenMilestone(by(organizer), { ...of(), step, reason }));
    expect([await reopen("agreement"), await reopen("capital"), await reopen("intention", " ")]).toEqual([
      "funds-need-agreement",
      "milestone-not-done",
      "reason: too_small",
    ]);
    const [payment] = await findLandingPayments(database.db, (await kept()).id);
    const back = async (number = 1) =>
      endOf(await takeBackFunds(by(organizer), { ...of(), number, payment: payment?.id, reason: "金额有误" }));
    expect([await back(2), await back(), await back()]).toEqual(["not-found", "done", "not-found"]);
    expect(await kept()).toMatchObject({ funds: 0 });
    expect((await kept()).milestones.at(-1)?.doneOn).toBeNull();
    expect((await findLandingPayments(database.db, (await kept()).id)).map(({ takenBackAt }) => takenBackAt)).toEqual([
      at,
    ]);
    expect([await reopen("agreement"), await reopen("agreement")]).toEqual(["done", "milestone-not-done"]);
  });

  test("has its deadlines changed for a reason, its platform and owner settled", async () => {
    const { organizer, supervisor } = made;
    const move = async (change: object) =>
      endOf(
        await changeMilestoneDeadline(by(organizer), { ...of(), step: "agreement", dueOn: "2027-09-01", ...change }),
      );
    expect([await move({}), await move({ reason: "选址未定" })]).toEqual(["reason: invalid_type", "done"]);
    expect((await kept()).milestones.map(({ dueOn }) => dueOn)).toEqual([
      "2027-06-01",
      "2027-09-01",
      "2027-06-01",
      "2027-12-01",
      "2027-12-01",
    ]);
    await done({ step: "intention" });
    await done({ step: "agreement" });
    expect(await move({ reason: "再延" })).toBe("milestone-done");
    const assign = async (change: object) =>
      endOf(
        await assignLanding(by(organizer), { ...of(), platform: "development-zone", owner: supervisor.id, ...change }),
      );
    expect([
      await assign({ platform: "moon" }),
      await assign({ owner: made.final.scorer.id }),
      await assign({}),
    ]).toEqual(["platform: invalid_value", "owner: no-owner", "done"]);
    expect(await kept()).toMatchObject({ platform: "development-zone", ownerId: supervisor.id });
  });

  test("that was given up stands still until it is taken up again", async () => {
    const { organizer } = made;
    const up = async () => endOf(await takeUpLanding(by(organizer), { ...of(), reason: "回来了" }));
    const out = async () => endOf(await giveUpLanding(by(organizer), { ...of(), reason: "去了外地" }));
    expect([await up(), await out(), await out()]).toEqual(["landing-not-given-up", "done", "landing-given-up"]);
    const paid = { ...of(), amount: 1, paidOn: "2027-03-01", last: false };
    expect([
      await done({ step: "intention" }),
      endOf(await recordFunds(by(organizer), paid)),
      endOf(
        await changeMilestoneDeadline(by(organizer), { ...of(), step: "funds", dueOn: "2028-01-01", reason: "延" }),
      ),
      endOf(await reopenMilestone(by(organizer), { ...of(), step: "funds", reason: "登错" })),
    ]).toEqual(["landing-given-up", "landing-given-up", "reason: too_small", "landing-given-up"]);
    expect([await up(), await done({ step: "intention" })]).toEqual(["done", "done"]);
  });

  test("leaves keys, days and amounts in the trail, reasons beside it and notes in neither; its history has them all", async () => {
    await done({ step: "intention", note: "联系人王女士" });
    await done({ step: "capital", amount: 9, reason: "先行注资" });
    const history = await findLandingHistory(database.db, made.edition.id, 1);
    expect(history.map(({ command, reason }) => [command, reason])).toEqual([
      ["complete-milestone", "先行注资"],
      ["complete-milestone", null],
      ["add-final-landings", null],
    ]);
    expect(history[0]?.facts).toMatchObject({ landing: 1, milestone: "capital", doneOn: "2027-03-01", yuan: 9 });
    expect(JSON.stringify(history.map(({ facts }) => facts))).not.toMatch(/先行注资|王女士/);
    const { queries } = await database.queriesOf(() => findLandingHistory(database.db, made.edition.id, 2));
    expect(queries.length).toBe(1);
    expect(await findLandingHistory(database.db, made.edition.id, 2)).toHaveLength(1);
  });
});

test("what was written about a landing goes with its application's personal data; days and amounts stay", async () => {
  const { db } = database;
  made = await makeFinal(db);
  const { edition, groups, organizer } = made;
  const heat = await makeRound(db, { editionId: edition.id });
  const where = { editionId: edition.id, groupId: groups.team.id, roundId: heat.id };
  const { id, code } = await makeApplication(db, { ...where, state: "qualified" });
  const input = { edition: edition.slug, owner: organizer.id, startedOn: "2026-12-01", project: code };
  expect(endOf(await addLanding(by(organizer), input))).toBe("done");
  expect(await done({ step: "agreement", note: "王女士经办", reason: "王女士说的" })).toBe("done");
  await recordFunds(by(organizer), { ...of(), amount: 5, paidOn: "2027-03-01", last: false, note: "王女士领取" });
  await db.transaction().execute((trx) => eraseApplications(trx, [id], at));
  const landing = await kept();
  const all = [landing, await findLandingPayments(db, landing.id), await findLandingHistory(db, edition.id, 1)];
  expect(JSON.stringify(all)).not.toContain("王女士");
  expect(landing).toMatchObject({ funds: 5 });
  expect(landing.milestones[1]?.doneOn).toBe("2027-03-01");
});

test("an edition's landings are found in one query, one or three", async () => {
  for (const entries of [1, 3]) {
    const { edition } = await makeLandings(database.db, { entries });
    const { answer, queries } = await database.queriesOf(() => findLandings(database.db, edition.id));
    expect([answer.length, queries.length]).toEqual([entries, 1]);
  }
});
