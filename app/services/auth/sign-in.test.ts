import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "~db/testing/database.ts";
import { askingBrowser, namedBrowser } from "./asking-browser.ts";
import { type Auth, createAuth, findSession, noteUse } from "./auth.ts";
import { type Client, requestCode, signInAs, signInWithCode, signOut } from "./sign-in.ts";

const database = testDatabase();
const secret = "a secret of the tests, long enough to be one";
let auth: Auth;
let clients = 0;

beforeAll(() => {
  auth = createAuth({ db: database.db, baseUrl: "http://localhost:3000", secret });
});

/** A client at an address of its own, so that the tests do not use up one another's limits. */
function someone(name = `${clients}`): Client {
  clients++;
  const browser = { name, mark: null };
  return { address: `198.51.${clients >> 8}.${clients & 255}`, userAgent: "Test Browser", browser };
}

async function askCode(email: string, client = someone(email)): Promise<string> {
  expect(await requestCode(auth, { email, locale: "zh-CN", client })).toEqual({ ok: true });
  const mail = await database.db
    .selectFrom("mails")
    .where("recipient", "=", email.toLowerCase())
    .select("props")
    .orderBy("id", "desc")
    .executeTakeFirstOrThrow();
  return (mail.props as { code: string }).code;
}

async function enter(email: string, code: string, client = someone(email)) {
  return await signInWithCode(auth, { email, code, locale: "zh-CN", client });
}

/** A request as the browser would send it after those Set-Cookie headers. */
function requestWith(headers: Headers): Request {
  const cookies = headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  return new Request("http://localhost:3000/", { headers: { cookie: cookies.join("; ") } });
}

async function signedIn(email: string): Promise<Headers> {
  const answer = await enter(email, await askCode(email));
  if (!answer.ok) throw new Error(answer.error.type);
  return answer.headers;
}

const wrong = (code: string) => (code === "000000" ? "000001" : "000000");

test("the first sign-in makes the account, in lower case and in the page's language", async () => {
  const code = await askCode("New.Person@Example.org");
  expect(code).toMatch(/^\d{6}$/);
  const answer = await signInWithCode(auth, {
    email: "New.Person@Example.org",
    code,
    locale: "en",
    client: someone("New.Person@Example.org"),
  });
  expect(answer.ok).toBe(true);
  const users = await database.db.selectFrom("users").where("email", "like", "new.person%").selectAll().execute();
  expect(users).toMatchObject([{ email: "new.person@example.org", emailVerified: true, locale: "en", name: "" }]);
});

test("a code works once", async () => {
  const code = await askCode("once@example.org");
  expect((await enter("once@example.org", code)).ok).toBe(true);
  expect(await enter("once@example.org", code)).toEqual({ ok: false, error: { type: "code-wrong" } });
});

test("of two parallel uses of one code only one opens a session", async () => {
  const code = await askCode("twice@example.org");
  const answers = await Promise.all([1, 2, 3, 4].map(() => enter("twice@example.org", code)));
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
});

test("a new code puts the old one out of use", async () => {
  const first = await askCode("renewed@example.org");
  let second = await askCode("renewed@example.org");
  while (second === first) second = await askCode("renewed@example.org");
  expect((await enter("renewed@example.org", first)).ok).toBe(false);
  expect((await enter("renewed@example.org", second)).ok).toBe(true);
});

test("a code ends after ten minutes", async () => {
  const code = await askCode("late@example.org");
  const latest = await database.db
    .selectFrom("verifications")
    .select("expiresAt")
    .orderBy("expiresAt", "desc")
    .executeTakeFirst();
  expect(latest?.expiresAt.getTime()).toBeGreaterThan(Date.now() + 590_000);
  expect(latest?.expiresAt.getTime()).toBeLessThanOrEqual(Date.now() + 600_000);
  await database.db
    .updateTable("verifications")
    .set({ expiresAt: new Date(Date.now() - 1000) })
    .execute();
  expect(await enter("late@example.org", code)).toEqual({ ok: false, error: { type: "code-wrong" } });
});

