import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { openVault } from "~/services/vault/vault.ts";
import { testVaultKeys } from "~/testing/vault.ts";
import { eraseObjections, findWholeObjection } from "~db/queries/notices/objections.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makeEdition, releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { makeObjection, sampleObjection } from "~db/seed/factories/objections.ts";
import { testDatabase } from "~db/testing/database.ts";
import { placesOfWords } from "~db/testing/words-in-database.ts";
import { rotateDataKey } from "../operations/rotate-data-key.ts";
import { withdrawRelease } from "../releases/withdraw-release.ts";
import { assignObjection } from "./assign-objection.ts";
import { bringObjectionFile } from "./bring-objection-file.ts";
import { decideObjection } from "./decide-objection.ts";
import { fileObjection } from "./file-objection.ts";
import { linkCorrection } from "./link-correction.ts";
import { revealObjector } from "./reveal-objector.ts";

const database = testDatabase();
const published = new Date("2026-11-23T02:00:00Z");
const during = new Date("2026-11-24T02:00:00Z");
let heat: Awaited<ReturnType<typeof makeClosedHeat>>;

beforeEach(async () => {
  const { db } = database;
  heat = await makeClosedHeat(db, { judges: 5, entries: 3 });
  await releaseRound(db, heat, "published", { noticeEndsOn: "2026-11-30", at: { publish: published } });
});

const file = (change: object = {}, given: { at?: Date; formKey?: string; round?: string } = {}) =>
  fileObjection(
    database.db,
    { round: heat.round.slug, formKey: randomUUID(), locale: "zh-CN", at: during, ...given },
    { ...sampleObjection, ...change },
  );
const typeOf = (answer: { ok: boolean; error?: { type: string } }) => (answer.ok ? "done" : answer.error?.type);
const make = (given: object = {}) => makeObjection(database.db, heat.round.slug, { at: during, ...given });
const by = (actor: Actor, at = during) => ({ db: database.db, actor, at });
const rows = () => database.db.selectFrom("objections").selectAll().where("roundId", "=", heat.round.id).execute();
const audited = async (command: string) =>
  await database.db
    .selectFrom("auditEntries")
    .selectAll()
    .where("command", "=", command)
    .where("roundId", "=", heat.round.id)
    .execute();

describe("filing", () => {
  test("keeps the objection under seal, with its day, and says nothing of who it was anywhere in clear", async () => {
    const filed = await file({
      name: "赵秘密",
      email: "secret-zhao@example.org",
      facts: "只有赵秘密知道的事实经过如此。",
    });
    if (!filed.ok) throw new Error(filed.error.type);
    expect(filed.value.receipt).toMatch(/^YY-[2-9A-Z]{6}$/);
    const [row] = await rows();
    expect(row).toMatchObject({ state: "received", dueOn: "2026-12-08", kind: "person", filedAt: during });
    for (const words of ["赵秘密", "secret-zhao", "13800001234", filed.value.link])
      expect(await placesOfWords(database.db, words)).toEqual([]);
    const [entry] = await audited("file-objection");
    expect(entry).toMatchObject({
      actorId: null,
      facts: { receipt: filed.value.receipt, entry: "1", dueOn: "2026-12-08" },
    });
    const mails = await database.db
      .selectFrom("mails")
      .selectAll()
      .where("objectionId", "=", row?.id ?? 0)
      .execute();
    expect(mails).toMatchObject([
      { template: "objection-receipt", recipient: "objector@sealed.invalid", editionId: null },
    ]);
  });

  test("is taken to the last millisecond of the last day in Beijing, and not any more after it", async () => {
    expect(typeOf(await file({}, { at: new Date("2026-11-30T15:59:59.999Z") }))).toBe("done");
    expect(typeOf(await file({}, { at: new Date("2026-11-30T16:00:00Z") }))).toBe("notice-closed");
    // What is late is late, whatever is wrong with it besides
    expect(typeOf(await file({ name: "" }, { at: new Date("2026-12-01T00:00:00Z") }))).toBe("notice-closed");
    expect(await rows()).toHaveLength(1);
  });

  test("finds nothing where there is no notice, and none any more when the results are withdrawn", async () => {
    expect(typeOf(await file({}, { round: "nowhere" }))).toBe("not-found");
    const silent = await makeClosedHeat(database.db, { judges: 3, entries: 2 });
    expect(typeOf(await file({}, { round: silent.round.slug }))).toBe("not-found");
    await releaseRound(database.db, silent, "published");
    expect(typeOf(await file({}, { round: silent.round.slug }))).toBe("not-found");
    await withdrawRelease(by(heat.organizer), { round: heat.round.slug, version: 1, reason: "暂停" });
    expect(typeOf(await file())).toBe("not-found");
  });

  test("asks for what the rules ask for, and for a project of the list", async () => {
    const anonymous = await file({ name: "匿名" });
    expect(anonymous).toMatchObject({ ok: false, error: { fields: [{ path: "name", code: "no-name" }] } });
    const unknown = await file({ entry: "99" });
    expect(unknown).toMatchObject({ ok: false, error: { fields: [{ path: "entry", code: "unknown-entry" }] } });
    expect(await file({ entry: "1\u0000" })).toMatchObject({ ok: false, error: { fields: [{ path: "entry" }] } });
    expect(typeOf(await file({ entry: "", facts: "事实里夹着一个\u0000控制字符。" }))).toBe("done");
  });

  test("makes one objection of a form that is sent twice, also at the same moment, and gives the same receipt", async () => {
    const formKey = randomUUID();
    const [first, second] = await Promise.all([file({}, { formKey }), file({}, { formKey })]);
    expect(first).toEqual(second);
    expect(await file({}, { formKey })).toEqual(first);
    expect(await rows()).toHaveLength(1);
    expect(await audited("file-objection")).toHaveLength(1);
    expect(typeOf(await file({ facts: "改写之后的另一番事实经过。" }, { formKey }))).toBe("replayed-with-other-input");
    for (const change of [{ email: "other@example.org" }, { entry: "2" }, { phone: "+86 139 0000 0000" }])
      expect(typeOf(await file(change, { formKey }))).toBe("replayed-with-other-input");
  });
});

