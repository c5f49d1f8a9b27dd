import { beforeEach, describe, expect, test } from "vitest";
import { bringObjectionFile } from "~/commands/notices/bring-objection-file.ts";
import * as trail from "~/routes/organize/audit/trail.tsx";
import * as trailFile from "~/routes/organize/audit/trail-file.ts";
import * as noticePage from "~/routes/public/notices/notice.tsx";
import * as noticesPage from "~/routes/public/notices/notices.tsx";
import type { Actor } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { makeObjection } from "~db/seed/factories/objections.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as outbox from "../mail/outbox.tsx";
import * as desk from "../rounds/desk.tsx";
import * as objection from "./objection.tsx";
import * as objectionFile from "./objection-file.ts";
import * as objections from "./objections.tsx";

const database = testDatabase();
const pages = pagesOf({
  organize: desk,
  notices: noticesPage,
  "notices/:round": noticePage,
  "organize/trail": trail,
  "organize/trail.csv": trailFile,
  "organize/editions/:edition/mail": outbox,
  "organize/objections": objections,
  "organize/objections/:receipt": objection,
  "organize/objections/:receipt/files/:file": objectionFile,
});
let heat: Awaited<ReturnType<typeof makeClosedHeat>>;
let receipt: string;
let fileId: number;

const secrets = ["赵秘密", "zhao@secret.example", "86139", "只有本人才知道", "内部规定第九条"];

beforeEach(async () => {
  const { db } = database;
  heat = await makeClosedHeat(db, { judges: 3, entries: 3 });
  await releaseRound(db, heat, "published", { noticeEndsOn: "2099-12-01" });
  const made = await makeObjection(db, heat.round.slug, {
    name: "赵秘密",
    email: "zhao@secret.example",
    phone: "+86139 2222 3333",
    facts: "只有本人才知道的事实经过。",
    grounds: "内部规定第九条有明确要求。",
  });
  receipt = made.receipt;
  const digest = heat.round.id.toString(16).padStart(64, "0");
  const brought = await bringObjectionFile(db, made.link, new Date(), {
    id: digest.slice(32),
    kind: "letter",
    type: "application/pdf",
    size: 100,
    sha256: digest,
  });
  if (!brought.ok) throw new Error(brought.error.type);
  fileId = brought.value.fileId;
});

async function visit(
  path: string,
  actor: Actor | null,
  form?: Record<string, string>,
  locale: "zh-CN" | "en" = "zh-CN",
) {
  const { answer, queries } = await database.queriesOf(() => pages(path, { db: database.db, actor, form, locale }));
  return { status: answer.status, html: await answer.text(), queries: queries.length };
}
const at = () => `/organize/objections/${receipt}`;

describe("who raised an objection, and in what words", () => {
  test("no page, file or data of an organizer, scorer, judge or of the public says", async () => {
    const { db } = database;
    const { editionId } = heat.round;
    const edition = await db
      .selectFrom("editions")
      .select("slug")
      .where("id", "=", editionId)
      .executeTakeFirstOrThrow();
    const people = [
      heat.organizer,
      await makePerson(db, { grants: [{ role: "organizer" }] }),
      heat.scorer,
      heat.seats[0]?.actor ?? null,
      await makePerson(db, { grants: [{ role: "screener", editionId }] }),
      await makePerson(db, { grants: [{ role: "conductor", editionId }] }),
      await makePerson(db),
      null,
    ];
    const paths = [
      at(),
      `${at()}.data`,
      `${at()}/files/${fileId}`,
      "/organize/objections",
      "/organize/objections.data",
      "/organize",
      "/organize.data",
      "/organize/trail",
      "/organize/trail.data",
      "/organize/trail.csv",
      "/notices",
      "/notices.data",
      `/notices/${heat.round.slug}`,
      `/notices/${heat.round.slug}.data`,
      `/organize/editions/${edition.slug}/mail`,
    ];
    for (const actor of people)
      for (const path of paths) {
        const { html } = await visit(path, actor);
        for (const secret of secrets) expect([path, html.includes(secret)]).toEqual([path, false]);
      }
  });

  test("an organizer sees that it exists, to what, in what state and until when, and nothing to act with", async () => {
    const { html } = await visit(at(), heat.organizer);
    for (const said of [receipt, "项目1", "已收到", "身份和内容保密"]) expect(html).toContain(said);
    for (const hidden of ['value="reveal"', 'value="decide"', "监督员</", "/files/"])
      expect(html).not.toContain(hidden);
    for (const intent of ["reveal", "assign", "decide", "link"]) {
      const form = { intent, reason: "想知道是谁", handler: heat.organizer.id, outcome: "upheld", version: "2" };
      expect((await visit(at(), heat.organizer, form)).status).toBe(404);
    }
    expect((await visit(`${at()}/files/${fileId}`, heat.organizer)).status).toBe(404);
  });

  test("the project is named by its place in the running order, with its key beside it", async () => {
    const { runningOrder } = await database.db
      .selectFrom("entries")
      .innerJoin("objections", "objections.entryId", "entries.id")
      .select("entries.runningOrder")
      .where("objections.receipt", "=", receipt)
      .executeTakeFirstOrThrow();
    const text = (await visit(at(), heat.organizer)).html.replaceAll("<!-- -->", "");
    expect(runningOrder).not.toBeNull();
    expect(text).toContain(`${runningOrder} 项目1`);
    expect(text).toMatch(/项目编号<\/dt><dd[^>]*>1</);
  });

  test("the supervisor reads the words at once, the identity for a reason alone, and the look is listed", async () => {
    const { supervisor } = heat;
    const first = await visit(at(), supervisor);
    expect(first.html).toContain("只有本人才知道的事实经过。");
    for (const hidden of ["赵秘密", "zhao@secret.example"]) expect(first.html).not.toContain(hidden);
    const without = await visit(at(), supervisor, { intent: "reveal", reason: "" });
    expect([without.status, without.html.includes("赵秘密")]).toEqual([422, false]);
    const shown = await visit(at(), supervisor, { intent: "reveal", reason: "需当面核实" });
    for (const said of ["赵秘密", "zhao@secret.example", "+86139 2222 3333", "需当面核实"])
      expect(shown.html).toContain(said);
    const again = await visit(at(), supervisor);
    expect([again.html.includes("赵秘密"), again.html.includes("需当面核实")]).toEqual([false, true]);
  });
});