test("after five wrong tries the right code is wrong too", async () => {
  const spared = await askCode("four@example.org");
  for (let each = 0; each < 4; each++) await enter("four@example.org", wrong(spared));
  expect((await enter("four@example.org", spared)).ok).toBe(true);

  const code = await askCode("five@example.org");
  for (let each = 0; each < 5; each++) await enter("five@example.org", wrong(code));
  expect(await enter("five@example.org", code)).toEqual({ ok: false, error: { type: "code-wrong" } });
});

test("the database holds neither the code nor the address it was made for", async () => {
  const code = await askCode("hidden@example.org");
  const rows = JSON.stringify(await database.db.selectFrom("verifications").selectAll().execute());
  expect(rows).not.toContain("hidden@example.org");
  expect(rows).not.toContain(`"${code}`);
  expect(JSON.stringify(await database.db.selectFrom("rateLimits").selectAll().execute())).not.toContain("hidden");
});

test("one network gets five codes for a mailbox in a quarter of an hour, however the address is written", async () => {
  const client = someone();
  const ways = ["flooded@example.org", "FLOODED@example.org", "flooded+a@example.org", "flooded+b+c@example.org"];
  for (const email of [...ways, "flooded@example.org"]) await askCode(email, client);
  const answer = await requestCode(auth, { email: "Flooded+d@example.org", locale: "en", client });
  expect(answer).toMatchObject({ ok: false, error: { type: "too-many-requests" } });
  if (!answer.ok) expect(answer.error.retryAfterSeconds).toBeGreaterThan(880);

  await database.db
    .updateTable("rateLimits")
    .set({ windowStartedAt: new Date(Date.now() - 901_000) })
    .execute();
  await askCode("flooded@example.org", client);
});

test("a code is of use in the browser alone that asked for it", async () => {
  const code = await askCode("bound@example.org", someone("theirs"));
  for (const elsewhere of ["another", ""])
    expect(await enter("bound@example.org", code, someone(elsewhere))).toMatchObject({ error: { type: "code-wrong" } });
  expect((await enter("bound@example.org", code, someone("theirs"))).ok).toBe(true);
});

test("whoever asks for codes for somebody's mailbox and tries them spoils neither the own code nor the next", async () => {
  const email = "victim@example.org";
  const code = await askCode(email, someone("victim"));
  const attacker = someone("attacker");
  for (let each = 0; each < 6; each++) {
    await requestCode(auth, { email, locale: "en", client: attacker });
    for (let guess = 0; guess < 5; guess++) await enter(email, wrong(code), attacker);
  }
  expect((await enter(email, code, someone("victim"))).ok).toBe(true);
  const next = await askCode(email, someone("victim"));
  expect((await enter(email, next, someone("victim"))).ok).toBe(true);
});

test("strangers everywhere get thirty codes for a mailbox in an hour; the browser in which its owner has signed in gets its own", async () => {
  const email = "wanted@example.org";
  const answer = await enter(email, await askCode(email));
  if (!answer.ok) throw new Error(answer.error.type);
  for (let each = 0; each < 29; each++) await askCode(email, someone());
  const ask = (client: Client) => requestCode(auth, { email, locale: "en", client });
  expect(await ask(someone())).toMatchObject({ ok: false, error: { type: "too-many-requests" } });

  const known = askingBrowser(auth, requestWith(answer.headers));
  expect(known.mark).not.toBeNull();
  expect(await ask({ ...someone(), browser: { ...known, name: "known" } })).toEqual({ ok: true });
  const others = await signedIn("another@example.org");
  const foreign = askingBrowser(auth, requestWith(others));
  expect(await ask({ ...someone(), browser: { ...foreign, name: "foreign" } })).toMatchObject({ ok: false });
});

test("a browser gets its name once, and what is no name of ours is none", () => {
  const first = namedBrowser(auth, new Request("http://localhost:3000/sign-in"));
  const [cookie] = first.headers.getSetCookie();
  expect(cookie).toMatch(/^contest\.asking=[\w-]{22}; Path=\/; Max-Age=3600; HttpOnly; SameSite=Lax$/);
  expect(namedBrowser(auth, requestWith(first.headers)).browser).toEqual(first.browser);
  const altered = new Request("http://localhost:3000/", { headers: { cookie: "contest.asking=<b>; contest.known=x" } });
  expect(askingBrowser(auth, altered)).toEqual({ name: "", mark: "x" });
});

