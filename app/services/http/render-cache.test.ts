import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { reopenJudging } from "~/commands/scoring/reopen-judging.ts";
import * as standings from "~/routes/organize/standings/standings.tsx";
import type { Actor } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { cacheByRevision, renderKeyHeader } from "./render-cache.ts";

const database = testDatabase();
let heat: Awaited<ReturnType<typeof makeClosedHeat>>;

beforeEach(async () => {
  heat = await makeClosedHeat(database.db, { judges: 3, entries: 2 });
});

afterEach(() => void vi.useRealTimers());

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

test("the key never leaves the server, nor does a script come with the page but the one that is for signing out", async () => {
  const { headers, html } = await visit(scorer());
  expect(headers.get(renderKeyHeader)).toBeNull();
  expect(html.match(/<script[^>]*>/g)).toEqual(['<script src="/sign-out.js" defer="">']);
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

/** An instance's own view of rounds, and the revisions by which it was made. What is made waits for `until`. */
function instance(rests: boolean, until = Promise.resolve()) {
  const made: number[] = [];
  const view = cacheByRevision(
    5,
    async (_trx, _round, { revision }) => {
      made.push(revision);
      if (made.length > 1) await until;
      return revision;
    },
    { isDear: () => rests, everyMs: 300, mostMs: 1_000 },
  );
  return { made, ask: async () => await view(database.db, heat.round.id) };
}

/** Something of the round changes. */
const change = async () => {
  const form = { round: heat.round.slug, reason: "补交" };
  expect((await reopenJudging({ db: database.db, actor: heat.scorer }, form)).ok).toBe(true);
  await database.db.updateTable("rounds").set({ state: "closed" }).where("id", "=", heat.round.id).execute();
};

test("what is kept of a round is made once for all who ask at the same time, and again after each change", async () => {
  const { made, ask } = instance(false);
  const [before = 0] = await Promise.all(Array.from({ length: 20 }, ask));
  expect(made).toEqual([before]);
  expect(await ask()).toBe(before);
  await change();
  expect(await Promise.all(Array.from({ length: 20 }, ask))).toEqual(Array(20).fill(before + 1));
  expect(made).toEqual([before, before + 1]);
});

test("what is dear is made at most once in 300 ms, for all, and is a second old at the most, on every instance", async () => {
  const start = Date.parse("2026-12-01T01:00:00Z");
  const at = (ms: number) => void vi.setSystemTime(start + ms);
  vi.useFakeTimers({ toFake: ["Date"], now: start });
  const isAsked = Promise.withResolvers<void>();
  const one = instance(true, isAsked.promise);
  const other = instance(true);
  const before = await one.ask();
  expect(await other.ask()).toBe(before);
  await change();
  at(299);
  const { answer, queries } = await database.queriesOf(one.ask);
  expect([answer, queries.length]).toEqual([before, 0]);
  // The next one is begun by whoever asks first, and nobody waits for it; who comes when it is made has it
  at(300);
  expect(await Promise.all(Array.from({ length: 20 }, one.ask))).toEqual(Array(20).fill(before));
  isAsked.resolve();
  await expect.poll(() => one.made, { timeout: 60_000 }).toEqual([before, before + 1]);
  at(300);
  await expect.poll(one.ask, { timeout: 60_000 }).toBe(before + 1);
  expect(one.made).toHaveLength(2);
  // Who comes later than that waits
  at(1_000);
  expect(await Promise.all(Array.from({ length: 20 }, other.ask))).toEqual(Array(20).fill(before + 1));
  expect(other.made).toEqual([before, before + 1]);
  // Nothing changes: it is asked for, and not made again
  at(60_000);
  expect(await other.ask()).toBe(before + 1);
  expect(other.made).toHaveLength(2);
});

test("a view that could not be made is made again for whoever asks next", async () => {
  let fails = true;
  const view = cacheByRevision(5, async () => {
    if (fails) throw new Error("no room");
    return "made";
  });
  await expect(view(database.db, heat.round.id)).rejects.toThrow("no room");
  fails = false;
  expect(await view(database.db, heat.round.id)).toBe("made");
});
