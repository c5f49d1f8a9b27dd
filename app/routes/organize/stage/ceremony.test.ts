import { beforeAll, expect, test } from "vitest";
import * as stage from "~/routes/stage/stage/stage.tsx";
import { pagesOf } from "~/testing/pages.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makeHeat } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as ceremony from "./ceremony.tsx";

const database = testDatabase();
const pages = pagesOf({ "organize/rounds/:round/ceremony": ceremony, "stage/:key": stage });
let heat: Awaited<ReturnType<typeof makeClosedHeat>>;

beforeAll(async () => {
  heat = await makeClosedHeat(database.db, { judges: 3, entries: 3 });
});

const visit = async (step: number, actor = heat.scorer) => {
  const path = `/organize/rounds/${heat.round.slug}/ceremony?step=${step}`;
  const answer = await pages(path, { db: database.db, actor });
  return { status: answer.status, html: await answer.text() };
};

test("whoever may see scores walks through the real table, one place a step, under a private mark", async () => {
  const titles = async (step: number) => {
    const { html } = await visit(step);
    expect(html).toContain("观众看不到这个画面");
    return ["项目1", "项目2", "项目3"].filter((title) => html.includes(`>${title}<`));
  };
  expect(await titles(0)).toEqual([]);
  expect(await titles(1)).toEqual(["项目3"]);
  expect(await titles(2)).toEqual(["项目2", "项目3"]);
  expect(await titles(4)).toEqual(["项目1", "项目2", "项目3"]);
  expect((await visit(4)).html).toContain("第 5 步，共 5 步");
});

test("a step that is none is the nearest one", async () => {
  const path = (step: string) => `/organize/rounds/${heat.round.slug}/ceremony?step=${step}`;
  for (const [step, says] of [
    ["-1", "第 1 步"],
    ["two", "第 1 步"],
    ["999999", "第 5 步"],
  ]) {
    const answer = await pages(path(step ?? ""), { db: database.db, actor: heat.scorer });
    expect([step, answer.status, (await answer.text()).includes(says ?? "")]).toEqual([step, 200, true]);
  }
});

test("the rehearsal changes nothing: no step is taken, and the stage screens go on waiting", async () => {
  const steps = () => database.db.selectFrom("stageSteps").selectAll().execute();
  const before = await (await pages(`/stage/${heat.round.stageKey}`, { db: database.db })).text();
  await visit(3);
  expect(await steps()).toEqual([]);
  const after = await (await pages(`/stage/${heat.round.stageKey}`, { db: database.db })).text();
  expect(/stage-ceremony|stage-place/.test(before + after)).toBe(false);
});

test("who conducts without seeing scores, and who judges, finds nothing there", async () => {
  const { editionId, id: roundId } = heat.round;
  const conductor = await makePerson(database.db, { grants: [{ role: "conductor", editionId }] });
  const judge = heat.seats[0]?.actor ?? (await makePerson(database.db, { grants: [{ role: "judge", roundId }] }));
  expect([(await visit(4, conductor)).status, (await visit(4, judge)).status]).toEqual([404, 404]);
});

test("before anybody has a rank the page says what is lacking", async () => {
  const empty = await makeHeat(database.db, { judges: 1, entries: 0, state: "closed" });
  const answer = await pages(`/organize/rounds/${empty.round.slug}/ceremony`, {
    db: database.db,
    actor: empty.scorer,
  });
  expect(await answer.text()).toContain("还没有名次可以预演");
});

test("it takes as many queries for three projects as for one", async () => {
  const count = async (entries: number) => {
    const { round, scorer } = await makeClosedHeat(database.db, { judges: 3, entries });
    const path = `/organize/rounds/${round.slug}/ceremony?step=2`;
    const { queries } = await database.queriesOf(() => pages(path, { db: database.db, actor: scorer }));
    return queries.length;
  };
  expect([await count(1), await count(3)]).toEqual([8, 8]);
});
