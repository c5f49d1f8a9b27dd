import { beforeEach, expect, test } from "vitest";
import { reopenJudging } from "~/commands/scoring/reopen-judging.ts";
import * as standings from "~/routes/organize/standings/standings.tsx";
import type { Actor } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { renderKeyHeader } from "./render-cache.ts";

const database = testDatabase();
let heat: Awaited<ReturnType<typeof makeClosedHeat>>;

beforeEach(async () => {
  heat = await makeClosedHeat(database.db, { judges: 3, entries: 2 });
});

const pages = pagesOf({ "organize/rounds/:round/standings": standings });

async function visit(actor: Actor, given: { locale?: "zh-CN" | "en"; search?: string } = {}) {
  const { db } = database;
  const path = `/organize/rounds/${heat.round.slug}/standings${given.search ?? ""}`;
  const { answer, queries } = await database.queriesOf(() => pages(path, { db, actor, locale: given.locale }));
  return { status: answer.status, html: await answer.text(), headers: answer.headers, queries: queries.length };
}

const scorer = () => heat.scorer;

test("the same page is rendered once: the second visit asks for the round, its prizes and its revision only", async () => {
  const first = await visit(scorer());
  expect(first.status).toBe(200);
  expect(first.html).toContain("项目1");
  const second = await visit(scorer());
  expect(second.html).toBe(first.html);
  expect(second.queries).toBe(3);
  expect(first.headers.get("Cache-Control")).toBe("private, no-store");
  expect(second.headers.get("Cache-Control")).toBe("private, no-store");
  expect(second.headers.get("Vary")).toBe("Cookie, Accept-Language");
});

test("a page of many Chinese words has no gap in any of them", async () => {
  heat = await makeClosedHeat(database.db, { judges: 7, entries: 30 });
  const { html } = await visit(scorer());
  expect(html.length).toBeGreaterThan(20_000);
  expect([...html.matchAll(/[\0\uFFFD]/g)]).toEqual([]);
});

test("the key never leaves the server, nor does a script come with the page", async () => {
  const { headers, html } = await visit(scorer());
  expect(headers.get(renderKeyHeader)).toBeNull();
  expect(html).not.toContain("<script");
});

test("after a command on the round the next page shows the new state", async () => {
  const before = await visit(scorer());
  expect(before.html).not.toContain("评分尚未结束");
  await reopenJudging({ db: database.db, actor: heat.scorer }, { round: heat.round.slug, reason: "补交" });
  const after = await visit(scorer());
  expect(after.html).toContain("评分尚未结束");
  expect(after.queries).toBeGreaterThan(3);
});

test("another person never gets my page, nor do I in another language or at another address", async () => {
  const mine = await visit(scorer());
  const other = await makePerson(database.db, {
    name: "旁人甲",
    grants: [{ role: "scorer", roundId: heat.round.id }],
  });
  const theirs = await visit(other);
  expect(mine.html).toContain("计分员");
  expect(theirs.html).toContain("旁人甲");
  expect(theirs.html).not.toBe(mine.html);
  expect((await visit(scorer(), { locale: "en" })).html).toContain("Standings");
  expect((await visit(scorer(), { search: "?back=1" })).html).toContain("back=1");
  expect((await visit(scorer())).html).toBe(mine.html);
});

test("a new name of mine shows at once", async () => {
  await visit(scorer());
  expect((await visit({ ...heat.scorer, name: "新名字" })).html).toContain("新名字");
});

test("a revoked grant is a 404 at once, and says nothing of the round", async () => {
  expect((await visit(scorer())).status).toBe(200);
  const { status, html } = await visit({ ...heat.scorer, grants: [] });
  expect(status).toBe(404);
  expect(html).not.toContain("项目1");
  expect(html).not.toContain(heat.round.title);
});

test("judges and applicants get the 404 of a round that is not there", async () => {
  const [judge] = heat.seats;
  if (!judge) throw new Error("no judge");
  const refused = await visit(judge.actor);
  const { slug } = heat.round;
  heat.round.slug = "not-there";
  const unknown = await visit(judge.actor);
  expect([refused.status, unknown.status]).toEqual([404, 404]);
  expect(refused.html.replaceAll(slug, "not-there")).toBe(unknown.html);
});
