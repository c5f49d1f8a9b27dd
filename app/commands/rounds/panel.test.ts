import { expect, test } from "vitest";
import { lacksFactor } from "~/rules/accounts/access.ts";
import type { RoundState } from "~/rules/rounds/round.ts";
import { findStaff } from "~db/queries/accounts/staff.ts";
import { findPanel } from "~db/queries/rounds/panels.ts";
import { makeEdition, makeHeat, makeRound, makeSheet } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { makeFactor } from "~db/seed/factories/second-factors.ts";
import { testDatabase } from "~db/testing/database.ts";
import { acceptInvitation } from "../accounts/accept-invitation.ts";
import { inviteStaff } from "../accounts/invite-staff.ts";
import { restoreJudge } from "./restore-judge.ts";
import { seatJudge } from "./seat-judge.ts";
import { setHeadJudge } from "./set-head-judge.ts";
import { unseatJudge } from "./unseat-judge.ts";

const database = testDatabase();
const at = new Date("2026-11-20T01:00:00Z");
let made = 0;

async function emptyPanel(state: RoundState = "screening") {
  const { edition } = await makeEdition(database.db);
  const round = await makeRound(database.db, { editionId: edition.id, state });
  const actor = await makePerson(database.db, { grants: [{ role: "organizer", editionId: edition.id }] });
  return { edition, round, by: { db: database.db, actor, at } };
}

const guest = () => ({ name: "沈评委", email: `judge${++made}@example.org` });
const panelOf = (roundId: number) => findPanel(database.db, roundId, at);

/** Seats somebody and lets them accept; answers their key and account. */
async function seatAndAccept({ round, by }: Awaited<ReturnType<typeof emptyPanel>>) {
  const invited = guest();
  const seated = await seatJudge(by, { round: round.slug, ...invited });
  if (!seated.ok) throw new Error(seated.error.type);
  const { id: invitationId } = await database.db
    .selectFrom("invitations")
    .select("id")
    .where("panelMemberId", "=", seated.value.panelMemberId)
    .executeTakeFirstOrThrow();
  const judge = await makePerson(database.db, invited);
  await acceptInvitation({ db: database.db, actor: judge, at }, { invitationId });
  return { ...seated.value, judge, invitationId };
}

const grantsOf = (userId: string) =>
  database.db.selectFrom("roleGrants").select(["role", "roundId"]).where("userId", "=", userId).execute();

test("judges get the keys J1, J2, … and an invitation each, in the transaction that seats them", async () => {
  const { round, by } = await emptyPanel();
  const one = guest();
  const two = guest();
  expect(await seatJudge(by, { round: round.slug, ...one, head: true })).toMatchObject({ value: { key: "J1" } });
  expect(
    await seatJudge(by, { round: round.slug, ...two, email: two.email.toUpperCase(), locale: "en" }),
  ).toMatchObject({ value: { key: "J2" } });
  expect(await panelOf(round.id)).toMatchObject([
    { key: "J1", name: "沈评委", email: one.email, head: true, invitation: "sent", sheets: 0, removedAt: null },
    { key: "J2", email: two.email, head: false, invitation: "sent" },
  ]);
  const mails = await database.db
    .selectFrom("mails")
    .select(["template", "locale"])
    .where("recipient", "in", [one.email, two.email])
    .orderBy("id")
    .execute();
  expect(mails).toEqual([
    { template: "invitation", locale: "zh-CN" },
    { template: "invitation", locale: "en" },
  ]);
  const audit = JSON.stringify(
    await database.db.selectFrom("auditEntries").select("facts").where("roundId", "=", round.id).execute(),
  );
  expect(audit).toContain("J1");
  expect(audit).not.toMatch(/沈评委|example\.org/);
});

test("two organizers who seat at once give two different keys", async () => {
  const { round, by } = await emptyPanel();
  await Promise.all([guest(), guest(), guest()].map((each) => seatJudge(by, { round: round.slug, ...each })));
  expect((await panelOf(round.id)).map((seat) => seat.key)).toEqual(["J1", "J2", "J3"]);
});