test("one client asks for sixty codes in a quarter of an hour, for whatever addresses", async () => {
  const client = someone();
  const answers = [];
  for (let each = 0; each < 61; each++) {
    answers.push(await requestCode(auth, { email: `many${each}@example.org`, locale: "en", client }));
  }
  expect(answers.slice(0, 60).every((answer) => answer.ok)).toBe(true);
  expect(answers[60]).toMatchObject({ ok: false, error: { type: "too-many-requests" } });
});

test("from one browser a mailbox's codes are tried at most twenty times in a quarter of an hour", async () => {
  for (let each = 0; each < 20; each++) await enter("guessed@example.org", "123456");
  expect(await enter("guessed@example.org", "123456")).toMatchObject({ error: { type: "too-many-requests" } });
});

test("a known and an unknown address get the same answer by the same queries", async () => {
  await signedIn("known@example.org");
  const ask = (email: string) => requestCode(auth, { email, locale: "en", client: someone() });
  const known = await database.queriesOf(() => ask("known@example.org"));
  const unknown = await database.queriesOf(() => ask("unknown@example.org"));
  expect(unknown.answer).toEqual(known.answer);
  expect(unknown.queries.map((query) => query.sql)).toEqual(known.queries.map((query) => query.sql));
  expect(await enter("unknown2@example.org", "123456")).toEqual(await enter("known@example.org", "123456"));
  expect(await database.db.selectFrom("users").where("email", "like", "unknown%").selectAll().execute()).toEqual([]);
});

test("the session's cookie is for the server only, lax, and for HTTPS only where the site is", async () => {
  const [cookie] = (await signedIn("cookie@example.org")).getSetCookie();
  expect(cookie).toMatch(/^contest\.session_token=/);
  expect(cookie).toMatch(/; HttpOnly/);
  expect(cookie).toMatch(/; SameSite=Lax/);
  expect(cookie).toMatch(/; Max-Age=2592000/);
  expect(cookie).not.toMatch(/Secure/);

  const safe = createAuth({ db: database.db, baseUrl: "https://contest.example.org", secret });
  const { id } = await database.db.selectFrom("users").select("id").limit(1).executeTakeFirstOrThrow();
  const headers = await signInAs(safe, id);
  expect(headers.getSetCookie()[0]).toMatch(/^__Secure-contest\.session_token=.*; Secure/);
  expect(await findSession(safe, requestWith(headers))).toMatchObject({ user: { id } });
});

test("a session is found by one query, with the person's grants", async () => {
  const headers = await signedIn("granted@example.org");
  const before = await findSession(auth, requestWith(headers));
  expect(before?.user).toMatchObject({ name: "", email: "granted@example.org", locale: "zh-CN", grants: [] });
  const userId = before?.user.id ?? "";
  await database.db.insertInto("roleGrants").values({ userId, role: "organizer" }).execute();
  const { answer, queries } = await database.queriesOf(() => findSession(auth, requestWith(headers)));
  expect(queries).toHaveLength(1);
  expect(answer?.user.grants).toEqual([{ role: "organizer", editionId: null, roundId: null }]);
  expect(answer?.session.expiresAt).toBeInstanceOf(Date);
});

test("our reading of the cookie agrees with better-auth's own", async () => {
  const request = requestWith(await signedIn("agrees@example.org"));
  const theirs = await auth.engine.api.getSession({ headers: request.headers });
  const ours = await findSession(auth, request);
  expect(ours?.session.id).toBe(theirs?.session.id);
  expect(ours?.session.id).toBeTruthy();
});

