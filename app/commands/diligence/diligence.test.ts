import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { findAwardTask } from "~/commands/awards/award-task.ts";
import { grantAwards } from "~/commands/awards/grant-awards.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { defaultChecklist } from "~/rules/diligence/diligence.ts";
import { eraseDueEditions } from "~/services/jobs/retention.ts";
import { findChecklist, findDiligenceFiles, findFinalist, findFinalists, findFinalOf } from "~db/queries/diligence.ts";
import { examine, makePublishedFinal } from "~db/seed/factories/finals.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { placesOfWords } from "~db/testing/words-in-database.ts";
import { bringDiligenceFile } from "./bring-diligence-file.ts";
import { decideFinalist } from "./decide-finalist.ts";
import { readDiligenceFile } from "./read-diligence-file.ts";
import { recordFindings } from "./record-findings.ts";
import { removeDiligenceFile } from "./remove-diligence-file.ts";
import { revokeFinalistDecision } from "./revoke-finalist-decision.ts";
import { saveChecklist } from "./save-checklist.ts";

const database = testDatabase();
let final: Awaited<ReturnType<typeof makePublishedFinal>>;

beforeEach(async () => {
  final = await makePublishedFinal(database.db);
});

const by = (actor: Actor = final.organizer) => ({ db: database.db, actor });
const refusal = (type: string) => ({ ok: false, error: { type } });
const of = (entry: string) => ({ edition: final.edition.slug, entry });
const met = (count = defaultChecklist.length) =>
  Array.from({ length: count }, (_, at) => ({ item: at + 1, finding: "met", note: null }));
const find = (entry: string, findings: object[] = met(), actor?: Actor) =>
  recordFindings(by(actor), { ...of(entry), findings });
const decide = (entry: string, outcome: string, actor?: Actor) =>
  decideFinalist(by(actor), { ...of(entry), outcome, reason: "核查完毕" });
const revoke = (entry: string) => revokeFinalistDecision(by(), { ...of(entry), reason: "补交了材料" });
const finalist = (entry: string) => findFinalist(database.db, final.round.id, entry);
const file = (number: number, more: object = {}) => ({
  ...of("1"),
  id: number.toString(16).padStart(24, "0") + String(final.round.id).padStart(8, "0"),
  item: 1,
  type: "application/pdf",
  size: 9,
  sha256: number.toString(16).padStart(64, "0"),
  ...more,
});
async function grant() {
  const { db } = database;
  const { id: editionId, slug: edition } = final.edition;
  const found = (await findFinalOf(db, editionId)) ?? null;
  const { digest } = await findAwardTask(db, { editionId, final: found, at: new Date() });
  return await grantAwards(by(), { edition, digest });
}

test("what is looked into is the edition's own, until the first finding; from then on it stands", async () => {
  const { id, slug } = final.edition;
  const items = [{ title: "负责人身份", titleEn: "The leader" }];
  const save = (version: string, given: object[] = items, actor?: Actor) =>
    saveChecklist(by(actor), { edition: slug, version, items: given });
  expect(await findChecklist(database.db, id)).toEqual({ items: defaultChecklist, fixed: false, own: false });
  expect(await save("x")).toEqual(refusal("stale-version"));
  expect(await save(digestOf(defaultChecklist), [...items, ...items])).toMatchObject({
    error: { fields: [{ path: "items.1.title", code: "twice" }] },
  });
  expect(await save(digestOf(defaultChecklist), items, final.supervisor)).toEqual(refusal("not-found"));
  expect((await save(digestOf(defaultChecklist))).ok).toBe(true);
  expect((await find("1", met(1))).ok).toBe(true);
  expect(await findChecklist(database.db, id)).toEqual({ items, fixed: true, own: true });
  expect(await save(digestOf(items))).toEqual(refusal("checklist-fixed"));
  // And the database itself refuses it
  const change = database.db.updateTable("diligenceChecklists").set({ items: sql`'[{}]'` }).where("editionId", "=", id);
  await expect(change.execute()).rejects.toThrow("a checklist stands");
});

test("the product's own list stands from the first finding on as well", async () => {
  await find("1", met(1));
  expect(await findChecklist(database.db, final.edition.id)).toMatchObject({ own: true, fixed: true });
});