test("nobody is seated twice, nor under a key that was given before", async () => {
  const panel = await emptyPanel();
  const { round, by } = panel;
  const { judge, key } = await seatAndAccept(panel);
  const twice = { round: round.slug, name: "Again", email: judge.email };
  expect(await seatJudge(by, twice)).toMatchObject({ error: { type: "already-seated" } });
  await unseatJudge(by, { round: round.slug, judge: key, reason: "临时有事" });
  expect(await seatJudge(by, twice)).toMatchObject({ error: { type: "already-seated" } });
  expect(await seatJudge(by, { round: round.slug, ...guest(), key })).toMatchObject({
    error: { type: "key-taken" },
  });
  expect(await seatJudge(by, { round: round.slug, ...guest() })).toMatchObject({ value: { key: "J2" } });
});

test("a removed judge loses the right and an open invitation; restored, who had accepted may score again", async () => {
  const panel = await emptyPanel();
  const { round, by } = panel;
  const { judge, key } = await seatAndAccept(panel);
  const waiting = await seatJudge(by, { round: round.slug, ...guest(), head: true });
  expect(await grantsOf(judge.id)).toEqual([{ role: "judge", roundId: round.id }]);
  for (const each of [key, waiting.ok ? waiting.value.key : ""]) {
    expect((await unseatJudge(by, { round: round.slug, judge: each, reason: "回避" })).ok).toBe(true);
  }
  expect(await grantsOf(judge.id)).toEqual([]);
  expect(await panelOf(round.id)).toMatchObject([
    { key: "J1", invitation: "accepted", removedAt: at },
    { key: "J2", invitation: "revoked", removedAt: at, head: false },
  ]);
  expect((await restoreJudge(by, { round: round.slug, judge: key, reason: "已澄清" })).ok).toBe(true);
  expect(await grantsOf(judge.id)).toEqual([{ role: "judge", roundId: round.id }]);
  expect((await panelOf(round.id))[0]).toMatchObject({ key: "J1", removedAt: null });
  expect(await unseatJudge(by, { round: round.slug, judge: "J2", reason: "x" })).toMatchObject({
    error: { type: "stale-version" },
  });
  expect(await restoreJudge(by, { round: round.slug, judge: "J1", reason: "x" })).toMatchObject({
    error: { type: "stale-version" },
  });
});

test("removing takes a reason", async () => {
  const panel = await emptyPanel();
  const { key } = await seatAndAccept(panel);
  expect(await unseatJudge(panel.by, { round: panel.round.slug, judge: key, reason: "  " })).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "reason" }] },
  });
});

test("there is one head judge at most, and naming another moves the place", async () => {
  const { round, by } = await emptyPanel();
  for (let n = 0; n < 2; n++) await seatJudge(by, { round: round.slug, ...guest() });
  const heads = async () => (await panelOf(round.id)).filter((seat) => seat.head).map((seat) => seat.key);
  expect(await setHeadJudge(by, { round: round.slug, judge: "J1" })).toMatchObject({ value: { head: "J1" } });
  expect(await setHeadJudge(by, { round: round.slug, judge: "J2" })).toMatchObject({ value: { head: "J2" } });
  expect(await heads()).toEqual(["J2"]);
  await setHeadJudge(by, { round: round.slug, judge: null });
  expect(await heads()).toEqual([]);
  expect(await setHeadJudge(by, { round: round.slug, judge: "J9" })).toMatchObject({ error: { type: "not-found" } });
});

test.each([
  ["stands once a sheet is in, where the rule asks the head judge", true],
  ["can still change where the rule does not ask", false],
])("the head judge %s", async (_, asked) => {
  const { round, entries, seats } = await makeHeat(database.db, { judges: 2, entries: 1 });
  const actor = await makePerson(database.db, { grants: [{ role: "organizer", roundId: round.id }] });
  const by = { db: database.db, actor, at };
  if (asked)
    await database.db.insertInto("tieSteps").values({ roundId: round.id, position: 0, step: "head-judge" }).execute();
  await makeSheet(database.db, {
    roundId: round.id,
    entryId: entries[0]?.id ?? 0,
    judgeId: seats[0]?.id ?? 0,
    marks: { tech: 3000 },
  });
  const moved = await setHeadJudge(by, { round: round.slug, judge: "J2" });
  const seated = await seatJudge(by, { round: round.slug, ...guest(), head: true });
  if (!asked) return expect([moved.ok, seated.ok]).toEqual([true, true]);
  expect(moved).toMatchObject({ error: { type: "head-fixed" } });
  expect(seated).toMatchObject({ error: { type: "head-fixed" } });
  expect((await setHeadJudge(by, { round: round.slug, judge: "J1" })).ok).toBe(true);
  await unseatJudge(by, { round: round.slug, judge: "J1", reason: "突发疾病" });
  expect((await setHeadJudge(by, { round: round.slug, judge: "J2" })).ok).toBe(true);
});