test("without a cookie, with a foreign or an altered one, there is nobody, and the database is not asked", async () => {
  const headers = await signedIn("forged@example.org");
  const [cookie = ""] = (requestWith(headers).headers.get("cookie") ?? "").split("; ");
  const forger = createAuth({ db: database.db, baseUrl: "http://localhost:3000", secret: `${secret}, but not ours` });
  const { queries } = await database.queriesOf(async () => {
    for (const altered of ["", "contest.session_token=", cookie.replace("token=", "token=x"), cookie.slice(0, -9)]) {
      const request = new Request("http://localhost:3000/", { headers: { cookie: altered } });
      expect(await findSession(auth, request)).toBeNull();
    }
    expect(await findSession(forger, requestWith(headers))).toBeNull();
  });
  expect(queries).toHaveLength(0);
});

test("a revoked or expired session is out at once", async () => {
  const headers = await signedIn("revoked@example.org");
  const found = await findSession(auth, requestWith(headers));
  await database.db
    .deleteFrom("sessions")
    .where("id", "=", found?.session.id ?? "")
    .execute();
  expect(await findSession(auth, requestWith(headers))).toBeNull();

  const late = await signedIn("expired@example.org");
  const { session } = (await findSession(auth, requestWith(late))) ?? {};
  await database.db
    .updateTable("sessions")
    .set({ expiresAt: new Date(Date.now() - 1000) })
    .where("id", "=", session?.id ?? "")
    .execute();
  expect(await findSession(auth, requestWith(late))).toBeNull();
});

test("signing out ends the session in the database and takes the cookie away", async () => {
  const headers = await signedIn("leaves@example.org");
  const answer = await signOut(auth, requestWith(headers));
  expect(answer.getSetCookie().find((cookie) => cookie.startsWith("contest.session_token="))).toMatch(/; Max-Age=0/);
  expect(await findSession(auth, requestWith(headers))).toBeNull();
});

/** Puts a session back in time: begun and last used so many minutes ago. */
async function ago(request: Request, { begun, used }: { begun: number; used: number }): Promise<string> {
  const id = (await findSession(auth, request))?.session.id ?? "";
  const before = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  await database.db
    .updateTable("sessions")
    .set({ createdAt: before(begun), usedAt: before(used) })
    .where("id", "=", id)
    .execute();
  return id;
}

/** Somebody who has signed in, with that role where one is named. */
async function sessionOf(email: string, role?: string): Promise<Request> {
  const request = requestWith(await signedIn(email));
  const userId = (await findSession(auth, request))?.user.id ?? "";
  if (role) await database.db.insertInto("roleGrants").values({ userId, role }).execute();
  return request;
}

test.each([
  ["organizer", { begun: 65, used: 61 }, false],
  ["organizer", { begun: 11 * 60, used: 59 }, true],
  ["organizer", { begun: 12 * 60 + 1, used: 1 }, false],
  ["screener", { begun: 65, used: 61 }, false],
  ["judge", { begun: 29 * 1440, used: 20 * 1440 }, true],
  ["judge", { begun: 30 * 1440 + 1, used: 1 }, false],
  [undefined, { begun: 29 * 1440, used: 20 * 1440 }, true],
  [undefined, { begun: 30 * 1440 + 1, used: 1 }, false],
])("the session of %s, %o minutes old, lives: %s", async (role, age, lives) => {
  const request = await sessionOf(`aged${clients}@example.org`, role);
  const id = await ago(request, age);
  expect((await findSession(auth, request)) !== null).toBe(lives);
  const row = await database.db.selectFrom("sessions").where("id", "=", id).select("id").executeTakeFirst();
  expect(row !== undefined).toBe(lives);
});

test("the ages of sessions are settings", async () => {
  const request = await sessionOf("strict@example.org", "organizer");
  await ago(request, { begun: 30, used: 11 });
  const sessionAges = { staffHours: 12, staffIdleMinutes: 10, days: 30 };
  const strict = createAuth({ db: database.db, baseUrl: "http://localhost:3000", secret, sessionAges });
  expect(await findSession(auth, request)).not.toBeNull();
  expect(await findSession(strict, request)).toBeNull();
});

