import { beforeAll, expect, test } from "vitest";
import { inviteStaff } from "~/commands/accounts/invite-staff.ts";
import { proveIdentity } from "~/commands/accounts/prove-identity.ts";
import * as people from "~/routes/organize/accounts/people.tsx";
import * as trailFile from "~/routes/organize/audit/trail-file.ts";
import * as exportFile from "~/routes/organize/exchange/export-file.ts";
import * as listFile from "~/routes/organize/exchange/list-file.ts";
import * as archive from "~/routes/organize/files/archive.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { type Auth, createAuth, findSession } from "~/services/auth/auth.ts";
import { signInAs } from "~/services/auth/sign-in.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeEdition } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { freshCode } from "~db/seed/factories/second-factors.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as ownData from "./data-export.ts";

const database = testDatabase();
const pages = pagesOf({
  "account/data/export": ownData,
  "organize/editions/:edition/applications.csv": exportFile,
  "organize/editions/:edition/attachments.zip": archive,
  "organize/editions/:edition/lists/:file": listFile,
  "organize/editions/:edition/settings/people": people,
  "organize/trail.csv": trailFile,
});
let auth: Auth;
let edition: { id: number; slug: string };
let organizer: Actor;
/** The same person, in a session that has been open for a while. */
let later: Actor;

beforeAll(async () => {
  auth = createAuth({
    db: database.db,
    baseUrl: "http://localhost:3000",
    secret: "a secret of the tests, long enough",
  });
  ({ edition } = await makeEdition(database.db));
  organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: edition.id }] });
  later = { ...organizer, proven: false };
});

const exports = () => [
  `/organize/editions/${edition.slug}/applications.csv?column=code`,
  `/organize/editions/${edition.slug}/attachments.zip`,
  `/organize/editions/${edition.slug}/lists/recommenders.csv`,
  "/organize/trail.csv",
];

test("what takes personal data out of the house leads first to where the person shows that it is them, and back", async () => {
  for (const path of exports()) {
    const answer = await pages(path, { db: database.db, actor: later });
    expect([answer.status, answer.headers.get("Location")]).toEqual([
      302,
      `/account/confirm?returnTo=${encodeURIComponent(path)}`,
    ]);
    expect((await pages(path, { db: database.db, actor: organizer })).status).toBe(200);
  }
  const own = await pages("/account/data/export", { db: database.db, actor: later, form: {} });
  expect(own.headers.get("Location")).toBe("/account/confirm?returnTo=/account/data");
});

test("who may not export at all is told nothing of it", async () => {
  const stranger = { ...(await makePerson(database.db)), proven: false };
  for (const path of exports()) expect((await pages(path, { db: database.db, actor: stranger })).status).toBe(404);
});

test("an appointment in an old session appoints nobody, keeps what was typed and says where to show who one is", async () => {
  const form = { role: "screener", name: "审核新人", email: "typed@example.org", locale: "zh-CN" };
  const path = `/organize/editions/${edition.slug}/settings/people`;
  const answer = await pages(path, { db: database.db, actor: later, form });
  const html = await answer.text();
  expect(answer.status).toBe(409);
  expect(html).toContain('href="/account/confirm"');
  expect(html).toContain('value="typed@example.org"');
  const invitations = database.db.selectFrom("invitations").where("email", "=", "typed@example.org").selectAll();
  expect(await invitations.execute()).toEqual([]);
  const now = await inviteStaff({ db: database.db, actor: organizer }, { ...form, edition: edition.slug });
  expect(now.ok).toBe(true);
});

test("a session is proven for a quarter of an hour after the sign-in, and again after a second factor", async () => {
  const person = await makePerson(database.db);
  const [cookie = ""] = (await signInAs(auth, person.id)).getSetCookie();
  const request = new Request("http://localhost:3000/", { headers: { cookie: cookie.split(";")[0] ?? "" } });
  const proven = async () => (await findSession(auth, request))?.user.proven;
  expect(await proven()).toBe(true);
  const sessionId = (await findSession(auth, request))?.session.id ?? "";
  const before = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const old = (columns: { createdAt?: Date; provedAt?: Date }) =>
    database.db.updateTable("sessions").set(columns).where("id", "=", sessionId).execute();
  await old({ createdAt: before(16) });
  expect(await proven()).toBe(false);
  const by = { db: database.db, actor: person };
  expect(await proveIdentity(by, { sessionId, code: "000000" })).toEqual({ ok: false, error: { type: "no-factor" } });
  const code = await freshCode(database.db, person);
  expect(await proveIdentity(by, { sessionId, code: "000000" })).toEqual({
    ok: false,
    error: { type: "factor-wrong" },
  });
  expect(await proven()).toBe(false);
  expect((await proveIdentity(by, { sessionId, code })).ok).toBe(true);
  expect(await proven()).toBe(true);
  await old({ provedAt: before(16) });
  expect(await proven()).toBe(false);
});

test("a second factor proves the own session, and nobody else's", async () => {
  const one = await makePerson(database.db);
  const other = await makePerson(database.db);
  await signInAs(auth, other.id);
  const { id } = await database.db
    .selectFrom("sessions")
    .where("userId", "=", other.id)
    .select("id")
    .executeTakeFirstOrThrow();
  await proveIdentity({ db: database.db, actor: one }, { sessionId: id, code: await freshCode(database.db, one) });
  const row = await database.db.selectFrom("sessions").where("id", "=", id).select("provedAt").executeTakeFirst();
  expect(row?.provedAt).toBeNull();
});