describe("handling", () => {
  test("is the supervisor's alone: organizers, scorers and judges find nothing", async () => {
    const { receipt } = await make();
    const judge = heat.seats[0]?.actor;
    const screener = await makePerson(database.db, { grants: [{ role: "screener", editionId: heat.round.editionId }] });
    const { edition: other } = await makeEdition(database.db);
    const elsewhere = await makePerson(database.db, { grants: [{ role: "supervisor", editionId: other.id }] });
    for (const actor of [heat.organizer, heat.scorer, judge, screener, elsewhere])
      if (actor) {
        const reason = "想知道是谁";
        expect(typeOf(await revealObjector(by(actor), { receipt, reason }))).toBe("not-found");
        expect(typeOf(await assignObjection(by(actor), { receipt, handler: actor.id }))).toBe("not-found");
        expect(typeOf(await decideObjection(by(actor), { receipt, outcome: "upheld", reason }))).toBe("not-found");
        expect(typeOf(await linkCorrection(by(actor), { receipt, version: 2 }))).toBe("not-found");
      }
    expect(await audited("reveal-objector")).toEqual([]);
  });

  test("shows who it was for a reason, every time on record, with no word of it in the trail", async () => {
    const { receipt } = await make({ name: "钱实名", phone: "+86 139 1111 2222" });
    const { supervisor } = heat;
    expect(typeOf(await revealObjector(by(supervisor), { receipt, reason: " 嗯 " }))).toBe("invalid-input");
    const shown = await revealObjector(by(supervisor), { receipt, reason: "需当面核实" });
    expect(shown).toEqual({
      ok: true,
      value: {
        kind: "person",
        name: "钱实名",
        contactPerson: null,
        phone: "+86 139 1111 2222",
        email: sampleObjection.email,
      },
    });
    const entries = await audited("reveal-objector");
    expect(entries).toMatchObject([{ actorId: supervisor.id, facts: { receipt } }]);
    expect(JSON.stringify(entries)).not.toMatch(/钱实名|1111|需当面核实/);
    const reveals = await database.db.selectFrom("objectionReveals").selectAll().execute();
    expect(reveals).toMatchObject([{ revealedById: supervisor.id, reason: "需当面核实" }]);
  });

  test("is by the one it was given to, once, with a reason; the objector gets a mail", async () => {
    const { receipt } = await make();
    const { supervisor, organizer } = heat;
    const decide = (change: object = {}, actor = supervisor) =>
      decideObjection(by(actor, new Date("2026-11-26T02:00:00Z")), {
        receipt,
        outcome: "upheld",
        reason: "经查，专利权属与展示不符。",
        ...change,
      });
    expect(typeOf(await decide())).toBe("objection-not-yours");
    expect(typeOf(await assignObjection(by(supervisor), { receipt, handler: organizer.id }))).toBe("no-handler");
    const other = await makePerson(database.db, { grants: [{ role: "supervisor", roundId: heat.round.id }] });
    expect(typeOf(await assignObjection(by(supervisor), { receipt, handler: other.id }))).toBe("done");
    expect(typeOf(await decide())).toBe("objection-not-yours");
    const back = { receipt, handler: supervisor.id, seen: other.id };
    expect(typeOf(await assignObjection(by(supervisor), { ...back, seen: undefined }))).toBe("stale-version");
    expect(typeOf(await assignObjection(by(supervisor), { ...back, seen: supervisor.id }))).toBe("stale-version");
    expect(typeOf(await decide())).toBe("objection-not-yours");
    expect(typeOf(await assignObjection(by(other), back))).toBe("done");
    expect(typeOf(await decide({ reason: " " }))).toBe("invalid-input");
    expect(typeOf(await decide())).toBe("done");
    expect(typeOf(await decide({ outcome: "dismissed" }))).toBe("objection-decided");
    expect(typeOf(await assignObjection(by(other), { receipt, handler: other.id }))).toBe("objection-decided");
    const [row] = await rows();
    expect(row).toMatchObject({
      state: "upheld",
      decidedById: supervisor.id,
      decisionReason: "经查，专利权属与展示不符。",
    });
    const [entry] = await audited("decide-objection");
    expect(JSON.stringify(entry?.facts)).not.toContain("专利");
    const templates = await database.db
      .selectFrom("mails")
      .select("template")
      .where("objectionId", "=", row?.id ?? 0)
      .orderBy("id")
      .execute();
    expect(templates.map(({ template }) => template)).toEqual(["objection-receipt", "objection-decided"]);
  });

  test("decided after the retention day keeps its outcome, and no word of anybody", async () => {
    const { receipt } = await make();
    const { supervisor } = heat;
    expect(typeOf(await assignObjection(by(supervisor), { receipt, handler: supervisor.id }))).toBe("done");
    await database.db.transaction().execute((trx) => eraseObjections(trx, heat.round.editionId, during));
    const decision = { receipt, outcome: "dismissed", reason: "经查，王五的陈述不实。" };
    expect(typeOf(await decideObjection(by(supervisor), decision))).toBe("done");
    expect(await rows()).toMatchObject([{ state: "dismissed", decisionReason: "—" }]);
  });

  test("the database itself lets no decision be changed and no objection be removed", async () => {
    const { receipt } = await make();
    await assignObjection(by(heat.supervisor), { receipt, handler: heat.supervisor.id });
    await decideObjection(by(heat.supervisor), { receipt, outcome: "dismissed", reason: "查无实据" });
    const change = (set: object) =>
      database.db.updateTable("objections").set(set).where("receipt", "=", receipt).execute();
    for (const set of [
      { state: "upheld" },
      { decisionReason: "另一个理由" },
      { dueOn: "2030-01-01" },
      { receipt: "YY-222222" },
    ])
      await expect(change(set)).rejects.toThrow("keeps what was filed");
    await expect(database.db.deleteFrom("objections").where("receipt", "=", receipt).execute()).rejects.toThrow(
      "only grows",
    );
  });

  test("one that was upheld is linked, once, to a later version that was published", async () => {
    const { receipt } = await make();
    const { supervisor } = heat;
    const link = (version: number) => linkCorrection(by(supervisor), { receipt, version });
    await assignObjection(by(supervisor), { receipt, handler: supervisor.id });
    await decideObjection(by(supervisor), { receipt, outcome: "upheld", reason: "名称有误" });
    expect(typeOf(await link(1))).toBe("no-correction");
    expect(typeOf(await link(2))).toBe("no-correction");
    await database.db
      .updateTable("entries")
      .set({ title: "改名" })
      .where("roundId", "=", heat.round.id)
      .where("key", "=", "1")
      .execute();
    await releaseRound(database.db, heat, "published", { reason: "名称有误", noticeEndsOn: "2099-12-01" });
    expect(typeOf(await link(2))).toBe("done");
    expect(typeOf(await link(2))).toBe("no-correction");
    expect(await findWholeObjection(database.db, receipt)).toMatchObject({ version: 1, correctedVersion: 2 });
    // A version that is gone leads nowhere any more, also once there is another one
    await withdrawRelease(by(heat.organizer, new Date()), { round: heat.round.slug, version: 2, reason: "再次核查" });
    await releaseRound(database.db, heat, "published", { reason: "重新核定" });
    expect(await findWholeObjection(database.db, receipt)).toMatchObject({ version: 1, correctedVersion: null });
  });
});

