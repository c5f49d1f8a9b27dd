import { beforeEach, expect, test } from "vitest";
import { tableToSign } from "~/reads/releases/table-of.ts";
import type { Actor, Role } from "~/rules/accounts/access.ts";
import { findAllReleases } from "~db/queries/releases/releases.ts";
import { findAllSigners } from "~db/queries/releases/signing-roles.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound, type Signed } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { freshCode } from "~db/seed/factories/second-factors.ts";
import { testDatabase } from "~db/testing/database.ts";
import { confirmRelease } from "./confirm-release.ts";
import { makeBundle } from "./make-bundle.ts";
import { setSigningWait, waiveWaitOf } from "./operate-signing.ts";
import { proposeRelease } from "./propose-release.ts";
import { publishRelease } from "./publish-release.ts";
import { waiveSigningWait } from "./waive-signing-wait.ts";

const database = testDatabase();
const hour = 3_600_000;
let heat: Awaited<ReturnType<typeof makeClosedHeat>>;
let round: string;

beforeEach(async () => {
  heat = await makeClosedHeat(database.db, { judges: 3, entries: 3 });
  round = heat.round.slug;
});

const refusal = (type: string) => ({ ok: false, error: { type } });
const by = (actor: Actor, at?: Date) => ({ db: database.db, actor, at });
/** Somebody who was given the role so many hours ago. */
const holder = (role: Role, hours: number, place: object = { editionId: heat.round.editionId }) =>
  makePerson(database.db, { grants: [{ role, ...place }], grantedAt: new Date(Date.now() - hours * hour) });
const propose = async (actor: Actor) =>
  await proposeRelease(by(actor), { round, digest: (await tableToSign(database.db, heat.round.id))?.digest });
const confirm = async (actor: Actor, signed: Signed) =>
  await confirmRelease(by(actor), { ...signed, code: await freshCode(database.db, actor) });
const publish = async (actor: Actor, signed: Signed) =>
  await publishRelease(by(actor), {
    ...signed,
    code: await freshCode(database.db, actor),
    noticeReason: "另行公示",
  });
const waive = async (actor: Actor, of: { id: string }, role: Role, more: object = {}) =>
  await waiveSigningWait(by(actor), {
    round,
    userId: of.id,
    role,
    reason: "监督员因病缺席",
    code: await freshCode(database.db, actor),
    ...more,
  });

test("three signers who were appointed this evening publish nothing this evening", async () => {
  const scorer = await holder("scorer", 1);
  expect(await propose(scorer)).toEqual(refusal("role-too-young"));
  const proposed = await releaseRound(database.db, heat, "proposed");
  expect(await confirm(await holder("supervisor", 23), proposed)).toEqual(refusal("role-too-young"));
  expect((await confirm(heat.supervisor, proposed)).ok).toBe(true);
  expect(await publish(await holder("organizer", 2), proposed)).toEqual(refusal("role-too-young"));
  expect((await publish(await holder("organizer", 24.1), proposed)).ok).toBe(true);
});

test("the earliest of a person's grants that reach the round counts", async () => {
  const supervisor = await holder("supervisor", 48);
  await database.db
    .insertInto("roleGrants")
    .values({ userId: supervisor.id, role: "supervisor", roundId: heat.round.id })
    .execute();
  const elsewhere = await holder("supervisor", 48, { roundId: (await makeClosedHeat(database.db)).round.id });
  await database.db
    .insertInto("roleGrants")
    .values({ userId: elsewhere.id, role: "supervisor", roundId: heat.round.id })
    .execute();
  const young = { ...elsewhere, grants: [{ role: "supervisor" as const, editionId: null, roundId: heat.round.id }] };
  const signed = await releaseRound(database.db, heat, "proposed");
  expect(await confirm(young, signed)).toEqual(refusal("role-too-young"));
  expect((await confirm(supervisor, signed)).ok).toBe(true);
});

test("PostgreSQL takes no signature in a role that is held for less, or not at all, whatever it is told of its age", async () => {
  await releaseRound(database.db, heat, "proposed");
  const { sql } = database;
  const sign = (id: string) => sql`
    insert into release_signatures (release_id, step, role, signed_by_id, signed_name, digest, factor, role_since, wait_waived)
    select id, 'confirm', 'supervisor', ${id}, '监督员', digest, 'totp', '2020-01-01', false from releases where round_id = ${heat.round.id}`;
  await expect(sign((await holder("supervisor", 23.9)).id)).rejects.toMatchObject({ code: "CD034" });
  await expect(sign(heat.scorer.id)).rejects.toMatchObject({ code: "CD034" });
  await sign((await holder("supervisor", 24.1)).id);
});

test("another supervisor waives the wait for one round, with second factor and reason, on record and shown with the signature", async () => {
  const stand = await holder("supervisor", 1);
  const signed = await releaseRound(database.db, heat, "proposed");
  expect(await waive(heat.supervisor, stand, "supervisor", { code: "000000" })).toEqual(refusal("factor-wrong"));
  expect(await waive(heat.supervisor, stand, "supervisor", { reason: "急" })).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "reason" }] },
  });
  expect(await confirm(stand, signed)).toEqual(refusal("role-too-young"));
  expect((await waive(heat.supervisor, stand, "supervisor")).ok).toBe(true);
  expect(await waive(heat.supervisor, stand, "supervisor")).toEqual(refusal("not-waiting"));
  expect((await confirm(stand, signed)).ok).toBe(true);
  const signers = await findAllSigners(database.db, heat.round.id);
  expect(signers.find(({ userId }) => userId === stand.id)).toMatchObject({
    waived: true,
    waiver: { reason: "监督员因病缺席", by: heat.supervisor.name },
  });
  const [version] = await findAllReleases(database.db, heat.round.id);
  expect(version?.signatures).toMatchObject([
    { step: "propose", waived: false },
    { step: "confirm", waived: true },
  ]);
  const entry = await database.db
    .selectFrom("auditEntries")
    .leftJoin("auditReasons", "auditReasons.entryId", "auditEntries.id")
    .where("command", "=", "waive-signing-wait")
    .where("roundId", "=", heat.round.id)
    .select(["actorId", "facts", "reason"])
    .executeTakeFirst();
  expect(entry).toMatchObject({
    actorId: heat.supervisor.id,
    facts: { userId: stand.id, role: "supervisor", factor: "totp" },
    reason: "监督员因病缺席",
  });
  const other = await makeClosedHeat(database.db, { editionId: heat.round.editionId });
  const there = await releaseRound(database.db, other, "proposed");
  expect(await confirm(stand, there)).toEqual(refusal("role-too-young"));
});

