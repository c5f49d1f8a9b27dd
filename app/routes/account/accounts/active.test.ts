import { beforeAll, expect, test } from "vitest";
import { type Auth, createAuth, findSession, noteUse } from "~/services/auth/auth.ts";
import { signInAs } from "~/services/auth/sign-in.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as active from "./active.ts";

const database = testDatabase();
const pages = pagesOf({ "account/active": active });
let auth: Auth;

beforeAll(() => {
  auth = createAuth({ db: database.db, baseUrl: "http://localhost", secret: "a secret of the tests, long enough" });
});

test("it says nothing, whoever asks", async () => {
  for (const actor of [null, await makePerson(database.db)]) {
    const answer = await pages("/account/active", { db: database.db, actor });
    expect([answer.status, await answer.text(), answer.headers.get("Location")]).toEqual([204, "", null]);
  }
});

test("asking for it counts as a use of the session, and shows nobody again who they are", async () => {
  const person = await makePerson(database.db, { grants: [{ role: "organizer" }] });
  const [cookie = ""] = (await signInAs(auth, person.id)).getSetCookie();
  const request = new Request("http://localhost/account/active", { headers: { cookie: cookie.split(";")[0] ?? "" } });
  const before = new Date(Date.now() - 20 * 60_000);
  const session = database.db.selectFrom("sessions").where("userId", "=", person.id);
  await database.db
    .updateTable("sessions")
    .set({ createdAt: before, usedAt: before })
    .where("userId", "=", person.id)
    .execute();
  // As the server does it for each request whose loader asks who is there
  let asked = 0;
  const actor = async () => {
    asked++;
    const found = await findSession(auth, request);
    await noteUse(auth, found);
    return found?.user ?? null;
  };
  const answer = await active.loader({ request, params: {}, context: { actor } as never } as never);
  expect([answer.status, asked]).toEqual([204, 1]);
  const { usedAt, provedAt } = await session.select(["usedAt", "provedAt"]).executeTakeFirstOrThrow();
  expect(usedAt.getTime()).toBeGreaterThan(before.getTime() + 19 * 60_000);
  expect(provedAt).toBeNull();
});