test("files are taken from the private link while the notice is open: five, each once, none after the decision", async () => {
  const { receipt, link } = await make({ kind: "unit", name: "湖州某科技有限公司", contactPerson: "李四" });
  const digest = (number: number) => number.toString(16).padStart(64, "0");
  const bring = (number: number, given: { link?: string; at?: Date } = {}) =>
    bringObjectionFile(database.db, given.link ?? link, given.at ?? during, {
      id: digest(number + 1000 * heat.round.id).slice(32),
      kind: "letter",
      type: "application/pdf",
      size: 100,
      sha256: digest(number),
    });
  expect(typeOf(await bring(1, { link: "x".repeat(43) }))).toBe("not-found");
  expect(typeOf(await bring(1, { at: new Date("2026-11-30T16:00:00Z") }))).toBe("notice-closed");
  expect(typeOf(await bring(1))).toBe("done");
  expect(typeOf(await bring(1))).toBe("file-there");
  for (const number of [2, 3, 4, 5]) expect(typeOf(await bring(number))).toBe("done");
  expect(typeOf(await bring(6))).toBe("files-full");
  const other = await make({ name: "孙实名" });
  await assignObjection(by(heat.supervisor), { receipt: other.receipt, handler: heat.supervisor.id });
  await decideObjection(by(heat.supervisor), { receipt: other.receipt, outcome: "dismissed", reason: "查无实据" });
  expect(typeOf(await bring(7, { link: other.link }))).toBe("objection-decided");
  const brought = await audited("bring-objection-file");
  expect(brought).toHaveLength(5);
  expect(JSON.stringify(brought.map(({ facts }) => facts))).not.toContain(digest(1));
  expect(receipt).not.toBe(other.receipt);
});

