import { expect, test } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeHeat } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as desk from "./desk.tsx";
import * as overview from "./overview.tsx";

const database = testDatabase();
const page = pagesOf({ "/organize": desk, "/organize/rounds/:round": overview });

/** A heat that is being judged, its entries without a sheet; `enter` has somebody enter sheets on paper. */
async function hall() {
  const { db } = database;
  const { round, seats, entries, scorer } = await makeHeat(db, { entries: 3, judges: 3, title: "上海城市赛" });
  const person = (role: "scorer" | "supervisor" | "conductor" | "organizer") =>
    makePerson(db, { grants: [{ role, roundId: round.id }] });
  const enter = async (count: number, by: Actor = scorer, of = 0) => {
    const photo = { photo: "kept/1", photoType: "image/png", photoSize: 1, photoDigest: "a".repeat(64) };
    for (const entry of entries.slice(0, count)) {
      const place = { roundId: round.id, entryId: entry.id, judgeId: seats[of]?.id ?? 0 };
      const entered = { state: "entered", marks: {}, enteredById: by.id, enteredAt: new Date() };
      await db
        .insertInto("paperSheets")
        .values({ ...place, ...photo, ...entered, broughtById: by.id })
        .execute();
    }
  };
  const visit = async (path: string, actor: Actor, more: object = {}) => {
    const { answer, queries } = await database.queriesOf(
      async () => await (await page(path, { db, actor, ...more })).text(),
    );
    return { html: answer, queries: queries.length };
  };
  const at = `/organize/rounds/${round.slug}`;
  return { round, scorer, person, enter, visit, at, to: `href="${at}/table#matters"` };
}

test("a sheet on paper that one person entered waits on the desk and in the round of every other who may check it", async () => {
  const { scorer, person, enter, visit, at, to } = await hall();
  const supervisor = await person("supervisor");
  const second = await person("scorer");
  await enter(1);
  for (const actor of [supervisor, second]) {
    const { html } = await visit("/organize", actor);
    expect(html).toContain("轮到您办理：1 项");
    expect(html).toContain("上海城市赛：1 张纸质评分单待您对照照片核对");
    expect(html).toContain(to);
    const own = (await visit(at, actor)).html;
    expect(own).toContain("1 张纸质评分单已由他人录入，待您对照照片核对");
    expect(own).toContain(to);
  }
  for (const actor of [scorer, await person("conductor"), await person("organizer")])
    expect((await visit("/organize", actor)).html).not.toContain("纸质评分单待您");
  for (const actor of [scorer, await person("organizer")])
    expect((await visit(at, actor)).html).not.toContain("张纸质评分单");
  await enter(2, second, 1);
  expect((await visit("/organize", second)).html).toContain("1 张纸质评分单待您");
  expect((await visit("/organize", scorer)).html).toContain("2 张纸质评分单待您");
  const english = { locale: "en" };
  expect((await visit("/organize", supervisor, english)).html).toContain(
    "3 paper sheets wait for you to check them against the photos",
  );
  expect((await visit(at, second, english)).html).toContain("1 paper sheet was entered by somebody else");
});

test("one sheet on paper and three ask as many questions, on the desk and in the round", async () => {
  const { person, enter, visit, at } = await hall();
  const supervisor = await person("supervisor");
  await enter(1);
  const few = [(await visit("/organize", supervisor)).queries, (await visit(at, supervisor)).queries];
  expect(few).toEqual([7, 4]);
  await enter(3, undefined, 1);
  expect([(await visit("/organize", supervisor)).queries, (await visit(at, supervisor)).queries]).toEqual(few);
});

test("what nobody can check now waits for nobody: photographed only, a scoring that is over, somebody recused, another round", async () => {
  const { db } = database;
  const { round, person, enter, visit, at } = await hall();
  const supervisor = await person("supervisor");
  await enter(1);
  const elsewhere = await hall();
  expect((await visit("/organize", await elsewhere.person("supervisor"))).html).not.toContain("纸质评分单");
  expect((await visit("/organize", { ...supervisor, recusedRoundIds: [round.id] })).html).not.toContain("纸质评分单");
  await db.updateTable("rounds").set({ state: "closed" }).where("id", "=", round.id).execute();
  for (const path of ["/organize", at]) expect((await visit(path, supervisor)).html).not.toContain("张纸质评分单");
  await db.updateTable("rounds").set({ state: "judging" }).where("id", "=", round.id).execute();
  expect((await visit(at, supervisor)).html).toContain("张纸质评分单");
  await db
    .updateTable("paperSheets")
    .set({ state: "photographed", marks: null, enteredById: null, enteredAt: null })
    .where("roundId", "=", round.id)
    .execute();
  for (const path of ["/organize", at]) expect((await visit(path, supervisor)).html).not.toContain("张纸质评分单");
});