test("findings are kept item by item, by whom; those that are not named stay", async () => {
  expect(await find("1", met(2))).toEqual({ ok: true, value: { answered: 2 } });
  const other = { item: 2, finding: "unmet", note: "专利权属为第三方" };
  expect(await find("1", [other, { item: 3, finding: "inapplicable" }])).toEqual({ ok: true, value: { answered: 3 } });
  expect((await finalist("1"))?.findings.map(({ foundAt, foundBy }) => [foundBy, foundAt.getTime() > 0])).toEqual(
    [1, 2, 3].map(() => ["组织者", true]),
  );
  expect((await finalist("1"))?.findings.map(({ item, finding, note }) => [item, finding, note])).toEqual([
    [1, "met", null],
    [2, "unmet", "专利权属为第三方"],
    [3, "inapplicable", null],
  ]);
  expect(await find("1", [{ item: 99, finding: "met" }])).toEqual(refusal("not-found"));
  expect(await find("nobody")).toEqual(refusal("not-found"));
  const trail = await database.db
    .selectFrom("auditEntries")
    .select(["roundId", "facts"])
    .where("command", "=", "record-findings")
    .where("editionId", "=", final.edition.id)
    .orderBy("id")
    .execute();
  expect(trail.at(-1)).toEqual({
    roundId: final.round.id,
    facts: { entry: "1", answered: 3, changed: ["2", "3"] },
  });
});

test("a decision needs every item answered, but of whoever withdraws; it has a name, a time and a reason", async () => {
  await find("1", met(defaultChecklist.length - 1));
  for (const outcome of ["passed", "failed"]) expect(await decide("1", outcome)).toEqual(refusal("findings-missing"));
  expect((await decide("2", "withdrawn")).ok).toBe(true);
  await find("1");
  expect((await decide("1", "failed")).ok).toBe(true);
  expect(await decide("1", "passed")).toEqual(refusal("finalist-decided"));
  expect((await finalist("1"))?.decision).toMatchObject({ outcome: "failed", reason: "核查完毕", by: "组织者" });
  const [entry] = await database.db
    .selectFrom("auditEntries")
    .leftJoin("auditReasons", "auditReasons.entryId", "auditEntries.id")
    .select(["facts", "reason", "actorId"])
    .where("command", "=", "decide-finalist")
    .where("roundId", "=", final.round.id)
    .orderBy("id", "desc")
    .limit(1)
    .execute();
  expect(entry).toMatchObject({ facts: { entry: "1", outcome: "failed" }, reason: "核查完毕" });
  expect(JSON.stringify(entry?.facts)).not.toContain("核查");
  expect(entry?.actorId).toBe(final.organizer.id);
});

test("while a decision stands neither findings nor files change; revoked with a reason they do, and it stays to be read", async () => {
  const brought = await bringDiligenceFile(by(), file(1));
  await examine(database.db, final, { 1: "failed" });
  expect(await find("1", [{ item: 1, finding: "unmet" }])).toEqual(refusal("finalist-decided"));
  expect(await bringDiligenceFile(by(), file(2))).toEqual(refusal("finalist-decided"));
  const id = brought.ok ? brought.value.fileId : 0;
  expect(await removeDiligenceFile(by(), { ...of("1"), id })).toEqual(refusal("finalist-decided"));
  const change = database.db.updateTable("diligenceFindings").set({ finding: "met" });
  await expect(change.where("entryId", "=", final.entries[0]?.id ?? 0).execute()).rejects.toThrow("findings stand");
  expect(await revoke("2")).toEqual(refusal("not-decided"));
  expect((await revoke("1")).ok).toBe(true);
  expect(await find("1", [{ item: 1, finding: "met" }])).toEqual({ ok: true, value: { answered: 8 } });
  expect((await decide("1", "passed")).ok).toBe(true);
});

test("once awards are granted nobody is decided on, and no decision is revoked", async () => {
  await examine(database.db, final, { 1: "passed", 2: "passed", 3: "passed" });
  expect(await grant()).toEqual({ ok: true, value: { awards: 3 } });
  expect(await decide("4", "withdrawn")).toEqual(refusal("awards-granted"));
  expect(await revoke("1")).toEqual(refusal("awards-granted"));
  const { db } = database;
  const gone = { revokedAt: new Date(), revokedById: final.organizer.id };
  const change = db
    .updateTable("diligenceDecisions")
    .set(gone)
    .where("entryId", "=", final.entries[0]?.id ?? 0);
  await expect(change.execute()).rejects.toThrow("while the awards do");
});