test("a unit brings its sealed letter while the notice that it objected to is open, whatever became of the result", async () => {
  const { link } = await make({ kind: "unit", name: "湖州某科技有限公司", contactPerson: "李四" });
  await database.db.updateTable("entries").set({ title: "改名" }).where("roundId", "=", heat.round.id).execute();
  const corrected = await releaseRound(database.db, heat, "published", { reason: "名称有误", at: { publish: during } });
  const bring = (number: number, at = during) =>
    bringObjectionFile(database.db, link, at, {
      id: number.toString(16).padStart(32, "a"),
      kind: "letter",
      type: "application/pdf",
      size: 100,
      sha256: number.toString(16).padStart(64, "0"),
    });
  expect(typeOf(await bring(heat.round.id))).toBe("done");
  await withdrawRelease(by(heat.organizer), { ...corrected, reason: "异议成立" });
  expect(typeOf(await bring(heat.round.id + 1))).toBe("done");
  expect(typeOf(await bring(heat.round.id + 2, new Date("2026-11-30T16:00:00Z")))).toBe("notice-closed");
});

test("a new key seals objections anew, and they open as before", async () => {
  const { receipt } = await make({ name: "李换钥" });
  const key = Buffer.alloc(32, 7).toString("base64");
  const newer = openVault({ ...testVaultKeys, personalDataKeys: `test-2:${key},${testVaultKeys.personalDataKeys}` });
  expect(await rotateDataKey(database.db, newer)).toMatchObject({ ok: true, left: 0 });
  const row = await database.db
    .selectFrom("objections")
    .selectAll()
    .where("receipt", "=", receipt)
    .executeTakeFirstOrThrow();
  expect(row.keyName).toBe("test-2");
  const sealed = { sealed: row.objector ?? "", keyName: "test-2" };
  expect(newer.unsealObjection(receipt, "objector", sealed)).toContain("李换钥");
  expect(newer.unsealObjection(receipt, "words", { ...sealed, sealed: row.words ?? "" })).toContain("专利");
});
