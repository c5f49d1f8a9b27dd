import { expect, test } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { createAuth, findSession } from "~/services/auth/auth.ts";
import { newPairingCode, newTabletToken, tabletCookie, tabletDigest } from "~/services/auth/tablet.ts";
import { insertSeat } from "~db/queries/rounds/panels.ts";
import { findAllTablets } from "~db/queries/scoring/tablets.ts";
import { makeHeat } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { issuePairingCode } from "./issue-pairing-code.ts";
import { leaveTablet } from "./leave-tablet.ts";
import { pairTablet } from "./pair-tablet.ts";
import { recordHeartbeat } from "./record-heartbeat.ts";
import { revokeTablet } from "./revoke-tablet.ts";
import { submitSheet } from "./submit-sheet.ts";

const database = testDatabase();
const tabletsOf = async (roundId: number, when = at) =>
  (await findAllTablets(database.db, roundId, when)).flatMap(({ key, tablets }) =>
    tablets.map((tablet) => ({ judge: key, ...tablet })),
  );
const keys = { secret: "a secret of the test, long enough", baseUrl: "http://localhost" };
const authOf = () => createAuth({ db: database.db, ...keys });
const at = new Date();
const minutesLater = (minutes: number) => new Date(at.getTime() + minutes * 60_000);
const marks = { tech: "25.5", market: "18", business: "16.5", team: "20", landing: "8" };

async function hall(given: Parameters<typeof makeHeat>[1] = {}) {
  const heat = await makeHeat(database.db, given);
  const [seat] = heat.seats;
  if (!seat) throw new Error("a hall has a judge");
  const issue = async (judge = "J1", actor: Actor = heat.scorer) => {
    const code = newPairingCode();
    const codeDigest = tabletDigest(keys, "code", code);
    const answer = await issuePairingCode(
      { db: database.db, actor, at },
      { round: heat.round.slug, judge, codeDigest },
    );
    return { code, answer };
  };
  return { ...heat, seat, issue };
}

/** A tablet that tries the code; with the request that its cookie makes for that path. */
async function pair(code: string, when = minutesLater(1)) {
  const token = newTabletToken();
  const answer = await pairTablet(database.db, {
    codeDigest: tabletDigest(keys, "code", code),
    tokenDigest: tabletDigest(keys, "token", token),
    clientDigest: tabletDigest(keys, "client", "192.0.2.7"),
    name: "Chrome · Android",
    at: when,
  });
  const cookie = tabletCookie(keys, token, minutesLater(600)).split(";")[0] ?? "";
  const session = (path: string) =>
    findSession(authOf(), new Request(`http://localhost${path}`, { headers: { cookie } }));
  return { answer, session };
}

const unusable = { ok: false, error: { type: "code-unusable" } };

test("a code makes the tablet the judge's: in that round, on the judge's pages, with no right but to judge", async () => {
  const { round, seat, issue } = await hall();
  await database.db.insertInto("roleGrants").values({ userId: seat.actor.id, role: "organizer" }).execute();
  const { code, answer } = await issue();
  expect(answer).toMatchObject({ ok: true, value: { judge: "J1", expiresAt: minutesLater(10).toISOString() } });
  const tablet = await pair(code);
  expect(tablet.answer).toMatchObject({ ok: true, value: { round: round.slug, judge: "J1" } });
  const found = await tablet.session(`/judge/${round.slug}`);
  expect(found?.user).toMatchObject({ id: seat.actor.id, tabletId: expect.any(Number) });
  expect(found?.user.grants).toEqual([{ role: "judge", editionId: null, roundId: round.id }]);
  for (const path of ["/judge", "/judge/x/1.data", `/live/rounds/${round.slug}`, "/pair", "/sign-out"])
    expect(await tablet.session(path), path).not.toBeNull();
  for (const path of ["/", "/account", "/apply", "/organize", "/files/1", "/uploads", "/judges", "/live/stage/x"])
    expect(await tablet.session(path), path).toBeNull();
});

test("in other rounds the tablet's judge is nobody, though they sit on that panel too", async () => {
  const { seat, issue } = await hall();
  const other = await makeHeat(database.db, { judges: 1, entries: 1 });
  await database.db
    .updateTable("panelMembers")
    .set({ userId: seat.actor.id })
    .where("roundId", "=", other.round.id)
    .execute();
  const { session } = await pair((await issue()).code);
  const actor = (await session("/judge"))?.user ?? null;
  const sheet = { round: other.round.slug, entry: "1", version: 0, marks, note: "" };
  expect(await submitSheet({ db: database.db, actor }, sheet)).toEqual({ ok: false, error: { type: "not-found" } });
});

