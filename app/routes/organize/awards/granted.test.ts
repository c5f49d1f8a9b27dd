import { extractText, getDocumentProxy } from "unpdf";
import { beforeEach, expect, test } from "vitest";
import { findAwardTask } from "~/commands/awards/award-task.ts";
import { grantAwards } from "~/commands/awards/grant-awards.ts";
import { revokeAwards } from "~/commands/awards/revoke-awards.ts";
import { saveAwardSettings } from "~/commands/awards/save-award-settings.ts";
import { issueCertificates } from "~/commands/documents/issue-certificates.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import * as documentFile from "~/routes/organize/documents/document-file.ts";
import * as edition from "~/routes/public/editions/edition.tsx";
import type { Actor } from "~/rules/accounts/access.ts";
import { pagesOf } from "~/testing/pages.ts";
import { findAwardSettings } from "~db/queries/awards/awards.ts";
import { findFinalOf } from "~db/queries/diligence.ts";
import { findCertificate, findRoundCertificates } from "~db/queries/documents/certificates.ts";
import { examine, makePublishedFinal } from "~db/seed/factories/finals.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as settings from "../diligence/checklist.tsx";
import * as diligence from "../diligence/diligence.tsx";
import * as finalist from "../diligence/finalist.tsx";
import * as awards from "./awards.tsx";

const database = testDatabase();
const pages = pagesOf({
  "organize/editions/:edition/awards": awards,
  "organize/editions/:edition/diligence": diligence,
  "organize/editions/:edition/diligence/:entry": finalist,
  "organize/editions/:edition/settings/diligence": settings,
  "organize/rounds/:round/awards.pdf": documentFile,
  "editions/:edition": edition,
});
let final: Awaited<ReturnType<typeof makePublishedFinal>>;

beforeEach(async () => {
  final = await makePublishedFinal(database.db);
});

const at = (page: string) => `/organize/editions/${final.edition.slug}/${page}`;
const visit = (path: string, actor: Actor | null = final.organizer, form?: Record<string, string>) =>
  pages(path, { db: database.db, actor, form });
const html = async (path: string, actor?: Actor | null) => await (await visit(path, actor)).text();
const by = () => ({ db: database.db, actor: final.organizer });
async function grant() {
  const { id: editionId, slug } = final.edition;
  const kept = await findAwardSettings(database.db, editionId);
  if (!kept.moveUp)
    await saveAwardSettings(by(), { edition: slug, version: digestOf(kept), settings: { ...kept, moveUp: true } });
  const found = (await findFinalOf(database.db, editionId)) ?? null;
  const { digest } = await findAwardTask(database.db, { editionId, final: found, at: new Date() });
  const answer = await grantAwards(by(), { edition: slug, digest });
  expect(answer).toMatchObject({ ok: true });
}
const certificates = async () =>
  (await findRoundCertificates(database.db, final.round.id)).map(
    ({ title, award, rank }) => `${title} ${award} ${rank}`,
  );

test("organizers work there, the supervisor reads, and to everybody else there is nothing", async () => {
  await examine(database.db, final, { 1: "failed" }, "内部核查意见");
  for (const page of ["diligence", "diligence/1", "awards"]) {
    const own = await html(at(page));
    const read = await html(at(page), final.supervisor);
    expect(own).toContain("决赛项目1");
    expect(read).toContain("决赛项目1");
    for (const button of ["保存核查记录", "作出结论", "撤销结论", "添加文件"])
      expect(read).not.toContain(`>${button}<`);
    const judge = final.seats[0]?.actor ?? null;
    for (const actor of [final.scorer, judge, await makePerson(database.db)])
      expect((await visit(at(page), actor)).status).toBe(404);
    expect((await visit(at(page), null)).status).toBe(302);
  }
  expect(await html(at("diligence/1"))).toContain("内部核查意见");
  expect((await visit(at("diligence/99"))).status).toBe(404);
  expect((await visit(at("settings/diligence"), final.supervisor)).status).toBe(404);
  expect(await html(at("settings/diligence"))).toContain("清单不再改变");
  expect(await html(`/editions/${final.edition.slug}`, null)).not.toContain("内部核查意见");
});

test("a finalist is named by its place in the running order, with its key beside it", async () => {
  const order = database.db.updateTable("entries").where("roundId", "=", final.round.id).where("key", "=", "1");
  const { runningOrder: before } = await database.db
    .selectFrom("entries")
    .select("runningOrder")
    .where("roundId", "=", final.round.id)
    .where("key", "=", "1")
    .executeTakeFirstOrThrow();
  await order.set({ runningOrder: 77 }).execute();
  const text = (await (await visit(at("diligence/1"), final.organizer)).text()).replaceAll("<!-- -->", "");
  await order.set({ runningOrder: null }).execute();
  const unplaced = (await (await visit(at("diligence/1"), final.organizer)).text()).replaceAll("<!-- -->", "");
  await order.set({ runningOrder: before }).execute();
  expect(text).toMatch(/<h1[^>]*>77 /);
  // Another may have drawn its key
  expect(unplaced).toMatch(/<h1[^>]*>– /);
  expect(text).toMatch(/项目编号<\/dt><dd[^>]*>1</);
});

