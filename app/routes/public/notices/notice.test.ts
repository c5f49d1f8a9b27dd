import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { assignObjection } from "~/commands/notices/assign-objection.ts";
import { decideObjection } from "~/commands/notices/decide-objection.ts";
import { withdrawRelease } from "~/commands/releases/withdraw-release.ts";
import * as clock from "~/services/clock.ts";
import { pagesOf } from "~/testing/pages.ts";
import { insertRehearsal } from "~db/queries/heats/rehearsals.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { makeObjection, sampleObjection } from "~db/seed/factories/objections.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as results from "../releases/results.tsx";
import * as notice from "./notice.tsx";
import * as notices from "./notices.tsx";
import * as objection from "./objection.tsx";
import * as objectionForm from "./objection-form.tsx";

const database = testDatabase();
const pages = pagesOf({
  results,
  notices,
  "notices/:round": notice,
  "notices/:round/objection": objectionForm,
  "objections/:link": objection,
});
const during = new Date("2026-11-27T02:00:00Z");
const after = new Date("2026-11-30T16:00:00Z");
let heat: Awaited<ReturnType<typeof makeClosedHeat>>;
let visitors = 0;
let address = "";

beforeEach(async () => {
  const { db } = database;
  heat = await makeClosedHeat(db, { judges: 5, entries: 3 });
  const lines = {
    noticeContact: "人才办 0572-111",
    noticeContactEn: "Talent office 0572-111",
    disciplineLine: "派驻纪检监察组 0572-222",
    disciplineLineEn: "Discipline office 0572-222",
  };
  await db.updateTable("editions").set(lines).where("id", "=", heat.round.editionId).execute();
  await releaseRound(db, heat, "published", {
    noticeEndsOn: "2026-11-30",
    at: { publish: new Date("2026-11-23T02:00:00Z") },
  });
  visitors++;
  address = `192.0.2.${visitors}`;
  at(during);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** What the server's clock shows from now on. */
function at(instant: Date): void {
  vi.spyOn(clock, "now").mockReturnValue(instant);
}

async function visit(path: string, given: { locale?: "zh-CN" | "en"; form?: Record<string, string> } = {}) {
  const { answer, queries } = await database.queriesOf(() =>
    pages(path.replace("ROUND", heat.round.slug), { db: database.db, clientAddress: address, ...given }),
  );
  const html = await answer.text();
  return { status: answer.status, html, headers: answer.headers, queries: queries.length };
}

const { signed: _signed, consent: _consent, ...words } = sampleObjection;
const filled = (change: Record<string, string> = {}) => ({
  ...words,
  signed: "on",
  consent: "on",
  formKey: randomUUID(),
  ...change,
});
const file = (change: Record<string, string> = {}) => visit("/notices/ROUND/objection", { form: filled(change) });

describe("the notice", () => {
  test("names the list, the dates, the contact, the discipline office's line and the rules of objecting, in both languages", async () => {
    const { html, queries } = await visit("/notices/ROUND");
    for (const said of [
      "评审结果的公示",
      "2026年11月23日至2026年11月30日，共5个工作日",
      "联系方式：人才办 0572-111",
      "纪检监察监督：派驻纪检监察组 0572-222",
      "项目1",
      "项目3",
      "还剩4天",
      "其中2个工作日",
      "个人提出异议的，应签署真实姓名并提供联系方式；单位提出异议的，应加盖公章；逾期或匿名异议不予受理；对异议人身份予以保密。",
    ])
      expect(html).toContain(said);
    expect(queries).toBe(1);
    const english = (await visit("/notices/ROUND", { locale: "en" })).html;
    for (const said of [
      "5 working days in China",
      "Talent office 0572-111",
      "Discipline office 0572-222",
      "4 days are left",
    ])
      expect(english).toContain(said);
  });

  test("stands in the list of notices and behind the results, and is asked for anew at Beijing's midnight", async () => {
    const index = await visit("/notices");
    expect(index.html).toContain(`/notices/${heat.round.slug}`);
    expect(index.html).toContain("公示中");
    expect(index.headers.get("Contest-Public-Page")).toBe("2026-11-27T16:00:00.000Z");
    expect((await visit("/notices/ROUND")).headers.get("Contest-Public-Page")).toBe("2026-11-27T16:00:00.000Z");
    expect((await visit("/results")).html).toContain('href="/notices"');
  });

  test("closes by itself in that instant: it says so, and its form takes nothing any more", async () => {
    at(new Date(after.getTime() - 1));
    expect((await visit("/notices/ROUND")).html).toContain("提出异议");
    at(after);
    const closed = await visit("/notices/ROUND");
    expect([closed.status, closed.html.includes("公示已于2026年11月30日24:00（北京时间）结束")]).toEqual([200, true]);
    expect(closed.html).not.toContain(`/notices/${heat.round.slug}/objection`);
    expect(closed.headers.get("Contest-Public-Page")).toBe("1");
    const form = await visit("/notices/ROUND/objection");
    expect(form.html).not.toContain('name="facts"');
    const late = await file();
    expect([late.status, late.html.includes("逾期异议不予受理")]).toEqual([409, true]);
    expect(late.html).toContain(words.facts);
    expect(
      await database.db.selectFrom("objections").select("id").where("roundId", "=", heat.round.id).execute(),
    ).toEqual([]);
  });

  test("is gone with the results that are withdrawn, exactly as one that never was", async () => {
    const nowhere = await visit("/notices/nowhere");
    const before = { db: database.db, actor: heat.organizer };
    await withdrawRelease(before, { round: heat.round.slug, version: 1, reason: "异议成立" });
    const gone = await visit("/notices/ROUND");
    expect([gone.status, nowhere.status]).toEqual([404, 404]);
    expect(gone.html.replaceAll(heat.round.slug, "nowhere")).toBe(nowhere.html);
    expect((await visit("/notices/ROUND/objection")).status).toBe(404);
    expect((await file()).status).toBe(404);
    expect((await visit("/notices")).html).not.toContain(heat.round.slug);
  });

  test("is never of a rehearsal, nor of results that are published without one", async () => {
    const silent = await makeClosedHeat(database.db, { judges: 3, entries: 2 });
    await releaseRound(database.db, silent, "published");
    expect((await visit(`/notices/${silent.round.slug}`)).status).toBe(404);
    const rehearsal = await database.db.transaction().execute((trx) => insertRehearsal(trx, silent.round.id));
    expect((await visit(`/notices/${rehearsal.slug}`)).status).toBe(404);
    expect((await visit("/notices")).html).not.toContain(silent.round.slug);
  });

  test("of a corrected version says why, and leads to the one before", async () => {
    const { db } = database;
    await db
      .updateTable("entries")
      .set({ title: "改名" })
      .where("roundId", "=", heat.round.id)
      .where("key", "=", "1")
      .execute();
    await releaseRound(db, heat, "published", { reason: "名称录入有误", noticeEndsOn: "2099-12-01" });
    const { html } = await visit("/notices/ROUND");
    for (const said of ["更正后的第2版", "名称录入有误", `/results/${heat.round.slug}/1`, "改名"])
      expect(html).toContain(said);
  });

  test("is listed with one query, of one round or of three", async () => {
    const counts = [(await visit("/notices")).queries];
    for (const _ of [2, 3]) {
      const other = await makeClosedHeat(database.db, { judges: 3, entries: 2 });
      await releaseRound(database.db, other, "published", { noticeEndsOn: "2099-12-01" });
    }
    counts.push((await visit("/notices")).queries);
    expect(counts).toEqual([1, 1]);
  });
});

describe("an objection", () => {
  test("is filed from the form, and leads to a private page with its receipt, where a decision is read with its reason", async () => {
    const { html } = await visit("/notices/ROUND/objection");
    expect(html).toContain("项目2");
    const key = /name="formKey" value="([^"]+)"/.exec(html)?.[1] ?? "";
    const sent = await file({ formKey: key });
    expect(sent.status).toBe(303);
    const to = sent.headers.get("Location") ?? "";
    expect((await file({ formKey: key })).headers.get("Location")).toBe(to);
    const page = await visit(to);
    const receipt = /YY-[2-9A-Z]{6}/.exec(page.html)?.[0] ?? "";
    for (const said of [`已收到您的异议，回执编号 ${receipt}`, "不晚于2026年12月11日作出处理结果", "项目1"])
      expect(page.html).toContain(said);
    expect(page.headers.get("Cache-Control")).toBe("no-store");

    const { supervisor } = heat;
    const by = { db: database.db, actor: supervisor, at: during };
    await assignObjection(by, { receipt, handler: supervisor.id });
    await decideObjection(by, { receipt, outcome: "dismissed", reason: "经查，专利确在其名下。" });
    const decided = await visit(to);
    for (const said of ["异议不成立", "经查，专利确在其名下。"]) expect(decided.html).toContain(said);
  });

  test("shows on its private page neither who raised it nor in what words", async () => {
    const { link } = await makeObjection(database.db, heat.round.slug, {
      at: during,
      name: "赵秘密",
      email: "zhao@secret.example",
      facts: "只有本人才知道的事实经过。",
    });
    for (const path of [`/objections/${link}`, `/objections/${link}.data`]) {
      const { html } = await visit(path);
      for (const secret of ["赵秘密", "zhao@secret", "只有本人才知道"]) expect(html).not.toContain(secret);
    }
    const wrong = `${link.startsWith("A") ? "B" : "A"}${link.slice(1)}`;
    const none = await visit(`/objections/${wrong}`);
    const odd = await visit("/objections/x");
    expect([none.status, odd.status, none.html.replaceAll(wrong, "x") === odd.html]).toEqual([404, 404, true]);
  });

  test("says beside each field and on top what the rules ask for, and loses no word", async () => {
    const refused = await file({ name: "匿名", phone: "", email: "", facts: "短", signed: "" });
    expect(refused.status).toBe(422);
    for (const said of ["请填写真实姓名或单位全称，匿名异议不予受理", "请写得具体一些"])
      expect(refused.html.match(new RegExp(said, "g"))).toHaveLength(2);
    for (const field of ["name", "facts"]) expect(refused.html).toContain(`href="#${field}"`);
    expect(refused.html).toContain(words.grounds);
    const form = filled();
    const { signed: _, consent: __, ...unticked } = form;
    const without = await visit("/notices/ROUND/objection", { form: unticked });
    for (const said of ["请确认以真实姓名", "请先阅读并同意"]) expect(without.html).toContain(said);
    const nobody = await file({ phone: "", email: "" });
    expect(nobody.html).toContain("请至少填写电话或邮箱中的一项");
    const key = "not-a-key";
    expect((await file({ formKey: key })).status).toBe(404);
  });

  test("is asked to wait after too many from one place, or for one mailbox", async () => {
    // What is refused to be corrected costs the mailbox nothing
    for (let number = 0; number < 5; number++)
      expect((await file({ email: "often@example.org", facts: "短" })).status).toBe(422);
    for (let number = 0; number < 5; number++) expect((await file({ email: "often@example.org" })).status).toBe(303);
    const often = await file({ email: "Often@example.org" });
    expect([often.status, often.html.includes("操作过于频繁")]).toEqual([429, true]);
    for (let number = 0; number < 49; number++) await file({ name: "", email: "" });
    expect((await file({ email: "" })).status).toBe(429);
    address = "198.51.100.7";
    expect((await file({ email: "" })).status).toBe(303);
  });

  test("of a unit says until when its letter with the seal is wanted", async () => {
    const { link } = await makeObjection(database.db, heat.round.slug, {
      at: during,
      kind: "unit",
      name: "湖州某科技有限公司",
      contactPerson: "李四",
    });
    const { html } = await visit(`/objections/${link}`);
    for (const said of ["还缺加盖公章的异议书", "请在2026年11月30日24:00（北京时间）之前上传", 'type="file"'])
      expect(html).toContain(said);
    at(after);
    expect((await visit(`/objections/${link}`)).html).not.toContain('type="file"');
  });
});