test("the database keeps neither the code nor the token, and the audit trail no digest of the code", async () => {
  const { round, issue } = await hall();
  const { code } = await issue();
  await pair(code);
  const codes = await database.db.selectFrom("pairingCodes").selectAll().where("roundId", "=", round.id).execute();
  expect(JSON.stringify(codes)).not.toContain(code);
  const audit = await database.db.selectFrom("auditEntries").selectAll().where("roundId", "=", round.id).execute();
  expect(audit.map(({ command }) => command)).toEqual(["issue-pairing-code", "pair-tablet"]);
  expect(JSON.stringify(audit)).not.toContain(tabletDigest(keys, "code", code));
});

test("a code works once: of two tablets at the same moment one is paired", async () => {
  const { round, issue } = await hall();
  const { code } = await issue();
  const both = await Promise.all([pair(code), pair(code)]);
  expect(both.map(({ answer }) => answer.ok).sort()).toEqual([false, true]);
  expect((await pair(code)).answer).toEqual(unusable);
  expect(await tabletsOf(round.id, minutesLater(2))).toHaveLength(1);
});

test("a code lives ten minutes, ends with the next one, and with the seat", async () => {
  const { seat, issue } = await hall();
  expect((await pair((await issue()).code, minutesLater(10))).answer).toEqual(unusable);
  const first = await issue();
  const second = await issue();
  expect((await pair(first.code)).answer).toEqual(unusable);
  expect((await pair(second.code)).answer.ok).toBe(true);
  const third = await issue();
  await database.db.updateTable("panelMembers").set({ removedAt: at }).where("id", "=", seat.id).execute();
  expect((await pair(third.code)).answer).toEqual(unusable);
});

test("each try is noted with a keyed digest of where it came from", async () => {
  const { round, issue } = await hall();
  await database.db.deleteFrom("pairingTries").execute();
  await pair("AAAAAAAA");
  await pair((await issue()).code);
  const tries = await database.db.selectFrom("pairingTries").selectAll().orderBy("id").execute();
  expect(tries.map(({ paired, roundId }) => [paired, roundId])).toEqual([
    [false, null],
    [true, round.id],
  ]);
  expect(JSON.stringify(tries)).not.toContain("192.0.2.7");
});

test("a revoked tablet is nobody's at once, and revoking is the scorer's of that round", async () => {
  const { round, scorer, seat, issue } = await hall();
  const { session } = await pair((await issue()).code);
  const [tablet] = await tabletsOf(round.id);
  const input = { round: round.slug, tabletId: tablet?.id };
  const elsewhere = await hall();
  for (const actor of [seat.actor, elsewhere.scorer])
    expect(await revokeTablet({ db: database.db, actor }, input)).toEqual({ ok: false, error: { type: "not-found" } });
  const others = { ...input, round: elsewhere.round.slug };
  expect(await revokeTablet({ db: database.db, actor: elsewhere.scorer }, others)).toMatchObject({
    value: { ended: false },
  });
  expect(await session("/judge")).not.toBeNull();
  expect(await revokeTablet({ db: database.db, actor: scorer }, input)).toMatchObject({ value: { ended: true } });
  expect(await session("/judge")).toBeNull();
  expect(await revokeTablet({ db: database.db, actor: scorer }, input)).toMatchObject({ value: { ended: false } });
});

test("a tablet's session ends with its time, with the seat, and when its judge leaves it", async () => {
  const { round, seat, issue } = await hall();
  const timed = await pair((await issue()).code);
  await database.db
    .updateTable("tablets")
    .set({ expiresAt: new Date(0) })
    .where("roundId", "=", round.id)
    .execute();
  expect(await timed.session("/judge")).toBeNull();
  const left = await pair((await issue()).code);
  const actor = (await left.session("/judge"))?.user ?? null;
  expect(await leaveTablet({ db: database.db, actor }, {})).toMatchObject({ ok: true });
  expect(await left.session("/judge")).toBeNull();
  expect(await leaveTablet({ db: database.db, actor: seat.actor }, {})).toMatchObject({ error: { type: "not-found" } });
  const removed = await pair((await issue()).code);
  await database.db.updateTable("panelMembers").set({ removedAt: at }).where("id", "=", seat.id).execute();
  expect(await removed.session("/judge")).toBeNull();
});

