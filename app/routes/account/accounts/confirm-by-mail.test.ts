import type { AppLoadContext } from "@remix-run/node";
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { type Auth, createAuth, findSession } from "~/services/auth/auth.ts";
import { signInAs } from "~/services/auth/sign-in.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { freshCode } from "~db/seed/factories/second-factors.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as confirm from "./confirm.tsx";

const database = testDatabase();
const pages = pagesOf({ "account/confirm": confirm });
const path = "/account/confirm?returnTo=/organize/trail.csv";
let auth: Auth;
let person: Actor;
/** What the person's browser sends: the cookie of a session of an hour ago, and whatever it was given since. */
let cookies: Map<string, string>;
let clients = 0;

beforeAll(() => {
  auth = createAuth({ db: database.db, baseUrl: "http://localhost", secret: "a secret of the tests, long enough" });
});
beforeEach(async () => {
  person = await makePerson(database.db);
  cookies = new Map();
  remember(await signInAs(auth, person.id));
  const hourAgo = new Date(Date.now() - 3_600_000);
  await database.db.updateTable("sessions").set({ createdAt: hourAgo }).where("userId", "=", person.id).execute();
});

function remember(headers: Headers): void {
  for (const each of headers.getSetCookie()) {
    const [name = "", value = ""] = (each.split(";")[0] ?? "").split(/=(.*)/s);
    cookies.set(name, value);
  }
}

const cookieHeader = () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
const session = async () =>
  await findSession(auth, new Request("http://localhost/", { headers: { cookie: cookieHeader() } }));

/** A page's answer that is no redirection. */
interface Answered {
  data: { step: string; error: { type: string } | null };
  init: { status?: number; headers?: HeadersInit } | null;
}

/** Sends the page's form as the browser does; the answer's data, its status, and where it leads. */
async function send(form: Record<string, string>, actor: Actor | null = person) {
  const request = new Request(new URL(path, "http://localhost"), {
    method: "POST",
    body: new URLSearchParams(form),
    headers: { cookie: cookieHeader() },
  });
  const context = {
    auth,
    db: database.db,
    locale: "zh-CN",
    clientAddress: `203.0.115.${clients++}`,
    actor: async () => actor,
  } as unknown as AppLoadContext;
  const answer: unknown = await confirm.action({ request, context, params: {} });
  if (answer instanceof Response) {
    remember(answer.headers);
    return { status: answer.status, to: answer.headers.get("Location"), step: null, error: null };
  }
  const { data, init } = answer as Answered;
  const { step, error } = data;
  remember(new Headers(init?.headers));
  return { status: init?.status ?? 200, to: null, step, error: error?.type ?? null };
}

async function mailedCode(): Promise<string> {
  const mail = await database.db
    .selectFrom("mails")
    .where("recipient", "=", person.email)
    .select("props")
    .orderBy("id", "desc")
    .executeTakeFirstOrThrow();
  return (mail.props as { code: string }).code;
}

test("the page offers a code by mail to everybody, and a second factor to who has one", async () => {
  const page = async () => (await pages(path, { db: database.db, actor: person })).text();
  expect(await page()).toContain("用邮箱验证码");
  expect(await page()).not.toContain("用第二重验证");
  await freshCode(database.db, person);
  expect(await page()).toContain("用第二重验证");
  expect((await pages(path, { db: database.db })).status).toBe(302);
});

test("a code to the own mailbox opens a session that is proven in place of the old one, and leads back", async () => {
  const before = await session();
  expect(before?.user.proven).toBe(false);
  expect(await send({ intent: "send" })).toEqual({ status: 200, to: null, step: "code", error: null });
  expect((await session())?.user.proven).toBe(false);
  const done = await send({ intent: "code", mailed: await mailedCode() });
  expect(done).toMatchObject({ status: 303, to: `${path.replace("=/organize/", "=%2Forganize%2F")}&done=1` });
  const after = await session();
  expect(after?.user).toMatchObject({ id: person.id, proven: true });
  expect(after?.session.id).not.toBe(before?.session.id);
  const left = database.db.selectFrom("sessions").where("userId", "=", person.id).select("id");
  expect(await left.execute()).toEqual([{ id: after?.session.id }]);
});

test("a wrong code, or one that another browser asked for, proves nothing and is said", async () => {
  await send({ intent: "send" });
  const code = await mailedCode();
  const wrong = code === "000000" ? "000001" : "000000";
  expect(await send({ intent: "code", mailed: wrong })).toEqual({
    status: 422,
    to: null,
    step: "code",
    error: "code-wrong",
  });
  const asking = cookies.get("contest.asking") ?? "";
  cookies.set("contest.asking", "A".repeat(22));
  expect(await send({ intent: "code", mailed: code })).toMatchObject({ status: 422, error: "code-wrong" });
  expect((await session())?.user.proven).toBe(false);
  cookies.set("contest.asking", asking);
  expect(await send({ intent: "code", mailed: "9".repeat(5000) })).toMatchObject({ status: 422 });
  expect(await send({ intent: "code", mailed: code })).toMatchObject({ status: 303 });
});

test("the code goes to the own mailbox alone, whatever address the form names", async () => {
  const other = await makePerson(database.db);
  await send({ intent: "send", email: other.email });
  const mails = database.db.selectFrom("mails").where("recipient", "=", other.email).select("id");
  expect(await mails.execute()).toEqual([]);
  expect(await mailedCode()).toMatch(/^\d{6}$/);
});

test("who asks for too many codes waits", async () => {
  for (let number = 0; number < 5; number++) expect((await send({ intent: "send" })).status).toBe(200);
  // Each from an address of its own: it is the mailbox that is full
  let last = await send({ intent: "send" });
  for (let number = 0; number < 30 && last.status === 200; number++) last = await send({ intent: "send" });
  expect(last).toEqual({ status: 429, to: null, step: "send", error: "too-many-requests" });
});

test("a form of nobody leads to the sign-in page", async () => {
  const thrown = await send({ intent: "send" }, null).catch((error: unknown) => error);
  expect(thrown instanceof Response && thrown.headers.get("Location")).toContain("/sign-in?returnTo=");
});
