import { describe, expect, test } from "vitest";
import * as panelPage from "~/routes/organize/rounds/panel.tsx";
import * as sheetPage from "~/routes/organize/scoring/sheet.tsx";
import { pagesOf } from "~/testing/pages.ts";
import { findSessionByToken } from "~db/queries/accounts/sessions.ts";
import { findStaff, findStaffToTell } from "~db/queries/accounts/staff.ts";
import { makeHeat, makeSheet, releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { liftStaffRecusal, recuseStaff } from "../accounts/recuse-staff.ts";
import { recuseJudge } from "./recuse-judge.ts";
import { submitSheet } from "./submit-sheet.ts";

const database = testDatabase();
const at = new Date("2026-11-20T01:00:00Z");
const reason = "评委是该企业的顾问";

async function scene(state: "judging" | "closed" = "judging") {
  const heat = await makeHeat(database.db, { state });
  const organizer = await makePerson(database.db, {
    grants: [{ role: "organizer", editionId: heat.round.editionId }],
  });
  const supervisor = await makePerson(database.db, {
    grants: [{ role: "supervisor", editionId: heat.round.editionId }],
  });
  const [entry] = heat.entries;
  const [seat] = heat.seats;
  if (!entry || !seat) throw new Error("nothing to judge");
  const place = { round: heat.round.slug, entry: entry.key, judge: seat.key };
  return { ...heat, organizer, supervisor, entry, seat, place, by: { db: database.db, actor: organizer, at } };
}

const recusalsOf = (roundId: number) =>
  database.db.selectFrom("recusals").select(["reason", "declaredById"]).where("roundId", "=", roundId).execute();

describe("a judge whom staff recuse from a project", () => {
  test("is recused with the reason and by whom; a draft goes, and no sheet is taken any more", async () => {
    const { round, entry, seat, organizer, place, by } = await scene();
    const draft = { roundId: round.id, entryId: entry.id, judgeId: seat.id, marks: { tech: 2500 } };
    await makeSheet(database.db, { ...draft, state: "draft" });
    expect(await recuseJudge(by, { ...place, reason })).toMatchObject({ ok: true });
    expect(await recusalsOf(round.id)).toEqual([{ reason, declaredById: organizer.id }]);
    const sheets = database.db.selectFrom("sheets").select("id").where("judgeId", "=", seat.id);
    expect(await sheets.where("entryId", "=", entry.id).execute()).toEqual([]);
    const marks = { tech: "25.5", market: "18", business: "16.5", team: "20", landing: "0" };
    const sheet = { round: round.slug, entry: entry.key, marks, version: 0 };
    expect(await submitSheet({ db: database.db, actor: seat.actor, at }, sheet)).toMatchObject({
      error: { type: "recused" },
    });
    expect(await recuseJudge(by, { ...place, reason })).toMatchObject({ error: { type: "recused" } });
  });

  test.each(["scorer", "supervisor"] as const)(
    "may be recused by a %s too, not by a screener or another judge",
    async (role) => {
      const { round, place, seats, by } = await scene();
      const screener = await makePerson(database.db, { grants: [{ role: "screener", editionId: round.editionId }] });
      for (const actor of [screener, seats[1]?.actor ?? null])
        expect((await recuseJudge({ ...by, actor }, { ...place, reason })).ok).toBe(false);
      const actor = await makePerson(database.db, { grants: [{ role, roundId: round.id }] });
      expect(await recuseJudge({ ...by, actor }, { ...place, reason })).toMatchObject({ ok: true });
    },
  );

  test("with a submitted sheet stays: it is reopened first, by two people", async () => {
    const { round, entry, seat, place, by } = await scene();
    await makeSheet(database.db, { roundId: round.id, entryId: entry.id, judgeId: seat.id, marks: { tech: 2500 } });
    expect(await recuseJudge(by, { ...place, reason })).toMatchObject({ error: { type: "sheet-locked" } });
    expect(await recusalsOf(round.id)).toEqual([]);
  });

  test("needs a reason, and not once the scoring is over", async () => {
    const { place, by } = await scene();
    expect(await recuseJudge(by, { ...place, reason: " " })).toMatchObject({ error: { type: "invalid-input" } });
    const closed = await scene("closed");
    expect(await recuseJudge(closed.by, { ...closed.place, reason })).toMatchObject({
      error: { type: "round-not-open" },
    });
  });

  test("is offered at the sheet, which says so then", async () => {
    const { place, by } = await scene();
    const page = pagesOf({ "/organize/rounds/:round/table/:entry/:judge": sheetPage });
    const path = `/organize/rounds/${place.round}/table/${place.entry}/${place.judge}`;
    expect(await (await page(path, by)).text()).toContain("登记回避…");
    expect((await page(path, { ...by, form: { intent: "recuse", reason } })).status).toBe(303);
    const shown = await (await page(path, by)).text();
    expect(shown).toContain(reason);
    expect(shown).not.toContain("登记回避…");
  });
});

describe("a supervisor who is recused from a round", () => {
  test("may do nothing there, is not asked to sign, and keeps the rest", async () => {
    const { round, supervisor, by } = await scene("closed");
    const scope = { editionId: round.editionId, roundId: round.id };
    await database.db
      .insertInto("sessions")
      .values({
        id: `recused-${round.id}`,
        token: `recused-${round.id}`,
        userId: supervisor.id,
        expiresAt: new Date("2030-01-01"),
      })
      .execute();
    const told = async () => (await findStaffToTell(database.db, scope, ["supervisor"])).map(({ id }) => id);
    expect(await told()).toContain(supervisor.id);
    expect(await recuseStaff(by, { round: round.slug, userId: supervisor.id, reason })).toMatchObject({ ok: true });
    expect((await findSessionByToken(database.db, `recused-${round.id}`, at))?.user.recusedRoundIds).toEqual([
      round.id,
    ]);
    expect(await told()).not.toContain(supervisor.id);
    const listed = async () =>
      (await findStaff(database.db, scope, at)).find(({ userId }) => userId === supervisor.id)?.recusal;
    expect(await listed()).toBe(reason);
    expect(await liftStaffRecusal(by, { round: round.slug, userId: supervisor.id, reason: "误登" })).toMatchObject({
      ok: true,
    });
    expect(await listed()).toBeNull();
    expect(await told()).toContain(supervisor.id);
  });

  test("cannot sign a release of it, even around the commands", async () => {
    const { round, entry, seat, supervisor, organizer, scorer, by } = await scene("judging");
    const marks = { tech: 2500, market: 1800, business: 1600, team: 2000, landing: 500 };
    await makeSheet(database.db, { roundId: round.id, entryId: entry.id, judgeId: seat.id, marks });
    await database.db.updateTable("rounds").set({ state: "closed" }).where("id", "=", round.id).execute();
    const { digest } = await releaseRound(database.db, { round, scorer, supervisor, organizer }, "proposed");
    await recuseStaff(by, { round: round.slug, userId: supervisor.id, reason });
    const { id: releaseId } = await database.db
      .selectFrom("releases")
      .select("id")
      .where("roundId", "=", round.id)
      .executeTakeFirstOrThrow();
    const signature = {
      releaseId,
      digest,
      step: "confirm",
      role: "supervisor",
      signedById: supervisor.id,
      signedName: "监督员",
      signedAt: at,
    };
    const signed = database.db.insertInto("releaseSignatures").values(signature).execute();
    await expect(signed).rejects.toThrow("recused from the round");
  });

  test("is recused by an organizer alone, not by themselves, and only where they work", async () => {
    const { round, supervisor, organizer, scorer, by } = await scene();
    const given = { round: round.slug, reason };
    expect(await recuseStaff({ ...by, actor: scorer }, { ...given, userId: supervisor.id })).toMatchObject({
      error: { type: "not-found" },
    });
    expect(await recuseStaff(by, { ...given, userId: organizer.id })).toMatchObject({ error: { type: "own-recusal" } });
    const stranger = await makePerson(database.db);
    expect(await recuseStaff(by, { ...given, userId: stranger.id })).toMatchObject({
      error: { type: "not-staff-there" },
    });
  });

  test("is recused, and taken back, on the page of the panel", async () => {
    const { round, supervisor, by } = await scene();
    const page = pagesOf({ "/organize/rounds/:round/panel": panelPage });
    const path = `/organize/rounds/${round.slug}/panel`;
    const form = { intent: `recuse-${supervisor.id}`, userId: supervisor.id, reason };
    expect((await page(path, { ...by, form: { ...form, reason: "" } })).status).toBe(422);
    expect((await page(path, { ...by, form })).status).toBe(303);
    const shown = await (await page(path, by)).text();
    expect(shown).toContain(`回避理由：${reason}`);
    expect(shown).toContain("撤销回避…");
  });
});
