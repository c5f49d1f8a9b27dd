import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import type { Actor, Role } from "~/rules/accounts/access.ts";
import { createAuth, findSession } from "~/services/auth/auth.ts";
import { newPairingCode, newTabletToken, tabletCookie, tabletDigest } from "~/services/auth/tablet.ts";
import { findOpenCommitment } from "~db/queries/heats/draws.ts";
import { makeHeat } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { issuePairingCode } from "../scoring/issue-pairing-code.ts";
import { pairTablet } from "../scoring/pair-tablet.ts";
import { takeStep } from "../stage/take-step.ts";
import { commitDraw } from "./commit-draw.ts";
import { drawByHallWord } from "./draw-by-hall-word.ts";
import { recordAbsence } from "./record-absence.ts";
import { signInContestant } from "./sign-in-contestant.ts";
import { startRehearsal } from "./start-rehearsal.ts";
import { swapPlaces } from "./swap-places.ts";
import { wipeRehearsal } from "./wipe-rehearsal.ts";

const database = testDatabase();
const keys = { secret: "a secret of the test, long enough", baseUrl: "http://localhost" };

/** A heat that nobody has drawn yet, and its rehearsal with the scorer as the rehearsal knows them. */
async function rehearsedHeat() {
  const { db } = database;
  const heat = await makeHeat(db, { state: "ready", judges: 2, entries: 4 });
  await db
    .updateTable("entries")
    .set({ runningOrder: null, drawNumber: null })
    .where("roundId", "=", heat.round.id)
    .execute();
  const organizer = await makePerson(db, { grants: [{ role: "organizer", editionId: heat.round.editionId }] });
  const started = await startRehearsal({ db, actor: organizer }, { round: heat.round.slug });
  if (!started.ok) throw new Error(started.error.type);
  const { slug } = started.value;
  const { id } = await db.selectFrom("rounds").select("id").where("slug", "=", slug).executeTakeFirstOrThrow();
  const grants = await db
    .selectFrom("roleGrants")
    .select(["role", "editionId", "roundId"])
    .where("userId", "=", heat.scorer.id)
    .where("roundId", "=", id)
    .execute();
  const actor: Actor = { ...heat.scorer, grants: grants.map((each) => ({ ...each, role: each.role as Role })) };
  return { ...heat, organizer, slug, id, by: { db, actor } };
}

const hallTables = [
  "attendances",
  "drawCommitments",
  "draws",
  "orderChanges",
  "pairingCodes",
  "pairingTries",
  "tablets",
  "stageSteps",
] as const;

/** What the hall has left in a round, by table; and the order that its entries have. */
async function leftIn(roundId: number) {
  const counts: Record<string, number> = {};
  for (const table of hallTables)
    counts[table] = (
      await database.db.selectFrom(table).select("roundId").where("roundId", "=", roundId).execute()
    ).length;
  const entries = await database.db
    .selectFrom("entries")
    .select(["key", "runningOrder", "scoringOpenedAt"])
    .where("roundId", "=", roundId)
    .orderBy("key")
    .execute();
  return { counts, entries };
}

test("sign-in, absence, draw, swap, pairing and the conductor's steps run in a rehearsal; the heat has nothing of it, and wiping takes it all", async () => {
  const { db } = database;
  const { round, slug, id, by, organizer, seats } = await rehearsedHeat();
  const before = await leftIn(round.id);
  const fine = async (answer: Promise<{ ok: boolean }>) => expect(await answer).toMatchObject({ ok: true });

  for (const entry of ["1", "2", "3"]) await fine(signInContestant(by, { round: slug, by: { entry } }));
  await fine(recordAbsence(by, { round: slug, of: { entry: "4" }, reason: "彩排缺席" }));
  await fine(commitDraw(by, { round: slug, secret: randomBytes(32).toString("hex"), after: null }));
  const commitment = (await findOpenCommitment(db, id))?.id;
  await fine(drawByHallWord(by, { round: slug, commitment, hallWord: "太湖" }));
  const order = async () =>
    (await leftIn(id)).entries
      .filter(({ runningOrder }) => runningOrder !== null)
      .sort((a, b) => (a.runningOrder ?? 0) - (b.runningOrder ?? 0))
      .map(({ key }) => key);
  const [first = "", second = "", third = ""] = await order();
  expect([first, second, third].sort()).toEqual(["1", "2", "3"]);
  const two = { first: { entry: first, place: 1 }, second: { entry: third, place: 3 } };
  await fine(swapPlaces(by, { round: slug, ...two, reason: "设备故障" }));
  expect(await order()).toEqual([third, second, first]);

  const code = newPairingCode();
  const token = newTabletToken();
  const codeDigest = tabletDigest(keys, "code", code);
  await fine(issuePairingCode(by, { round: slug, judge: "J1", codeDigest }));
  const tokenDigest = tabletDigest(keys, "token", token);
  await fine(pairTablet(db, { codeDigest, tokenDigest, clientDigest: "x", name: "Pad", at: new Date() }));
  const cookie = tabletCookie(keys, token, new Date(8e12)).split(";")[0] ?? "";
  const session = () =>
    findSession(createAuth({ db, ...keys }), new Request("http://localhost/judge", { headers: { cookie } }));
  expect((await session())?.user).toMatchObject({
    id: seats[0]?.actor.id,
    grants: [{ role: "judge", editionId: null, roundId: id }],
  });
  await fine(takeStep(by, { round: slug, after: 0, step: { type: "call", entry: third } }));

  expect(Object.values((await leftIn(id)).counts)).not.toContain(0);
  expect(await leftIn(round.id)).toEqual(before);
  // The scorer of the rehearsal alone has no right in the heat
  expect(await signInContestant(by, { round: round.slug, by: { entry: "1" } })).toMatchObject({
    error: { type: "not-found" },
  });

  await fine(wipeRehearsal({ db, actor: organizer }, { round: slug, reason: "彩排结束" }));
  const wiped = await leftIn(id);
  expect([new Set(Object.values(wiped.counts)), wiped.entries]).toEqual([new Set([0]), []]);
  expect(await session()).toBeNull();
  expect(await leftIn(round.id)).toEqual(before);
});
