import { expect, test } from "vitest";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { deleteExpired } from "../operations.ts";

const database = testDatabase();
const at = new Date("2026-12-31T04:00:00Z");
const ago = (days: number) => new Date(at.getTime() - days * 86_400_000);

test("what time has made useless is removed, and what is still of use stays", async () => {
  const { db } = database;
  const { id: userId } = await makePerson(db);
  const session = (id: string, expiresAt: Date) => ({ id, userId, token: `token of ${id}`, expiresAt });
  await db
    .insertInto("sessions")
    .values([session("ended", ago(0.01)), session("living", ago(-1))])
    .execute();
  const verification = { identifier: "somebody", value: "x" };
  await db
    .insertInto("verifications")
    .values([
      { id: "ended", expiresAt: ago(0.01), ...verification },
      { id: "living", expiresAt: ago(-1), ...verification },
    ])
    .execute();
  await db
    .insertInto("rateLimits")
    .values([
      { key: "ended", count: 1, windowStartedAt: ago(1.1) },
      { key: "living", count: 1, windowStartedAt: ago(0.9) },
    ])
    .execute();
  const answered = { actorId: userId, command: "submit-sheet", inputDigest: "x", answer: { value: null } };
  await db
    .insertInto("idempotencyKeys")
    .values([
      { key: "ended key", createdAt: ago(14.1), ...answered },
      { key: "living key", createdAt: ago(13.9), ...answered },
    ])
    .execute();
  await db
    .insertInto("pairingTries")
    .values([
      { clientDigest: "ended", at: ago(30.1), paired: false },
      { clientDigest: "living", at: ago(29.9), paired: true },
    ])
    .execute();

  await deleteExpired(db, at);

  const left = [
    await db.selectFrom("sessions").select("id as of").execute(),
    await db.selectFrom("verifications").select("id as of").execute(),
    await db.selectFrom("rateLimits").select("key as of").execute(),
    await db.selectFrom("idempotencyKeys").select("key as of").execute(),
    await db.selectFrom("pairingTries").select("clientDigest as of").execute(),
  ];
  expect(left.flat().map(({ of }) => of)).toEqual(["living", "living", "living", "living key", "living"]);
});