test("a removed judge's sheets stay on record", async () => {
  const { round, entries, seats } = await makeHeat(database.db, { judges: 2, entries: 1 });
  const actor = await makePerson(database.db, { grants: [{ role: "organizer", roundId: round.id }] });
  await makeSheet(database.db, {
    roundId: round.id,
    entryId: entries[0]?.id ?? 0,
    judgeId: seats[1]?.id ?? 0,
    marks: { tech: 3000 },
  });
  expect((await unseatJudge({ db: database.db, actor }, { round: round.slug, judge: "J2", reason: "x" })).ok).toBe(
    true,
  );
  expect((await panelOf(round.id))[1]).toMatchObject({ key: "J2", sheets: 1 });
});

test("a closed round keeps its panel", async () => {
  const { round } = await makeHeat(database.db, { state: "closed" });
  const actor = await makePerson(database.db, { grants: [{ role: "organizer", roundId: round.id }] });
  const by = { db: database.db, actor };
  const refused = { error: { type: "round-not-open" } };
  expect(await seatJudge(by, { round: round.slug, ...guest() })).toMatchObject(refused);
  expect(await unseatJudge(by, { round: round.slug, judge: "J1", reason: "x" })).toMatchObject(refused);
  expect(await setHeadJudge(by, { round: round.slug, judge: "J2" })).toMatchObject(refused);
});

test.each(["scorer", "supervisor", "judge"] as const)("a %s cannot touch the panel", async (role) => {
  const { round } = await makeHeat(database.db);
  const actor = await makePerson(database.db, { grants: [{ role, roundId: round.id }] });
  const by = { db: database.db, actor };
  const unknown = { error: { type: "not-found" } };
  expect(await seatJudge(by, { round: round.slug, ...guest() })).toMatchObject(unknown);
  expect(await unseatJudge(by, { round: round.slug, judge: "J1", reason: "x" })).toMatchObject(unknown);
  expect(await restoreJudge(by, { round: round.slug, judge: "J1", reason: "x" })).toMatchObject(unknown);
  expect(await setHeadJudge(by, { round: round.slug, judge: "J2" })).toMatchObject(unknown);
});

test.each([1, 3])("the panel of %i takes one query", async (judges) => {
  const { round } = await makeHeat(database.db, { judges });
  const { answer, queries } = await database.queriesOf(() => panelOf(round.id));
  expect([answer.length, queries.length]).toEqual([judges, 1]);
});

test("who keeps and watches the scores: by the round's grants and its edition's, and who is invited; nobody of another round", async () => {
  const { round, edition, by } = await emptyPanel();
  const other = await emptyPanel();
  const scorer = await makePerson(database.db, { grants: [{ role: "scorer", roundId: round.id }] });
  const supervisor = await makePerson(database.db, { grants: [{ role: "supervisor", editionId: edition.id }] });
  await makePerson(database.db, { grants: [{ role: "scorer", roundId: other.round.id }] });
  await makePerson(database.db, { grants: [{ role: "judge", roundId: round.id }] });
  const invited = guest();
  const staff = () => findStaff(database.db, { roundId: round.id, editionId: edition.id }, at);
  expect((await database.queriesOf(staff)).queries).toHaveLength(1);
  await inviteStaff(by, { round: round.slug, role: "supervisor", ...invited });
  await inviteStaff(other.by, { round: other.round.slug, role: "supervisor", ...guest() });
  const { answer, queries } = await database.queriesOf(staff);
  expect(answer.map(({ role, email, state }) => [role, email, state]).sort()).toEqual([
    ["scorer", scorer.email, "accepted"],
    ["supervisor", invited.email, "sent"],
    ["supervisor", supervisor.email, "accepted"],
  ]);
  expect(queries).toHaveLength(1);
  // Who signs lacks a second factor until it is set up; whoever is only invited, or keeps the table, is not asked for it
  const lacking = async () => (await staff()).filter(lacksFactor).map(({ email }) => email);
  expect(await lacking()).toEqual([supervisor.email]);
  await makeFactor(database.db, supervisor);
  expect(await lacking()).toEqual([]);
});