test("a use is written down when it is due, and keeps a session of staff; nothing prolongs it past its day", async () => {
  const request = await sessionOf("busy@example.org", "organizer");
  const fresh = await findSession(auth, request);
  const { queries } = await database.queriesOf(() => noteUse(auth, fresh));
  expect(queries).toHaveLength(0);
  await ago(request, { begun: 11 * 60, used: 50 });
  await noteUse(auth, await findSession(auth, request));
  const after = await findSession(auth, request);
  expect(after?.session.useIsDue).toBe(false);
  expect(after?.session.expiresAt.getTime()).toBeGreaterThan(Date.now() + 58 * 60_000);
  expect(after?.session.expiresAt.getTime()).toBeLessThan(Date.now() + 60 * 60_000 + 1000);
});

const recorded = async (...commands: string[]) =>
  await database.db
    .selectFrom("auditEntries")
    .where("command", "in", commands)
    .select(["command", "actorId", "facts"])
    .orderBy("id")
    .execute();

test("signing in, a wrong code and signing out are on record, by keys alone", async () => {
  const email = "recorded@example.org";
  const headers = await signedIn(email);
  const userId = (await findSession(auth, requestWith(headers)))?.user.id ?? "";
  const code = await askCode(email);
  await enter(email, wrong(code));
  await enter("stranger-to-all@example.org", "123456");
  await signOut(auth, requestWith(headers));
  await signOut(auth, requestWith(headers));
  const entries = await recorded("sign-in", "sign-out", "refuse-sign-in");
  expect(
    entries.filter(({ actorId, facts }) => [actorId, (facts as { userId?: string }).userId].includes(userId)),
  ).toEqual([
    { command: "sign-in", actorId: userId, facts: { means: "code" } },
    { command: "refuse-sign-in", actorId: null, facts: { userId, why: "code-wrong" } },
    { command: "sign-out", actorId: userId, facts: {} },
  ]);
  expect(entries).toContainEqual({
    command: "refuse-sign-in",
    actorId: null,
    facts: { userId: null, why: "code-wrong" },
  });
  expect(JSON.stringify(entries)).not.toMatch(/recorded@|stranger-to-all/);
});

test("a limit that is reached is on record once, however long somebody goes on", async () => {
  const email = "limited@example.org";
  await signedIn(email);
  const { id } = await database.db
    .selectFrom("users")
    .where("email", "=", email)
    .select("id")
    .executeTakeFirstOrThrow();
  const of = async (why: string) =>
    (await recorded("refuse-sign-in")).filter(({ facts }) => {
      const { userId, why: given } = facts as { userId: string; why: string };
      return userId === id && given === why;
    });
  const client = someone("limited");
  for (let each = 0; each < 9; each++) await requestCode(auth, { email, locale: "en", client });
  expect(await of("too-many-codes")).toHaveLength(1);
  for (let each = 0; each < 25; each++) await enter(email, "000000", someone("guesser"));
  expect(await of("too-many-tries")).toHaveLength(1);
  expect(await of("code-wrong")).toHaveLength(20);
});

test("the session remembers the client's address and browser as the server saw them", async () => {
  await signedIn("seen@example.org");
  const seen = await database.db
    .selectFrom("sessions")
    .innerJoin("users", "users.id", "sessions.userId")
    .where("email", "=", "seen@example.org")
    .select(["ipAddress", "userAgent"])
    .executeTakeFirstOrThrow();
  expect(seen.userAgent).toBe("Test Browser");
  expect(seen.ipAddress).toMatch(/^198\.51\./);
});

test("signInAs opens a session for a person, and has no path over HTTP", async () => {
  await signedIn("demo@example.org");
  const { id } = await database.db
    .selectFrom("users")
    .where("email", "=", "demo@example.org")
    .select("id")
    .executeTakeFirstOrThrow();
  expect(await findSession(auth, requestWith(await signInAs(auth, id)))).toMatchObject({ user: { id } });
  await expect(signInAs(auth, "nobody")).rejects.toThrow("no such user");
  for (const path of ["sign-in-as", "signInAs", "sign-in/as", ""]) {
    const answer = await auth.engine.handler(
      new Request(`http://localhost:3000/api/auth/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: "http://localhost:3000" },
        body: JSON.stringify({ userId: id }),
      }),
    );
    expect(answer.status).toBe(404);
    expect(answer.headers.getSetCookie()).toEqual([]);
  }
});
