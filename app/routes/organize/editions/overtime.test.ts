import { expect, test } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeEdition, makeHeat } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as day from "../heats/day.tsx";
import * as overtime from "./overtime.tsx";

const database = testDatabase();
const pages = pagesOf({
  "organize/editions/:edition/settings/overtime": overtime,
  "organize/rounds/:round/day": day,
});

async function scene() {
  const { db } = database;
  const { edition } = await makeEdition(db);
  const organizer = await makePerson(db, { grants: [{ role: "organizer", editionId: edition.id }] });
  const path = `/organize/editions/${edition.slug}/settings/overtime`;
  const visit = async (at = path, actor: Actor = organizer) =>
    (await (await pages(at, { db, actor })).text()).replaceAll("<!-- -->", "");
  const save = async (form: Record<string, string>) => {
    const version = /name="version" value="([0-9a-f]+)"/.exec(await visit())?.[1] ?? "";
    return pages(path, { db, actor: organizer, form: { version, idempotencyKey: crypto.randomUUID(), ...form } });
  };
  const stored = async () =>
    (await db.selectFrom("editions").select("overtime").where("id", "=", edition.id).executeTakeFirstOrThrow())
      .overtime;
  return { edition, path, visit, save, stored };
}

const notice = {
  article: "第12条",
  "steps[0].reach": "over",
  "steps[0].seconds": "10",
  "steps[0].points": "0.2",
  "steps[1].reach": "from",
  "steps[1].seconds": "30",
  "steps[1].points": "0.5",
};

test("the table of a notice is filled in row by row, and stands there again", async () => {
  const { path, save, stored, visit } = await scene();
  const saved = await save(notice);
  expect([saved.status, saved.headers.get("Location")]).toEqual([303, `${path}?saved=1`]);
  expect(await stored()).toEqual({
    article: "第12条",
    steps: [
      { reach: "over", seconds: 10, points: 20 },
      { reach: "from", seconds: 30, points: 50 },
    ],
  });
  const html = await visit();
  for (const value of ["第12条", "10", "0.2", "30", "0.5"]) expect(html).toContain(`value="${value}"`);
});

test("what is wrong is said at its row, and nothing that was typed is lost", async () => {
  const { save, stored } = await scene();
  const refused = await save({ ...notice, "steps[0].seconds": "45", "steps[1].points": "0.505" });
  expect(refused.status).toBe(422);
  const html = (await refused.text()).replaceAll("<!-- -->", "");
  expect(html).toContain("第2档 · 扣分");
  for (const value of ["45", "0.505"]) expect(html).toContain(`value="${value}"`);
  expect(await stored()).toBeNull();
  const late = await save({ ...notice, "steps[0].seconds": "45" });
  expect((await late.text()).replaceAll("<!-- -->", "")).toContain("第2档 · 秒数");
  const bare = await save({ ...notice, article: "" });
  expect(bare.status).toBe(422);
  expect(await bare.text()).toContain("依据条款");
});

test("an emptied table proposes nothing any more", async () => {
  const { save, stored } = await scene();
  await save(notice);
  const emptied = { article: "", "steps[0].reach": "over", "steps[0].seconds": "", "steps[0].points": "" };
  expect((await save(emptied)).status).toBe(303);
  expect(await stored()).toBeNull();
});

test("a heat's own settings of the day lead there, for whoever sets the edition up", async () => {
  const { edition, path, visit } = await scene();
  const { round } = await makeHeat(database.db, { editionId: edition.id, state: "ready" });
  expect(await visit(`/organize/rounds/${round.slug}/day`)).toContain(`href="${path}"`);
  const ofRound = await makePerson(database.db, { grants: [{ role: "organizer", roundId: round.id }] });
  expect(await visit(`/organize/rounds/${round.slug}/day`, ofRound)).not.toContain(path);
});
