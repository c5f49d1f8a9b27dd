import { expect, onTestFinished, test, vi } from "vitest";
import { testDatabase } from "~db/testing/database.ts";
import { createAuth, findSession } from "./auth/auth.ts";
import { signInAs } from "./auth/sign-in.ts";
import { followDatabaseTime, now } from "./clock.ts";

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
  },
);
