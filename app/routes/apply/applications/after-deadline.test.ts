import { beforeAll, describe, expect, it } from "vitest";
import { consentVersion } from "~/rules/applications/consent.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeApplication, teamAnswers } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as application from "./application.tsx";
import * as draft from "./draft.ts";

const database = testDatabase();
const open = pagesOf({ "apply/:code": application, "apply/:code/draft": draft });
let scene: Awaited<ReturnType<typeof makeScene>>;

async function makeScene() {
  const { db } = database;
  const { edition, groups, track } = await makeEdition(db);
  const round = await makeRound(db, { editionId: edition.id });
  const about = { editionId: edition.id, roundId: round.id, trackId: track.id, groupId: groups.team.id };
  const made = await makeApplication(db, { ...about, state: "draft" });
  const submitted = await makeApplication(db, { ...about, state: "submitted" });
  await db.updateTable("editions").set({ applyClosesAt: new Date() }).where("id", "=", edition.id).execute();
  return { draft: made, submitted };
}
beforeAll(async () => {
  scene = await makeScene();
});

const { market, businessModel = "" } = teamAnswers;
const base = JSON.stringify({ market, businessModel });
const htmlOf = async (answer: Response) => (await answer.text()).replaceAll("<!-- -->", "");

describe("after the deadline", () => {
  it("a draft is neither saved nor handed in: what is stored stays", async () => {
    const { db } = database;
    const { code, id, applicant: actor, textVersion } = scene.draft;
    const version = String(textVersion);
    const change = { version, change: JSON.stringify({ market: "晚了" }), base: JSON.stringify({ market }) };
    const saved = await open(`/apply/${code}/draft`, { db, actor, form: change });
    expect([saved.status, await saved.json()]).toEqual([409, { ok: false, error: { type: "deadline-passed" } }]);
    const submitted = await open(`/apply/${code}?step=submit`, {
      db,
      actor,
      form: { intent: "submit", version, consent: consentVersion },
    });
    expect(submitted.status).toBe(409);
    expect(await htmlOf(submitted)).toContain("报名已截止");
    const row = await db.selectFrom("applications").select(["state", "answers"]).where("id", "=", id).execute();
    expect(row).toMatchObject([{ state: "draft", answers: { market } }]);
  });

  it("its page says that it was not submitted, and leads to what was written", async () => {
    const { code, applicant: actor } = scene.draft;
    const html = await htmlOf(await open(`/apply/${code}`, { db: database.db, actor }));
    expect(html).toContain("这份草稿没有提交");
    expect(html).not.toContain("以已提交的内容为准");
    expect(html).toContain(`href="/apply/${code}/preview"`);
    const english = await htmlOf(await open(`/apply/${code}`, { db: database.db, actor, locale: "en" }));
    expect(english).toContain("this draft was not submitted");
  });

  it("what was submitted counts, and its page says that", async () => {
    const { code, applicant: actor } = scene.submitted;
    const html = await htmlOf(await open(`/apply/${code}`, { db: database.db, actor }));
    expect(html).toContain("以已提交的内容为准");
    expect(html).not.toContain("没有提交");
  });

  it("the words of a step that was sent without script come back to be copied, but for the identity number", async () => {
    const { db } = database;
    const { code, applicant: actor, textVersion } = scene.draft;
    const step = { version: String(textVersion), base, market: "没有保存的市场", businessModel };
    const late = await open(`/apply/${code}?step=business`, { db, actor, form: step });
    expect(late.status).toBe(409);
    const html = await htmlOf(late);
    expect(html).toContain("以下内容没有保存");
    expect(html).toContain("没有保存的市场");
    const leader = { version: String(textVersion), base: "{}", identityNumber: "E98765432" };
    const number = await htmlOf(await open(`/apply/${code}?step=leader`, { db, actor, form: leader }));
    expect(number).toContain("报名已截止");
    expect(number).not.toContain("E98765432");
  });
});
