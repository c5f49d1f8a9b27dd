import { expect, onTestFinished, test, vi } from "vitest";
import { testDatabase } from "~db/testing/database.ts";
import { createAuth, findSession } from "./auth/auth.ts";
import { signInAs } from "./auth/sign-in.ts";
import { aheadBy, followDatabaseTime, now } from "./clock.ts";

const database = testDatabase();
const hour = 3_600_000;

test.each([1, -1])(
  "where a machine's clock is set by %d hour its processes go by the database's time, and nobody at the desk is signed out",
  async (hours) => {
    const { db } = database;
    const auth = createAuth({ db, baseUrl: "http://localhost:3000", secret: "s".repeat(32) });
    const user = await db
      .insertInto("users")
      .values({ id: `organizer-${hours}`, name: "何姗", email: `organizer${hours}@example.org`, emailVerified: true })
      .returning("id")
      .executeTakeFirstOrThrow();
    await db.insertInto("roleGrants").values({ userId: user.id, role: "organizer" }).execute();
    const cookie = (await signInAs(auth, user.id))
      .getSetCookie()
      .map((each) => each.split(";")[0])
      .join("; ");
    onTestFinished(await followDatabaseTime(db));
    const before = now().getTime();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + hours * hour });
    onTestFinished(() => void vi.useRealTimers());
    expect(Math.abs(Date.now() - before)).toBeGreaterThan(hour / 2);
    expect(Math.abs(now().getTime() - before)).toBeLessThan(hour / 2);
    const request = new Request("http://localhost:3000/organize", { headers: { cookie } });
    expect((await findSession(auth, request))?.user.id).toBe(user.id);
    // Who signs in now is as long signed in as ever, and has proved just now who they are
    const later = await signInAs(auth, user.id);
    const found = await findSession(
      auth,
      new Request("http://localhost:3000/organize", {
        headers: {
          cookie: later
            .getSetCookie()
            .map((each) => each.split(";")[0])
            .join("; "),
        },
      }),
    );
    expect(found?.user.proven).toBe(true);
    const { createdAt, expiresAt } = await db
      .selectFrom("sessions")
      .select(["createdAt", "expiresAt"])
      .where("userId", "=", user.id)
      .orderBy("id", "desc")
      .orderBy("createdAt", "desc")
      .limit(1)
      .executeTakeFirstOrThrow();
    expect(Math.abs(createdAt.getTime() - before)).toBeLessThan(hour / 2);
    expect(expiresAt.getTime() - createdAt.getTime()).toBe(30 * 24 * hour);
  },
);

test("a slow answer moves the time no further than it must, and one that was set is followed", () => {
  const quick = { asked: 1000, answered: 1002 };
  const first = aheadBy(51_001, quick);
  expect(first).toBe(50_000);
  expect(aheadBy(54_900, { asked: 4000, answered: 4950 }, first)).toBe(first);
  expect(aheadBy(55_940, { asked: 5000, answered: 5930 }, first)).toBe(50_010);
  expect(aheadBy(3_661_001, quick, first)).toBe(3_659_999);
});