describe("files", () => {
  test("are kept once, up to forty, with the item that they are for, and given on record to those who may see", async () => {
    expect((await bringDiligenceFile(by(), file(1))).ok).toBe(true);
    expect(await bringDiligenceFile(by(), file(1, { id: "f".repeat(32) }))).toEqual(refusal("file-there"));
    expect((await bringDiligenceFile(by(), file(2, { item: 77 }))).ok).toBe(true);
    const kept = await findDiligenceFiles(database.db, final.entries[0]?.id ?? 0);
    expect(kept.map(({ item, broughtBy }) => [item, broughtBy])).toEqual([
      [1, "组织者"],
      [null, "组织者"],
    ]);
    const id = kept[0]?.id ?? 0;
    for (const actor of [final.organizer, final.supervisor])
      expect(await readDiligenceFile(by(actor), { ...of("1"), id })).toMatchObject({ ok: true, value: { id } });
    expect(await readDiligenceFile(by(final.scorer), { ...of("1"), id })).toEqual(refusal("not-found"));
    expect(await readDiligenceFile(by(), { ...of("2"), id })).toEqual(refusal("not-found"));
    expect((await removeDiligenceFile(by(), { ...of("1"), id })).ok).toBe(true);
    expect(await readDiligenceFile(by(), { ...of("1"), id })).toEqual(refusal("not-found"));
    for (let number = 3; number <= 41; number++) expect((await bringDiligenceFile(by(), file(number))).ok).toBe(true);
    expect(await bringDiligenceFile(by(), file(42))).toEqual(refusal("finalist-files-full"));
  });
});

test("nobody but an organizer of the edition does any of it, and nothing before the result is published", async () => {
  const stranger = (await makePublishedFinal(database.db)).organizer;
  const judge = await makePerson(database.db, { grants: [{ role: "judge", roundId: final.round.id }] });
  for (const actor of [final.supervisor, final.scorer, judge, stranger]) {
    expect(await find("1", met(), actor)).toEqual(refusal("not-found"));
    expect(await decide("1", "withdrawn", actor)).toEqual(refusal("not-found"));
    expect(await bringDiligenceFile(by(actor), file(9))).toEqual(refusal("not-found"));
  }
  final = await makePublishedFinal(database.db, { unpublished: true });
  expect(await find("1")).toEqual(refusal("nothing-published"));
  expect(await decide("1", "withdrawn")).toEqual(refusal("nothing-published"));
});

test("on the edition's day every note, reason and file of due diligence goes; what was found and decided stays", async () => {
  const mark = "lisi-secret";
  await bringDiligenceFile(by(), file(1));
  await examine(database.db, final, { 1: "failed" }, `${mark} was not there`);
  await revokeFinalistDecision(by(), { ...of("1"), reason: `${mark} came back` });
  expect((await placesOfWords(database.db, mark)).sort()).toEqual([
    "audit_reasons.reason",
    "diligence_decisions.reason",
    "diligence_findings.note",
  ]);
  const { id } = final.edition;
  await database.db.updateTable("editions").set({ retentionOn: "2037-07-01" }).where("id", "=", id).execute();
  const at = new Date("2037-07-02T00:00:00Z");
  await eraseDueEditions(database.db, at);
  expect(await placesOfWords(database.db, mark)).toEqual([]);
  expect(await findDiligenceFiles(database.db, final.entries[0]?.id ?? 0)).toEqual([]);
  expect((await finalist("1"))?.findings.map(({ finding }) => finding)).toEqual(defaultChecklist.map(() => "unmet"));
  // What comes later goes with the next night
  await find("2", [{ item: 1, finding: "met", note: mark }]);
  expect(await eraseDueEditions(database.db, at)).toHaveLength(1);
  expect(await placesOfWords(database.db, mark)).toEqual([]);
  expect(await eraseDueEditions(database.db, at)).toEqual([]);
});

test("one query for a final's finalists, however many have been looked into; the same for its final and its list", async () => {
  for (const count of [1, 3]) {
    await examine(database.db, final, Object.fromEntries([[String(count), "passed"]]));
    const { queries } = await database.queriesOf(() => findFinalists(database.db, final.round.id));
    expect(queries).toHaveLength(1);
  }
  const { id } = final.edition;
  const asked = [() => findFinalOf(database.db, id), () => findChecklist(database.db, id)];
  for (const ask of asked) expect((await database.queriesOf<unknown>(ask)).queries).toHaveLength(1);
});
