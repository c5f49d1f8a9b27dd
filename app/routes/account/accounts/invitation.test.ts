import type { AppLoadContext } from "@remix-run/node";
import { beforeAll, expect, test } from "vitest";
import { createAuth, findSession } from "~/services/auth/auth.ts";
import { signInvitation } from "~/services/auth/invitation-token.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { action, loader, meta } from "./invitation.tsx";

const database = testDatabase();
const secret = "a secret of the tests, long enough to be one";
const origin = "http://localhost:3000";
const expiresAt = new Date(Date.now() + 86_400_000);
let invitedById: string;
let roundId: number;
let number = 0;

beforeAll(async () => {
  const { db } = database;
  const edition = await db
    .insertInto("editions")
    .values({ slug: "sixth", title: "第六届", titleEn: "Sixth edition" })
    .returning("id")
    .executeTakeFirstOrThrow();
  const round = await db
    .insertInto("rounds")
    .values({ slug: "shanghai", editionId: edition.id, kind: "heat", title: "上海城市赛", titleEn: "Shanghai heat" })
    .returning("id")
    .executeTakeFirstOrThrow();
  roundId = round.id;
  invitedById = (await makePerson(db, { name: "Li Zuzhi" })).id;
});

async function invite(values: { revokedAt?: Date } = {}) {
  const email = `guest${++number}@example.org`;
  const { id } = await database.db
    .insertInto("invitations")
    .values({ email, name: "Guest", role: "judge", roundId, expiresAt, invitedById, ...values })
    .returning("id")
    .executeTakeFirstOrThrow();
  return { id, email, token: signInvitation(secret, id, expiresAt) };
}

function routeArgs(token: string, method = "GET") {
  const auth = createAuth({ db: database.db, baseUrl: origin, secret });
  const context = {
    db: database.db,
    auth,
    settings: { baseUrl: origin, authSecret: secret, demo: false },
    locale: "en",
    clientAddress: "203.0.113.9",
    actor: async () => null,
  } as unknown as AppLoadContext;
  return { request: new Request(`${origin}/invitation/${token}`, { method }), params: { token }, context };
}

const usersOf = (email: string) => database.db.selectFrom("users").where("email", "=", email).selectAll().execute();

test("looking at the link says who invites to what, and uses nothing up", async () => {
  const { token, email, id } = await invite();
  for (let each = 0; each < 3; each++) {
    expect((await loader(routeArgs(token))).data).toMatchObject({
      title: "You are invited as Judge",
      invitation: { email, role: "judge", inviterName: "Li Zuzhi", where: "Sixth edition · Shanghai heat" },
    });
  }
  expect(await usersOf(email)).toEqual([]);
  const row = await database.db.selectFrom("invitations").where("id", "=", id).selectAll().executeTakeFirst();
  expect(row?.acceptedAt).toBeNull();
});

test("accepting makes the person, grants the role, signs in, and works once", async () => {
  const { token, email } = await invite();
  const answer = await action(routeArgs(token, "POST"));
  if (!(answer instanceof Response)) throw new Error("refused");
  expect([answer.status, answer.headers.get("Location")]).toEqual([303, "/judge?forget"]);
  expect(await usersOf(email)).toMatchObject([{ name: "Guest", emailVerified: true }]);

  const cookie = answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const found = await findSession(routeArgs(token).context.auth, new Request(origin, { headers: { cookie } }));
  expect(found?.user).toMatchObject({ email, grants: [{ role: "judge", editionId: null, roundId }] });

  expect(await action(routeArgs(token, "POST"))).toMatchObject({ data: { error: { type: "invitation-unusable" } } });
  expect(await loader(routeArgs(token))).toMatchObject({ data: { invitation: null }, init: { status: 410 } });
});

test("an altered, revoked or foreign link opens nothing and makes nobody", async () => {
  const { token, email, id } = await invite();
  const revoked = await invite({ revokedAt: new Date() });
  const foreign = signInvitation("another secret, also long enough", id, expiresAt);
  const prolonged = signInvitation(secret, id, expiresAt).replace(/\.\d+\./, ".9999999999.");
  const other = token.replace(/^\d+/, String(id - 1));
  for (const bad of [revoked.token, foreign, prolonged, other, "", "x"]) {
    expect(await loader(routeArgs(bad))).toMatchObject({ data: { invitation: null }, init: { status: 410 } });
    expect(await action(routeArgs(bad, "POST"))).toMatchObject({ init: { status: 410 } });
  }
  expect(await usersOf(email)).toEqual([]);
  expect(await usersOf(revoked.email)).toEqual([]);
});

test("the page asks the browser to keep nothing back that its own form is known by", () => {
  // Under "no-referrer" a form that is sent before the script has arrived comes from "null", and is refused as another site's
  const words = meta({ data: { title: "Invitation" }, matches: [] } as unknown as Parameters<typeof meta>[0]);
  expect(words).toEqual([{ title: "Invitation" }]);
});
