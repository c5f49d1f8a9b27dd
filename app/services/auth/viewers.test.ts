import { afterEach, expect, test, vi } from "vitest";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { createAuth } from "./auth.ts";
import { signInAs } from "./sign-in.ts";
import { openViewers } from "./viewers.ts";

const database = testDatabase();

afterEach(() => void vi.useRealTimers());

test("who looks on is asked for once in five seconds, and a session that is gone shows no longer than that", async () => {
  const { db } = database;
  const auth = createAuth({ db, baseUrl: "http://localhost", secret: "s".repeat(40) });
  const person = await makePerson(db, { name: "申报人" });
  const cookies = (await signInAs(auth, person.id)).getSetCookie().map((each) => each.split(";")[0]);
  const request = new Request("http://localhost/results", { headers: { cookie: cookies.join("; ") } });
  const viewers = openViewers(auth);
  const ask = async () => await database.queriesOf(async () => (await viewers.find(request))?.name ?? null);
  expect((await ask()).answer).toBe("申报人");
  expect(await ask()).toMatchObject({ answer: "申报人", queries: [] });
  await db.deleteFrom("sessions").where("userId", "=", person.id).execute();
  const later = performance.now() + 5_001;
  vi.spyOn(performance, "now").mockReturnValue(later);
  expect((await ask()).answer).toBeNull();
});

test("a cookie that is not ours is nobody's, and asks nothing", async () => {
  const auth = createAuth({ db: database.db, baseUrl: "http://localhost", secret: "s".repeat(40) });
  const viewers = openViewers(auth);
  const request = new Request("http://localhost/", { headers: { cookie: `${auth.sessionCookie}=made.up` } });
  const { answer, queries } = await database.queriesOf(async () => await viewers.find(request));
  expect([answer, queries.length]).toEqual([null, 0]);
});
