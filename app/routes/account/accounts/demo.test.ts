import type { AppLoadContext } from "@remix-run/node";
import { expect, test } from "vitest";
import { createAuth, findSession } from "~/services/auth/auth.ts";
import { enqueueMail } from "~/services/mail/mail.ts";
import { demoDomain } from "~db/queries/accounts/users.ts";
import { makeEdition } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { loader as outbox } from "../mail/outbox.tsx";
import { loader as outboxHtml } from "../mail/outbox-html.ts";
import { loader as outboxMail } from "../mail/outbox-mail.tsx";
import { loader as signIn } from "./sign-in.tsx";
import { action as enterAs } from "./sign-in-demo.ts";

const database = testDatabase();
const origin = "http://localhost:3000";

function context(demo: boolean): AppLoadContext {
  const settings = { baseUrl: origin, authSecret: "a secret of the tests, long enough to be one", demo };
  const auth = createAuth({ db: database.db, baseUrl: origin, secret: settings.authSecret });
  return {
    db: database.db,
    auth,
    settings,
    locale: "en",
    clientAddress: "127.0.0.1",
    nonce: "",
    actor: async () => null,
  } as unknown as AppLoadContext;
}

const routeArgs = (demo: boolean, params: Record<string, string> = {}, init: RequestInit = {}) => ({
  request: new Request(`${origin}/`, init),
  params,
  context: context(demo),
});

async function statusOf(answer: Promise<unknown>): Promise<number> {
  return await answer.then(
    (response) => (response instanceof Response ? response.status : 200),
    (thrown: unknown) => (thrown instanceof Response ? thrown.status : 500),
  );
}

test("the outbox is there in the demo only, and shows a mail in a frame that can do nothing", async () => {
  const id = await database.db.transaction().execute((trx) =>
    enqueueMail(trx, {
      template: "sign-in-code",
      recipient: "someone@example.org",
      locale: "en",
      props: { code: "112358" },
    }),
  );
  expect(await statusOf(outbox(routeArgs(false)))).toBe(404);
  expect(await statusOf(outboxMail(routeArgs(false, { id })))).toBe(404);
  expect(await statusOf(outboxHtml(routeArgs(false, { id })))).toBe(404);

  const { mails, factor } = await outbox(routeArgs(true));
  expect(factor.code).toMatch(/^\d{6}$/);
  expect(mails).toMatchObject([{ id, recipient: "someone@example.org", subject: "112358 is your sign-in code" }]);
  const frame = await outboxHtml(routeArgs(true, { id }));
  expect(await frame.text()).toContain("112358");
  const policy = frame.headers.get("Content-Security-Policy");
  expect(policy).toContain("default-src 'none'");
  expect(policy).toMatch(/sandbox/);
  expect(policy).not.toMatch(/allow-scripts|allow-same-origin|script-src/);
  for (const wrong of ["999", "x", "1 or 1=1", ""])
    expect(await statusOf(outboxMail(routeArgs(true, { id: wrong })))).toBe(404);
});

test("one click enters as a demo identity, in the demo only, and as nobody else", async () => {
  const demo = await makePerson(database.db, { email: `judge${demoDomain}`, grants: [{ role: "judge" }] });
  const real = await makePerson(database.db, { email: "real@example.org" });
  const enter = (inDemo: boolean, userId: string) => {
    const body = new URLSearchParams({ userId, returnTo: "https://evil.example/" });
    return enterAs(routeArgs(inDemo, {}, { method: "POST", body }));
  };
  expect(await statusOf(enter(false, demo.id))).toBe(404);
  expect(await statusOf(enter(true, real.id))).toBe(404);
  const answer = await enter(true, demo.id);
  expect([answer.status, answer.headers.get("Location")]).toEqual([303, "/sign-in"]);
  const [cookie = ""] = answer.headers.getSetCookie();
  const back = new Request(origin, { headers: { cookie: cookie.split(";")[0] ?? "" } });
  expect((await findSession(context(true).auth, back))?.user.id).toBe(demo.id);

  // And from there each to their own page
  const onwards = async (actor: Awaited<ReturnType<typeof makePerson>>, from = "/sign-in") => {
    const args = routeArgs(true);
    const asked = {
      ...args,
      request: new Request(origin + from),
      context: { ...args.context, actor: async () => actor },
    };
    return await signIn(asked as typeof args).then(
      () => null,
      (thrown: Response) => thrown.headers.get("Location"),
    );
  };
  expect(await onwards(demo)).toBe("/judge?forget");
  expect(await onwards(demo, "/sign-in?returnTo=/account")).toBe("/account");
  expect(await onwards(real)).toBe("/apply");
  expect(await onwards(await makePerson(database.db, { grants: [{ role: "judge" }, { role: "scorer" }] }))).toBe(
    "/organize",
  );
  const { edition } = await makeEdition(database.db);
  const about = { editionId: edition.id, key: "an-institution", name: "某高校", email: real.email };
  await database.db.insertInto("recommenders").values(about).execute();
  expect(await onwards(real)).toBe("/recommend");

  expect((await signIn(routeArgs(true))).people.map((person) => person.email)).toEqual([demo.email]);
  expect((await signIn(routeArgs(false))).people).toEqual([]);
});
