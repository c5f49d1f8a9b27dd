import { beforeAll, expect, test } from "vitest";
import { type Auth, createAuth, findSession } from "~/services/auth/auth.ts";
import { signInAs } from "~/services/auth/sign-in.ts";
import { findAllSessionsOf } from "~db/queries/accounts/sessions.ts";
import { demoDomain, ensureUser, findDemoPeople } from "~db/queries/accounts/users.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { changeProfile } from "./change-profile.ts";
import { revokeOtherSessions } from "./revoke-other-sessions.ts";
import { revokeSession } from "./revoke-session.ts";

const database = testDatabase();
let auth: Auth;
beforeAll(() => {
  auth = createAuth({
    db: database.db,
    baseUrl: "http://localhost:3000",
    secret: "a secret of the tests, long enough",
  });
});

async function openSession(userId: string): Promise<Request> {
  const [cookie = ""] = (await signInAs(auth, userId)).getSetCookie();
  return new Request("http://localhost:3000/", { headers: { cookie: cookie.split(";")[0] ?? "" } });
}

test("ending one of the own sessions throws it out at once and leaves the others", async () => {
  const actor = await makePerson(database.db);
  const phone = await openSession(actor.id);
  const laptop = await openSession(actor.id);
  const sessionId = (await findSession(auth, phone))?.session.id;
  expect(await revokeSession({ db: database.db, actor }, { sessionId })).toEqual({ ok: true, value: { ended: 1 } });
  expect(await findSession(auth, phone)).toBeNull();
  expect(await findSession(auth, laptop)).not.toBeNull();
});

test("somebody else's session cannot be ended", async () => {
  const actor = await makePerson(database.db);
  const other = await makePerson(database.db);
  const theirs = await openSession(other.id);
  const sessionId = (await findSession(auth, theirs))?.session.id;
  expect(await revokeSession({ db: database.db, actor }, { sessionId })).toEqual({ ok: true, value: { ended: 0 } });
  expect(await findSession(auth, theirs)).not.toBeNull();
});

test("ending all other sessions keeps the one in use", async () => {
  const actor = await makePerson(database.db);
  const other = await makePerson(database.db);
  const here = await openSession(actor.id);
  const there = await openSession(actor.id);
  const far = await openSession(actor.id);
  const theirs = await openSession(other.id);
  const keptSessionId = (await findSession(auth, here))?.session.id;
  const answer = await revokeOtherSessions({ db: database.db, actor }, { keptSessionId });
  expect(answer).toEqual({ ok: true, value: { ended: 2 } });
  expect(await findSession(auth, there)).toBeNull();
  expect(await findSession(auth, far)).toBeNull();
  expect(await findSession(auth, here)).not.toBeNull();
  expect(await findSession(auth, theirs)).not.toBeNull();
});

test("the list of sessions shows living ones only, and no token", async () => {
  const actor = await makePerson(database.db);
  await openSession(actor.id);
  const later = new Date(Date.now() + 31 * 86_400_000);
  const sessions = await findAllSessionsOf(database.db, actor.id, new Date());
  expect(sessions).toHaveLength(1);
  expect(sessions[0]).not.toHaveProperty("token");
  expect(await findAllSessionsOf(database.db, actor.id, later)).toEqual([]);
});

test("a person changes name and language; the session knows it in the next moment", async () => {
  const actor = await makePerson(database.db);
  const request = await openSession(actor.id);
  const answer = await changeProfile({ db: database.db, actor }, { name: "  王小明 ", locale: "en" });
  expect(answer.ok).toBe(true);
  expect(await findSession(auth, request)).toMatchObject({ user: { name: "王小明", locale: "en" } });
  const refused = await changeProfile({ db: database.db, actor }, { name: "  ", locale: "de" });
  expect(refused).toMatchObject({ error: { type: "invalid-input", fields: [{ path: "name" }, { path: "locale" }] } });
});

test("an address leads to one person, in whatever case it is written", async () => {
  const person = { email: "Some.One@example.org", name: "First", locale: "en" as const };
  const made = await ensureUser(database.db, person);
  const found = await ensureUser(database.db, { ...person, email: "SOME.ONE@example.org ", name: "Second" });
  expect(found).toEqual({ ...made, name: "First", email: "some.one@example.org" });
});

test("the demo's identities are those of the demo's domain, with each role once", async () => {
  const edition = await database.db
    .insertInto("editions")
    .values({ slug: "sixth", title: "第六届" })
    .returning("id")
    .executeTakeFirstOrThrow();
  const grants = [{ role: "judge" as const, editionId: edition.id }, { role: "judge" as const }];
  await makePerson(database.db, { email: `b${demoDomain}`, grants });
  await makePerson(database.db, { email: `a${demoDomain}` });
  await makePerson(database.db, { email: `a${demoDomain}.evil.org` });
  expect(await findDemoPeople(database.db)).toMatchObject([
    { email: `a${demoDomain}`, roles: [] },
    { email: `b${demoDomain}`, roles: ["judge"] },
  ]);
});