test("nobody waives their own wait, two new supervisors not each other's, and who is no supervisor none", async () => {
  const young = await holder("supervisor", 1);
  const younger = await holder("supervisor", 0.5);
  expect(await waive(young, young, "supervisor")).toEqual(refusal("own-appointment"));
  expect(await waive(young, younger, "supervisor")).toEqual(refusal("role-too-young"));
  expect(await waive(heat.organizer, young, "supervisor")).toEqual(refusal("not-found"));
  expect(await waive(heat.supervisor, young, "organizer")).toEqual(refusal("not-waiting"));
  const { sql } = database;
  const force = (byId: string, of: string) => sql`
    insert into signing_waivers (round_id, user_id, role, reason, waived_by_id, factor, waived_at)
    values (${heat.round.id}, ${of}, 'supervisor', 'urgent', ${byId}, 'totp', now())`;
  await expect(force(heat.supervisor.id, heat.supervisor.id)).rejects.toThrow("check constraint");
  await expect(force(young.id, younger.id)).rejects.toMatchObject({ code: "CD034" });
  await expect(force(heat.organizer.id, younger.id)).rejects.toMatchObject({ code: "CD034" });
  await force(heat.supervisor.id, younger.id);
  await expect(sql`delete from signing_waivers`).rejects.toMatchObject({ code: "CD007" });
});

test("a waiver of before the role was given back is of no use", async () => {
  const stand = await holder("supervisor", 5);
  await waive(heat.supervisor, stand, "supervisor");
  await database.db.deleteFrom("roleGrants").where("userId", "=", stand.id).execute();
  await database.db
    .insertInto("roleGrants")
    .values({
      userId: stand.id,
      role: "supervisor",
      editionId: heat.round.editionId,
      grantedAt: new Date(Date.now() + 1),
    })
    .execute();
  const signed = await releaseRound(database.db, heat, "proposed");
  expect(await confirm(stand, signed)).toEqual(refusal("role-too-young"));
});

test("the command line waives it for a person, or sets how long an edition asks, and both are on record", async () => {
  const stand = await holder("supervisor", 1);
  const waiver = { email: stand.email, role: "supervisor" as const, round, reason: "急需" };
  expect(await waiveWaitOf(database.db, { ...waiver, email: "nobody@example.org" })).toEqual(refusal("unknown-user"));
  expect(await waiveWaitOf(database.db, { ...waiver, round: "nowhere" })).toEqual(refusal("unknown-round"));
  expect(await waiveWaitOf(database.db, { ...waiver, role: "scorer" })).toEqual(refusal("no-role"));
  expect((await waiveWaitOf(database.db, { ...waiver, reason: "急需替补" })).ok).toBe(true);
  const signed = await releaseRound(database.db, heat, "proposed");
  expect((await confirm(stand, signed)).ok).toBe(true);

  const [{ slug }] = (await database.db
    .selectFrom("editions")
    .where("id", "=", heat.round.editionId)
    .select("slug")
    .execute()) as [{ slug: string }];
  expect(await setSigningWait(database.db, { edition: slug, hours: 1, reason: "一日赛程" })).toEqual({
    ok: true,
    value: { before: 24 },
  });
  expect((await publish(await holder("organizer", 1.1), signed)).ok).toBe(true);
  const entries = await database.db
    .selectFrom("auditEntries")
    .where("editionId", "=", heat.round.editionId)
    .where("command", "in", ["waive-signing-wait", "set-signing-wait"])
    .where("actorId", "is", null)
    .select(["command", "facts"])
    .orderBy("id")
    .execute();
  expect(entries).toMatchObject([
    { command: "waive-signing-wait", facts: { userId: stand.id, role: "supervisor", factor: null } },
    { command: "set-signing-wait", facts: { hours: 1, before: 24 } },
  ]);
});

test("a published version's bundle says since when each signer holds the role", async () => {
  const since = new Date("2026-05-04T03:02:01.000Z");
  const editionId = heat.round.editionId;
  const organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId }], grantedAt: since });
  await releaseRound(database.db, { ...heat, organizer }, "published");
  const made = await makeBundle(database.db, { round, key: "05".repeat(32) });
  expect(made.ok && made.bundle.statement.release).toMatchObject({
    proposed: { since: "2020-01-01T00:00:00.000Z" },
    confirmed: { since: "2020-01-01T00:00:00.000Z" },
    published: { since: since.toISOString() },
  });
});

test("all signers of a round are one query", async () => {
  const count = async () => (await database.queriesOf(() => findAllSigners(database.db, heat.round.id))).queries.length;
  expect(await count()).toBe(1);
  await holder("supervisor", 1);
  await holder("organizer", 1);
  expect(await count()).toBe(1);
});