test("codes are the scorer's to hand out, for seats that are on the panel", async () => {
  const { round, seat, issue } = await hall();
  const supervisor = await makePerson(database.db, { grants: [{ role: "supervisor", roundId: round.id }] });
  const refused = { ok: false, error: { type: "not-found" } };
  expect((await issue("J1", seat.actor)).answer).toEqual(refused);
  expect((await issue("J1", supervisor)).answer).toEqual(refused);
  expect((await issue("J9")).answer).toEqual(refused);
});

test.each([
  ["under the invited address when it is free", "new@example.org", /^new@example\.org$/],
  [
    "under one that nobody can receive mail at when it is not",
    "taken@example.org",
    /^seat-[0-9a-f]{24}@seat\.invalid$/,
  ],
  ["or when nobody was invited", null, /@seat\.invalid$/],
])("a seat without an account gets one, %s", async (_, invited, email) => {
  const { round, scorer, issue } = await hall();
  if (invited === "taken@example.org") await makePerson(database.db, { email: invited });
  const panelMemberId = await insertSeat(database.db as never, { roundId: round.id, key: "J8", name: "陈评委" });
  if (invited) {
    const place = { role: "judge", roundId: round.id, panelMemberId, invitedById: scorer.id };
    const invitation = { ...place, email: invited, name: "陈评委", locale: "zh-CN", expiresAt: minutesLater(1000) };
    await database.db.insertInto("invitations").values(invitation).execute();
  }
  const { session } = await pair((await issue("J8")).code);
  const found = await session("/judge");
  expect(found?.user).toMatchObject({ name: "陈评委", email: expect.stringMatching(email) });
  const sheet = { round: round.slug, entry: "1", version: 0, marks, note: "" };
  expect(await submitSheet({ db: database.db, actor: found?.user ?? null }, sheet)).toMatchObject({ ok: true });
  const again = await pair((await issue("J8")).code);
  expect((await again.session("/judge"))?.user.id).toBe(found?.user.id);
});

test("a sign of life is kept beside its tablet, and leaves no audit entry", async () => {
  const { round, seat, issue } = await hall();
  const { session } = await pair((await issue()).code);
  const actor = (await session("/judge"))?.user ?? null;
  const audits = async () =>
    (await database.db.selectFrom("auditEntries").select("id").where("roundId", "=", round.id).execute()).length;
  const before = await audits();
  const life = { unsent: 3, batteryPercent: 41, charging: false, offlineReady: false, appVersion: "abc123" };
  const given = { round: round.slug, account: null, life, at: minutesLater(3) };
  expect(await recordHeartbeat(database.db, { ...given, actor })).toEqual({ ok: true });
  // The same judge's own laptop, without a tablet
  const account = { tokenDigest: `own ${round.id}`, name: "Safari · macOS", expiresAt: minutesLater(900) };
  for (const unsent of [1, 0])
    expect(
      await recordHeartbeat(database.db, { ...given, actor: seat.actor, account, life: { ...life, unsent } }),
    ).toEqual({
      ok: true,
    });
  expect(await tabletsOf(round.id, minutesLater(3))).toMatchObject([
    { judge: "J1", means: "paired", name: "Chrome · Android", seenAt: minutesLater(3), ...life },
    { judge: "J1", means: "account", name: "Safari · macOS", ...life, unsent: 0 },
  ]);
  expect(await audits()).toBe(before);
  expect(await recordHeartbeat(database.db, { ...given, actor: null })).toMatchObject({
    error: { type: "signed-out" },
  });
  const stranger = await makePerson(database.db, { grants: [{ role: "judge", roundId: round.id }] });
  for (const who of [stranger, (await hall()).seat.actor])
    expect(await recordHeartbeat(database.db, { ...given, actor: who, account })).toMatchObject({
      error: { type: "not-found" },
    });
});

test.each([1, 3])("the list of %i tablets is one query, and judges without one are in it", async (count) => {
  const { round, issue } = await hall({ judges: 4 });
  for (let number = 1; number <= count; number++) await pair((await issue(`J${number}`)).code);
  const { answer, queries } = await database.queriesOf(() => findAllTablets(database.db, round.id, minutesLater(5)));
  expect(answer.map(({ tablets }) => tablets.length)).toEqual([1, 2, 3, 4].map((number) => (number <= count ? 1 : 0)));
  expect(queries).toHaveLength(1);
});