test("a finalist's form keeps what was written when it is refused, and says what to mend", async () => {
  const refused = await visit(at("diligence/1"), final.organizer, {
    intent: "decide",
    outcome: "failed",
    reason: "写了很久的理由",
    idempotencyKey: "",
  });
  const words = await refused.text();
  expect(refused.status).toBe(409);
  expect(words).toContain("写了很久的理由");
  expect(words).toContain("还有没查的项目");
  const empty = await visit(at("diligence/1"), final.organizer, { intent: "decide", reason: "", idempotencyKey: "" });
  expect(empty.status).toBe(422);
  const kept = await visit(at("diligence/1"), final.organizer, {
    intent: "findings",
    "finding.1": "unmet",
    "note.1": "未见原件",
    "finding.2": "",
    "note.2": "",
    idempotencyKey: "",
  });
  expect([kept.status, kept.headers.get("location")]).toEqual([303, `${at("diligence/1")}?done=findings`]);
  expect(await html(at("diligence/1"))).toContain("未见原件");
});

test("the public page has the awards once they are granted, in both languages, and no script", async () => {
  const page = () => html(`/editions/${final.edition.slug}`, null);
  await examine(database.db, final, { 1: "failed", 2: "passed", 3: "passed", 4: "passed" });
  expect(await page()).not.toContain("获奖名单");
  await grant();
  const whole = await page();
  for (const words of ["获奖名单", "决赛项目2", "一等奖", "50万元"]) expect(whole).toContain(words);
  const list = whole.slice(whole.indexOf("获奖名单")).split("</ol>")[0];
  expect(list).not.toContain("决赛项目1");
  const english = await pages(`/editions/${final.edition.slug}`, { db: database.db, locale: "en" });
  const words = await english.text();
  for (const each of ["Award winners", "First Prize", "CNY 500,000", "Project 2"]) expect(words).toContain(each);
  await revokeAwards(by(), { edition: final.edition.slug, reason: "有误" });
  expect(await page()).not.toContain("获奖名单");
});

test("papers and certificates go by the granted awards; whoever lost the rank has none", async () => {
  const { db } = database;
  const round = final.round.slug;
  await issueCertificates(by(), { round });
  expect(await certificates()).toEqual(["决赛项目1 一等奖 1", "决赛项目2 二等奖 2", "决赛项目3 二等奖 3"]);
  const [first, second] = await findRoundCertificates(db, final.round.id);
  await examine(db, final, { 1: "failed", 2: "passed", 3: "passed", 4: "passed" });
  // Cancelled already before anything is granted
  expect(await certificates()).toEqual(["决赛项目2 二等奖 2", "决赛项目3 二等奖 3"]);
  expect((await findCertificate(db, first?.serial ?? ""))?.state).toBe("void");
  await grant();
  expect(await certificates()).toEqual([]);
  expect((await findCertificate(db, second?.serial ?? ""))?.state).toBe("replaced");
  await issueCertificates(by(), { round });
  expect(await certificates()).toEqual(["决赛项目2 一等奖 1", "决赛项目3 二等奖 2", "决赛项目4 二等奖 3"]);
  const [own] = await findRoundCertificates(db, final.round.id);
  expect(await findCertificate(db, second?.serial ?? "")).toMatchObject({ state: "replaced", nextSerial: own?.serial });
  expect((await findCertificate(db, own?.serial ?? ""))?.state).toBe("valid");
  const answer = await visit(`/organize/rounds/${round}/awards.pdf`);
  const document = await getDocumentProxy(new Uint8Array(await answer.arrayBuffer()));
  const text = (await extractText(document)).text.join("").replace(/\s+/g, "");
  for (const words of ["决赛项目2", "决赛项目4", "50万元", "经尽职调查"]) expect(text).toContain(words);
  expect(text).not.toContain("决赛项目1");
  await revokeAwards(by(), { edition: final.edition.slug, reason: "有误" });
  expect((await findCertificate(db, own?.serial ?? ""))?.state).toBe("void");
});

test("each page takes as many queries for three finalists that are looked into as for one", async () => {
  for (const entries of [["1"], ["2", "3"]]) {
    for (const entry of entries) await examine(database.db, final, { [entry]: "passed" });
    for (const [page, count] of [
      ["diligence", 4],
      ["awards", 7],
      ["diligence/1", 7],
    ] as const) {
      const { answer, queries } = await database.queriesOf(() => visit(at(page)));
      expect([page, answer.status, queries.length]).toEqual([page, 200, count]);
    }
  }
});