test("nobody else finds the pages", async () => {
  for (const actor of [heat.scorer, heat.seats[0]?.actor ?? null, await makePerson(database.db)])
    for (const path of [at(), "/organize/objections", `${at()}/files/${fileId}`])
      expect((await visit(path, actor)).status).toBe(actor === null ? 302 : 404);
  expect((await visit("/organize/objections/YY-222222", heat.supervisor)).status).toBe(404);
  const elsewhere = await makeClosedHeat(database.db, { judges: 3, entries: 2 });
  expect((await visit(at(), elsewhere.supervisor)).status).toBe(404);
  expect((await visit("/organize/objections", elsewhere.supervisor)).html).not.toContain(receipt);
});

test("it is assigned, decided with a reason and led to the release page, by forms", async () => {
  const { supervisor } = heat;
  expect((await visit(at(), supervisor)).html).toContain("由办理人作出处理结果");
  expect((await visit(at(), supervisor, { intent: "assign", handler: supervisor.id })).status).toBe(303);
  const bare = await visit(at(), supervisor, { intent: "decide", outcome: "", reason: "" });
  expect([bare.status, bare.html.includes("请选择一项"), bare.html.includes("请写明理由")]).toEqual([422, true, true]);
  const decide = { intent: "decide", outcome: "upheld", reason: "专利权属与展示不符。" };
  expect((await visit(at(), supervisor, decide)).status).toBe(303);
  const done = await visit(at(), supervisor);
  for (const said of ["异议成立", "专利权属与展示不符。", `/organize/rounds/${heat.round.slug}/release`])
    expect(done.html).toContain(said);
  expect((await visit(at(), supervisor, decide)).status).toBe(409);
  expect((await visit(at(), supervisor, { intent: "burn" })).status).toBe(404);
  const organizers = await visit(at(), heat.organizer);
  expect([organizers.html.includes("异议成立"), organizers.html.includes("专利权属")]).toEqual([true, false]);
});

test("the list has the figures of each edition, and one query for one objection or three", async () => {
  const counts = [(await visit("/organize/objections", heat.supervisor)).queries];
  for (const name of ["孙实名", "李实名"]) await makeObjection(database.db, heat.round.slug, { name });
  const list = await visit("/organize/objections", heat.supervisor);
  counts.push(list.queries);
  expect(counts).toEqual([1, 1]);
  expect(list.html.match(/href="\/organize\/objections\/YY-/g)).toHaveLength(3);
  for (const figure of ["收到", "办理中", "逾期", "平均办理工作日"]) expect(list.html).toContain(figure);
  expect((await visit("/organize/objections", heat.supervisor, undefined, "en")).html).toContain("Mean working days");
});

test("the desk warns of what is late or nearly so, and of nothing else", async () => {
  expect((await visit("/organize", heat.supervisor)).html).not.toContain("异议有期限要留意");
  await makeObjection(database.db, heat.round.slug, { at: new Date("2026-01-05T02:00:00Z"), name: "周实名" });
  for (const actor of [heat.supervisor, heat.organizer]) {
    const { html } = await visit("/organize", actor);
    for (const said of ["异议有期限要留意", "1件已逾期", "共2件办理中"]) expect(html).toContain(said);
  }
  expect((await visit("/organize", heat.scorer)).html).not.toContain("异议有期限要留意");
});

test("the project that an objection is about goes by its number, by its key where nothing was drawn, by neither where others were", async () => {
  const places = () => database.db.updateTable("entries").where("roundId", "=", heat.round.id);
  const own = () => places().where("key", "=", "1");
  const shown = async (expected: string) => {
    for (const path of ["/organize/objections", `/organize/objections/${receipt}`]) {
      const html = await (await pages(path, { db: database.db, actor: heat.supervisor })).text();
      expect(html).toContain(`>${expected} 项目1<`);
    }
  };
  await own().set({ runningOrder: 77 }).execute();
  await shown("77");
  await own().set({ runningOrder: null }).execute();
  await shown("–");
  await places().set({ runningOrder: null }).execute();
  await shown("1");
});
