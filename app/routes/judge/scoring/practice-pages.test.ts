import { expect, test } from "vitest";
import { closePractice } from "~/commands/scoring/close-practice.ts";
import * as deskPage from "~/routes/organize/scoring/practice.tsx";
import { eraseDueEditions } from "~/services/jobs/retention.ts";
import { pagesOf } from "~/testing/pages.ts";
import { insertRehearsal, wipeRound } from "~db/queries/heats/rehearsals.ts";
import { makeHeat } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as practicePage from "./practice.tsx";
import * as roundPage from "./round.tsx";

const database = testDatabase();
const page = pagesOf({
  "/organize/rounds/:round/practice": deskPage,
  "/judge/:round": roundPage,
  "/judge/:round/practice": practicePage,
});

const reference = { tech: "25.5", market: "16", business: "15", team: "17", landing: "8.5" };
const own = { tech: "28", market: "16", business: "14.5", team: "17", landing: "9" };

/** A page's words and data, without its drawings, which are full of numbers. */
const read = async (answer: Promise<Response>) => (await (await answer).text()).replaceAll(/<svg.*?<\/svg>/gs, "");

function markFields(marks: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(marks).map(([key, mark]) => [`mark.${key}`, mark]));
}

/** A heat that is ready, its practice set up at the desk. */
async function hall(given: { judges?: number } = {}) {
  const heat = await makeHeat(database.db, { state: "ready", judges: given.judges ?? 4 });
  const { round, seats } = heat;
  const organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: round.editionId }] });
  const desk = async (form?: Record<string, string>, locale?: "en") =>
    page(`/organize/rounds/${round.slug}/practice`, { db: database.db, actor: organizer, form, locale });
  const version = async () => /name="version" value="([^"]+)"/.exec(await read(desk()))?.[1] ?? "";
  const written = {
    title: "往届的一个项目",
    titleEn: "An earlier project",
    description: "做毫米波前端模组。",
    descriptionEn: "",
    ...markFields(reference),
    "why.tech": "有流片，尚无客户",
  };
  const saved = await desk({ ...written, version: await version() });
  expect(saved.status).toBe(303);
  const judge = async (at: number, form?: Record<string, string>, locale?: "en") =>
    page(`/judge/${round.slug}/practice`, { db: database.db, actor: seats[at]?.actor ?? null, form, locale });
  const list = async (at: number) =>
    (await page(`/judge/${round.slug}`, { db: database.db, actor: seats[at]?.actor ?? null })).text();
  const handIn = (at: number, tech: string) => judge(at, markFields({ ...own, tech }));
  return { ...heat, organizer, desk, judge, list, handIn, written, version };
}

test("a judge finds the practice on the page of the round, marks it like a real sheet, and sees no reference", async () => {
  const { judge, list, handIn } = await hall();
  expect(await list(0)).toMatch(/试评：往届的一个项目.*开始试评/s);
  const sheet = await read(judge(0));
  expect(sheet).toContain("做毫米波前端模组。");
  expect(sheet).toContain("技术与产品");
  expect(sheet).not.toMatch(/有流片|25\.5[^–]|2550/);
  expect(await (await judge(0, undefined, "en")).text()).toContain("An earlier project");
  expect((await handIn(0, "28")).status).toBe(303);
  const after = await read(judge(0));
  expect(after).toContain("您的试评已提交");
  expect(after).not.toMatch(/有流片|name="mark\.tech"/);
  expect(await list(0)).toContain("您的试评已提交");
});

test("a sheet that is not whole comes back with every mark, and says of each what may be given", async () => {
  const { judge } = await hall();
  const { landing: _, ...lacking } = own;
  const refused = await judge(0, markFields({ ...lacking, tech: "30.5", team: "17" }));
  expect(refused.status).toBe(422);
  const text = await refused.text();
  expect(text).toContain("技术与产品：可填0至30，间隔0.5");
  expect(text).toContain("请填0至10的分数，间隔0.5");
  expect(text).toMatch(/value="30\.5"/);
  expect(text).toMatch(/value="14\.5"/);
});

test("once the practice is over each judge sees alone how the own marks compare, and of others a mean at most", async () => {
  const { round, judge, handIn, organizer } = await hall();
  for (const [at, tech] of ["28", "23.5", "20.5"].entries()) await handIn(at, tech);
  await closePractice({ db: database.db, actor: organizer }, { round: round.slug });
  const seen = await read(judge(0));
  // 28 beside 25.5 and the mean of 24; in total 84.5 beside 82 and 80.5
  for (const words of ["有流片，尚无客户", "+2.5", "24.00", "+4", "84.5", "82<", "80.50"])
    expect(seen).toContain(words);
  expect(seen).not.toMatch(/\b23\.5\b|\b20\.5\b|2350|2050/);
  expect(seen).toContain("平均分是评委组的，含您本人");
  expect(seen).not.toContain('name="mark.tech"');
  const none = await read(judge(3));
  expect(none).toContain("您没有提交试评");
  expect(none).toContain("有流片，尚无客户");
  expect(await (await judge(0, undefined, "en")).text()).toContain(
    "The mean is the panel&#x27;s, of all judges who handed in, you among them.",
  );
});

