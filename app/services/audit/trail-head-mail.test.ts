import { expect, test } from "vitest";
import { appendAudit } from "~db/queries/audit/audit.ts";
import { makeEdition } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { sealTrail } from "./audit-sealing.ts";
import { verifyTrail } from "./audit-verification.ts";
import { sendTrailHead } from "./trail-head-mail.ts";

const database = testDatabase();
const at = new Date("2026-11-23T19:41:00Z");
const send = (given: object = {}) => sendTrailHead(database.db, { at, sound: true, ...given });
const seal = () => sealTrail(database.db, () => at, { patienceMs: 100 });
const act = () =>
  database.db.transaction().execute((trx) => appendAudit(trx, { at, command: "test", actorId: null, facts: {} }));
const mails = () =>
  database.db.selectFrom("mails").select(["recipient", "template", "locale", "props"]).orderBy("id").execute();

test("the digest goes to the supervisors of editions under way and to the address, once for all that was done, and on record", async () => {
  const { db } = database;
  const { edition } = await makeEdition(db);
  const { edition: over } = await makeEdition(db);
  await db.updateTable("editions").set({ state: "open" }).where("id", "=", edition.id).execute();
  await db.updateTable("editions").set({ state: "archived" }).where("id", "=", over.id).execute();
  const supervisor = await makePerson(db, { grants: [{ role: "supervisor", editionId: edition.id }] });
  await makePerson(db, { grants: [{ role: "supervisor", editionId: over.id }] });
  await makePerson(db, { grants: [{ role: "scorer", editionId: edition.id }] });
  expect(await send()).toBe(0);
  await act();
  await seal();
  const [last] = await database.sql`select number, digest from audit_seals order by number desc`;
  expect(await send({ address: "archive@district.example" })).toBe(2);
  const props = { number: last?.number, digest: last?.digest, sealedAt: "2026-11-23T19:41:00.000Z" };
  const { email } = await db
    .selectFrom("users")
    .select("email")
    .where("id", "=", supervisor.id)
    .executeTakeFirstOrThrow();
  expect(await mails()).toEqual([
    { recipient: email, template: "trail-head", locale: "zh-CN", props },
    { recipient: "archive@district.example", template: "trail-head", locale: "zh-CN", props },
  ]);
  const entry = await db.selectFrom("auditEntries").selectAll().orderBy("id", "desc").executeTakeFirstOrThrow();
  expect(entry).toMatchObject({
    command: "send-trail-head",
    facts: { seal: last?.number, digest: last?.digest, recipients: 2, ok: true },
  });

  // A night in which nobody did anything: the verification and the sending are entries too, and are sealed
  await verifyTrail(db, at);
  await seal();
  expect(await send()).toBe(0);
  await act();
  expect(await send()).toBe(0);
  await seal();
  expect(await send()).toBe(1);
  // A break is told whatever was done
  expect(await send({ sound: false })).toBe(1);
  expect((await mails()).at(-1)).toMatchObject({ recipient: email, template: "trail-broken" });
  // Also when all seals are gone
  await database.sql.begin(async (trx) => {
    await trx`set local session_replication_role = replica`;
    await trx`truncate audit_seals, audit_seal_entries`;
  });
  expect(await send({ sound: false })).toBe(1);
  expect((await mails()).at(-1)).toMatchObject({ template: "trail-broken", props: { number: 0, digest: null } });
  expect(await send()).toBe(0);
});
