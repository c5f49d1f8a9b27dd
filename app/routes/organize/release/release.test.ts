import { beforeEach, expect, test } from "vitest";
import * as roundResults from "~/routes/public/round-results.tsx";
import type { Actor } from "~/rules/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeClosedHeat } from "~db/seed/factories/closed-heats.ts";
import { makePerson } from "~db/seed/factories/people.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as release from "./release.tsx";
import * as version from "./version.tsx";

const database = testDatabase();
const pages = pagesOf({
  "organize/rounds/:round/release": release,
  "organize/rounds/:round/releases/:version": version,
  "results/:round": roundResults,
});
let heat: Awaited<ReturnType<typeof makeClosedHeat>>;

beforeEach(async () => {
  heat = await makeClosedHeat(database.db, { judges: 5, entries: 3 });
});

/** The release page, or what it answers to a form. */
async function visit(actor: Actor | null, form?: Record<string, string>, page = "release") {
  const path = page === "results" ? `/results/${heat.round.slug}` : `/organize/rounds/${heat.round.slug}/${page}`;
  const { answer, queries } = await database.queriesOf(() => pages(path, { db: database.db, actor, form }));
  return { status: answer.status, html: await answer.text(), queries: queries.length };
}
const field = (html: string, name: string) => html.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? "";

test("each hand finds its own step, signs it, and the public sees the results after the last one only", async () => {
  const { scorer, supervisor, organizer } = heat;
  expect((await visit(supervisor)).html).toContain("这一步由计分员办理");
  expect((await visit(scorer)).html).toContain("把成绩提请发布");
  expect((await visit(scorer, { intent: "propose" })).status).toBe(303);

  const check = (await visit(supervisor)).html;
  const signed = { version: field(check, "version"), digest: field(check, "digest") };
  expect(signed.digest).toMatch(/^[0-9a-f]{64}$/);
  expect((await visit(supervisor, undefined, "releases/1")).html).toContain("项目1");
  expect((await visit(supervisor, { intent: "confirm", ...signed })).status).toBe(303);
  expect((await visit(null, undefined, "results")).status).toBe(404);

  expect((await visit(organizer, { intent: "publish", version: "1", noticeEndsOn: "" })).status).toBe(303);
  expect((await visit(null, undefined, "results")).status).toBe(200);
  const done = (await visit(organizer)).html;
  for (const name of ["计分员", "监督员", "组织者"]) expect(done).toContain(name);

  expect((await visit(organizer, { intent: "withdraw", version: "1", reason: "异议成立" })).status).toBe(303);
  expect((await visit(null, undefined, "results")).status).toBe(404);
  expect((await visit(organizer)).html).toContain("异议成立");
});

test("whoever proposed is told that another person must confirm", async () => {
  const grants = (["scorer", "supervisor"] as const).map((role) => ({ role, roundId: heat.round.id }));
  const both = await makePerson(database.db, { grants });
  await visit(both, { intent: "propose" });
  expect((await visit(both)).html).toContain("您是提请人，须由另一个人确认");
  const refused = await visit(both, { intent: "confirm", version: "1", digest: "0".repeat(64) });
  expect(refused.status).toBe(409);
  expect(refused.html).toContain("须由另一个人确认");
});

test("what is wrong is said beside its field and on top", async () => {
  const { scorer, supervisor, organizer } = heat;
  await visit(scorer, { intent: "propose" });
  const noReason = await visit(scorer, { intent: "void", version: "1", reason: " " });
  expect(noReason.status).toBe(422);
  expect(noReason.html.match(/请写明理由/g)).toHaveLength(2);
  const digest = field((await visit(supervisor)).html, "digest");
  await visit(supervisor, { intent: "confirm", version: "1", digest });
  const over = await visit(organizer, { intent: "publish", version: "1", noticeEndsOn: "2020-01-01" });
  expect(over.status).toBe(422);
  expect(over.html.match(/公示不能在发布之前结束/g)).toHaveLength(2);
});

test("a page that was overtaken by a change says so instead of offering the signature", async () => {
  await visit(heat.scorer, { intent: "propose" });
  await database.db.updateTable("entries").set({ title: "改名" }).where("roundId", "=", heat.round.id).execute();
  // Behind the commands' back no revision is written; the next command writes one.
  const other = { command: "test", actorId: heat.scorer.id, roundId: heat.round.id, at: new Date(), facts: {} };
  await database.db.insertInto("auditEntries").values(other).execute();
  const { html } = await visit(heat.supervisor);
  expect(html).toContain("成绩已与提请的版本不同");
  expect(html).not.toContain('value="confirm"');
});

test("the same form sent twice proposes once", async () => {
  const form = { intent: "propose", idempotencyKey: field((await visit(heat.scorer)).html, "idempotencyKey") };
  expect(form.idempotencyKey).toHaveLength(36);
  expect([(await visit(heat.scorer, form)).status, (await visit(heat.scorer, form)).status]).toEqual([303, 303]);
});

test("neither an unknown step nor an unknown version is anything but a 404", async () => {
  expect((await visit(heat.scorer, { intent: "approve" })).status).toBe(404);
  for (const page of ["releases/1", "releases/0", "releases/x", "releases/99999999999"]) {
    expect((await visit(heat.scorer, undefined, page)).status).toBe(404);
  }
});

test("the pages take a fixed number of queries, with one version and with three", async () => {
  await visit(heat.scorer);
  const counts: number[][] = [];
  for (const number of [1, 2, 3]) {
    await visit(heat.scorer, { intent: "propose" });
    await visit(heat.scorer);
    counts.push([
      (await visit(heat.scorer)).queries,
      (await visit(heat.scorer, undefined, `releases/${number}`)).queries,
    ]);
    await visit(heat.scorer, { intent: "void", version: String(number), reason: "重来" });
  }
  // The round, its versions, its revision; the round and the version.
  expect(counts).toEqual([1, 2, 3].map(() => [3, 2]));
});