test("of two judges neither sees a mean: it would be the other's sheet", async () => {
  const { round, judge, handIn, organizer } = await hall();
  await handIn(0, "28");
  await handIn(1, "23.5");
  await closePractice({ db: database.db, actor: organizer }, { round: round.slug });
  const seen = await read(judge(0));
  expect(seen).toContain("提交的评委不足3位，不显示平均分");
  expect(seen).not.toMatch(/23\.5|25\.75|2350/);
});

test("the desk sees how many have handed in, and no mark or name of theirs", async () => {
  const { desk, handIn, seats } = await hall();
  await handIn(0, "28");
  await handIn(1, "23.5");
  const seen = await read(desk());
  expect(seen).toContain("2/4位评委已提交");
  expect(seen).toContain("已有评委提交，项目和参考分不再改动。");
  expect(seen).not.toMatch(/23\.5|2350/);
  for (const { name } of seats) expect(seen).not.toContain(name);
  const ended = await desk({ intent: "close" });
  expect(ended.headers.get("location")).toContain("closed=1");
  expect(await read(desk())).toContain("试评已结束，各位评委在平板上看到自己的对照。");
  expect((await desk({ intent: "close" })).status).toBe(409);
  expect((await desk({ intent: "remove" })).status).toBe(303);
  expect(await (await desk(undefined, "en")).text()).toContain("Reference marks");
});

test("a wrong reference mark is named at its field, with all that was typed", async () => {
  const { desk, written, version } = await hall();
  const refused = await desk({ ...written, "mark.team": "20.25", "mark.tech": "", version: await version() });
  expect(refused.status).toBe(422);
  const text = await refused.text();
  expect(text).toContain("创业团队：可填0至20，间隔0.5");
  expect(text).toContain("技术与产品：可填0至30，间隔0.5");
  expect(text).toMatch(/value="20\.25"/);
  expect(text).toContain("有流片，尚无客户");
});

test("while the rubric does not fit the reference judges are not asked, and the desk is told", async () => {
  const { round, desk, judge, list } = await hall();
  const more = { roundId: round.id, key: "extra", label: "附加", position: 9, max: 500, step: 50 };
  await database.db.insertInto("criteria").values(more).execute();
  expect((await judge(0)).status).toBe(404);
  expect(await list(0)).not.toContain("试评");
  expect(await read(desk())).toContain("评分表改过，与参考分对不上");
});

test("there is no practice page for who has no seat, in a round without one, or in a rehearsal", async () => {
  const { round, judge, organizer } = await hall();
  const other = await hall();
  const visit = { db: database.db, actor: other.seats[0]?.actor ?? null };
  expect((await page(`/judge/${round.slug}/practice`, visit)).status).toBe(404);
  const rehearsal = await database.db.transaction().execute((trx) => insertRehearsal(trx, round.id));
  const by = { db: database.db, actor: organizer };
  expect((await page(`/organize/rounds/${rehearsal.slug}/practice`, by)).status).toBe(404);
  expect(
    await database.db.selectFrom("practices").select("roundId").where("roundId", "=", rehearsal.id).execute(),
  ).toEqual([]);
  await database.db.transaction().execute((trx) => wipeRound(trx, rehearsal.id, new Date()));
  expect((await judge(0)).status).toBe(200);
});

test.each([1, 4])("with %i judges the pages ask as few questions as ever", async (judges) => {
  const { judge, handIn, desk, round, organizer } = await hall({ judges });
  await handIn(0, "28");
  const queriesOf = async (work: () => Promise<unknown>) => (await database.queriesOf(work)).queries.length;
  const waiting = await queriesOf(() => judge(0));
  await closePractice({ db: database.db, actor: organizer }, { round: round.slug });
  // the guard's round, the practice, the rubric
  expect([waiting, await queriesOf(() => judge(0)), await queriesOf(() => desk())]).toEqual([3, 3, 3]);
});

test("with the personal data of its edition the practice goes, too", async () => {
  const { round, handIn } = await hall();
  await handIn(0, "28");
  await database.db
    .updateTable("editions")
    .set({ retentionOn: "2030-07-01" })
    .where("id", "=", round.editionId)
    .execute();
  await eraseDueEditions(database.db, new Date("2030-07-02T00:00:00Z"));
  expect(await database.db.selectFrom("practices").select("roundId").where("roundId", "=", round.id).execute()).toEqual(
    [],
  );
});
