import fc from "fast-check";
import { expect, test } from "vitest";
import { makeBundle } from "~/commands/releases/make-bundle.ts";
import { bundleText } from "~/rules/releases/bundle.ts";
import { verifyBundle } from "~/rules/releases/verify-bundle.ts";
import { standings } from "~/rules/standings/scoring.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { insertJudgedRounds, type StoredRound, seenBy } from "~db/testing/judged-rounds.ts";
import { randomRound } from "~db/testing/random-rounds.ts";

const database = testDatabase();
const key = "05".repeat(32);
let made = 0;

/** What is wrong with the bundle of that round, judged and released; null where nothing is. */
async function flawOfBundled(round: StoredRound) {
  const { db } = database;
  const [id = 0] = await insertJudgedRounds(db, `bundled-${++made}`, [round]);
  for (const state of ["ready", "judging", "closed"])
    await db.updateTable("rounds").set({ state, origin: "desk" }).where("id", "=", id).execute();
  const { slug, editionId } = await db
    .selectFrom("rounds")
    .select(["slug", "editionId"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  const [scorer, supervisor, organizer] = await Promise.all(
    (["scorer", "supervisor", "organizer"] as const).map((role) => makePerson(db, { grants: [{ role, editionId }] })),
  );
  if (!scorer || !supervisor || !organizer) throw new Error("three hands");
  await releaseRound(db, { round: { id, slug }, scorer, supervisor, organizer }, "published");
  const bundled = await makeBundle(db, { round: slug, key });
  if (!bundled.ok) return bundled.error;
  const verified = verifyBundle(new TextEncoder().encode(bundleText(bundled.bundle)));
  return verified.ok ? null : verified.flaw;
}

test("rounds of random rules, judged and released in the database, give bundles that verify", async () => {
  const releasable = randomRound.filter((round) => standings(seenBy(round)).some(({ rank }) => rank !== null));
  const property = fc.asyncProperty(releasable, async (round) => {
    expect(await flawOfBundled(round)).toBeNull();
  });
  await fc.assert(property, { numRuns: 20 });
});
