import { expect, test } from "vitest";
import { screeningScene } from "~/testing/screening.ts";
import { findEdition } from "~db/queries/editions/editions.ts";
import { testDatabase } from "~db/testing/database.ts";
import { decideApplication } from "../screening/decide-application.ts";
import { releaseMails } from "./release-mails.ts";

const database = testDatabase();
const newest = "999999999999999999";
const day = 24 * 3600 * 1000;

async function returned() {
  const { db } = database;
  const scene = await screeningScene(db);
  const { id, code } = await scene.application({ roundId: (await scene.heat()).id });
  const give = async (at: Date, until: Date) => {
    const input = { code, version: (await scene.latest(code)).version, decision: "return", reason: "请补充。" };
    const answer = await decideApplication({ db, actor: scene.first, at }, { ...input, until: until.toISOString() });
    expect(answer).toMatchObject({ ok: true });
  };
  const row = await db
    .selectFrom("editions")
    .select("slug")
    .where("id", "=", scene.editionId)
    .executeTakeFirstOrThrow();
  const edition = (await findEdition(db, row.slug))?.slug ?? "";
  const release = async (at: Date) =>
    expect(
      await releaseMails({ db, actor: scene.organizer, at }, { edition, chosen: { type: "all" }, upTo: newest }),
    ).toMatchObject({ ok: true });
  const ends = async () => (await scene.latest(code)).returnUntil?.toISOString();
  return { ...scene, id, code, give, release, ends };
}

test("the days of a return begin when the applicant hears of it, in the application and in the mail alike", async () => {
  const { give, release, ends, mailsOf, id } = await returned();
  const decided = new Date("2026-11-02T02:00:00Z");
  const until = new Date("2026-11-09T15:59:59.000Z");
  await give(decided, until);
  expect(await ends()).toBe(until.toISOString());
  await release(new Date(decided.getTime() + 9 * day));
  expect(await ends()).toBe("2026-11-18T15:59:59.000Z");
  expect((await mailsOf(id)).at(-1)).toMatchObject({ props: { until: "2026-11-18T15:59:59.000Z" } });
});

test("a day that was promised is not cut short by a further return", async () => {
  const { give, release, ends } = await returned();
  const at = new Date("2026-11-02T02:00:00Z");
  await give(at, new Date("2026-11-20T15:59:59.000Z"));
  await release(at);
  await give(new Date("2026-11-03T02:00:00Z"), new Date("2026-11-10T15:59:59.000Z"));
  expect(await ends()).toBe("2026-11-20T15:59:59.000Z");
});

test("what is erased is decided on no more", async () => {
  const { db } = database;
  const scene = await screeningScene(db);
  const { id, code } = await scene.application({ roundId: (await scene.heat()).id });
  await db.updateTable("applications").set({ erasedAt: new Date() }).where("id", "=", id).execute();
  expect(await scene.decide(code, { decision: "ineligible", reason: "材料不实" })).toEqual({
    ok: false,
    error: { type: "not-found" },
  });
});
