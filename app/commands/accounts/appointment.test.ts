import { beforeAll, beforeEach, expect, test } from "vitest";
import { type Actor, placesWith, type Role } from "~/rules/accounts/access.ts";
import { findEditionStaff, findWaitingAppointments } from "~db/queries/accounts/staff.ts";
import { ensureUser } from "~db/queries/accounts/users.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { freshCode } from "~db/seed/factories/second-factors.ts";
import { testDatabase } from "~db/testing/database.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { addUser } from "./add-user.ts";
import { confirmAppointment } from "./confirm-appointment.ts";
import { inviteStaff } from "./invite-staff.ts";

const database = testDatabase();
let edition: { id: number; slug: string };
let round: { id: number; slug: string };
let organizer: Actor;
let supervisor: Actor;
let number = 0;

beforeAll(async () => {
  edition = (await makeEdition(database.db)).edition;
  round = await makeRound(database.db, { editionId: edition.id });
});

beforeEach(async () => {
  organizer = await someone("organizer");
  supervisor = await someone("supervisor");
});

const someone = (role: Role, place: object = { editionId: edition.id }) =>
  makePerson(database.db, { grants: [{ role, ...place }] });
const by = (actor: Actor, at?: Date) => ({ db: database.db, actor, at });
const confirm = async (actor: Actor, invitationId: number, code?: string) =>
  await confirmAppointment(by(actor), { invitationId, code: code ?? (await freshCode(database.db, actor)) });
const refusal = (type: string) => ({ ok: false, error: { type } });

/** Somebody from one of the organizer's own mailboxes. */
async function invited(inviter = organizer, place: object = { edition: edition.slug }) {
  const email = `appointed${++number}@example.org`;
  const answer = await inviteStaff(by(inviter), { email, name: "Appointed", role: "supervisor", ...place });
  if (!answer.ok) throw new Error(answer.error.type);
  const guest = await ensureUser(database.db, { email, name: "Appointed", locale: "en" });
  return {
    guest,
    id: answer.value.invitationId,
    accept: () => acceptInvitation(by(guest), { invitationId: answer.value.invitationId }),
  };
}

const grantsOf = ({ id }: Actor) =>
  database.db
    .selectFrom("roleGrants")
    .where("userId", "=", id)
    .select(["role", "editionId", "roundId", "grantedById", "grantedAt"])
    .execute();

test("whom an organizer alone invites to be a supervisor is none when they accept, and is listed as waiting", async () => {
  const { guest, accept } = await invited();
  expect(await accept()).toEqual({ ok: true, value: { role: "supervisor", waits: true } });
  expect(await grantsOf(guest)).toEqual([]);
  const staff = await findEditionStaff(database.db, { editionId: edition.id, now: new Date() });
  expect(staff.find(({ email }) => email === guest.email)).toMatchObject({ state: "unconfirmed", factor: false });
});

test("with another supervisor's agreement they are one, from that moment on", async () => {
  const { guest, id, accept } = await invited();
  await accept();
  const before = new Date();
  expect(await confirm(supervisor, id)).toEqual({ ok: true, value: { accepted: true } });
  const [grant] = await grantsOf(guest);
  expect(grant).toMatchObject({ role: "supervisor", editionId: edition.id, roundId: null, grantedById: supervisor.id });
  expect(grant?.grantedAt.getTime()).toBeGreaterThanOrEqual(before.getTime());
  const entry = await database.db
    .selectFrom("auditEntries")
    .where("command", "=", "confirm-appointment")
    .select(["actorId", "editionId", "facts"])
    .orderBy("id", "desc")
    .executeTakeFirst();
  expect(entry).toEqual({
    actorId: supervisor.id,
    editionId: edition.id,
    facts: { invitationId: id, userId: guest.id, factor: "totp" },
  });
});

test("who is agreed to before they accept has the role when they accept", async () => {
  const { guest, id, accept } = await invited(organizer, { round: round.slug });
  expect(await confirm(supervisor, id)).toEqual({ ok: true, value: { accepted: false } });
  expect(await grantsOf(guest)).toEqual([]);
  expect(await accept()).toMatchObject({ value: { waits: false } });
  expect(await grantsOf(guest)).toMatchObject([{ role: "supervisor", roundId: round.id, grantedById: supervisor.id }]);
});

test("accepting and agreeing at the same moment give the role, once", async () => {
  const { guest, id, accept } = await invited();
  const code = await freshCode(database.db, supervisor);
  const answers = await Promise.all([accept(), confirm(supervisor, id, code)]);
  expect(answers.every(({ ok }) => ok)).toBe(true);
  expect(await grantsOf(guest)).toMatchObject([{ role: "supervisor", grantedById: supervisor.id }]);
});

test("neither who invited nor who is invited agrees to it, though they be supervisors", async () => {
  const both = await makePerson(database.db, {
    grants: [
      { role: "organizer", editionId: edition.id },
      { role: "supervisor", editionId: edition.id },
    ],
  });
  const own = await invited(both);
  expect(await confirm(both, own.id)).toEqual(refusal("own-appointment"));
  const answer = await inviteStaff(by(organizer), {
    email: supervisor.email,
    name: "Again",
    role: "supervisor",
    round: round.slug,
  });
  if (!answer.ok) throw new Error(answer.error.type);
  expect(await confirm(supervisor, answer.value.invitationId)).toEqual(refusal("own-appointment"));
});

test("nobody agrees who is no supervisor there; to them there is nothing", async () => {
  const { id } = await invited();
  const ofRound = await someone("supervisor", { roundId: round.id });
  const elsewhere = await someone("supervisor", { editionId: (await makeEdition(database.db)).edition.id });
  for (const other of [organizer, await someone("scorer"), ofRound, elsewhere])
    expect(await confirm(other, id)).toEqual(refusal("not-found"));
  const judge = await inviteStaff(by(organizer), {
    email: "j@example.org",
    name: "J",
    role: "scorer",
    round: round.slug,
  });
  expect(await confirm(supervisor, judge.ok ? judge.value.invitationId : 0)).toEqual(refusal("not-found"));
});

test("agreeing takes a second factor, and counts once", async () => {
  const { guest, id, accept } = await invited();
  await accept();
  expect(await confirm(supervisor, id, "")).toEqual(refusal("no-factor"));
  await freshCode(database.db, supervisor);
  expect(await confirm(supervisor, id, "000000")).toEqual(refusal("factor-wrong"));
  expect(await grantsOf(guest)).toEqual([]);
  expect((await confirm(supervisor, id)).ok).toBe(true);
  expect(await confirm(supervisor, id)).toEqual(refusal("invitation-unusable"));
});

test("the supervisors are told of a new invitation by mail, and find it waiting until it is settled", async () => {
  const told = async () =>
    await database.db
      .selectFrom("mails")
      .where("template", "=", "appointment-turn")
      .where("recipient", "=", supervisor.email)
      .select("props")
      .execute();
  const { guest, id } = await invited(organizer, { round: round.slug });
  expect(await told()).toMatchObject([{ props: { path: "/organize/appointments" } }]);
  const waiting = async (actor: Actor) => {
    const places = placesWith(actor, "confirm-appointment");
    const rows = places ? await findWaitingAppointments(database.db, places, actor, new Date()) : [];
    return rows.some((row) => row.id === id);
  };
  const ofRound = await someone("supervisor", { roundId: round.id });
  const elsewhere = await someone("supervisor", { editionId: (await makeEdition(database.db)).edition.id });
  expect([await waiting(supervisor), await waiting(ofRound), await waiting(elsewhere)]).toEqual([true, true, false]);
  await acceptInvitation(by(guest), { invitationId: id });
  expect(await waiting(supervisor)).toBe(true);
  // The operator has appointed them meanwhile
  await addUser(database.db, { email: guest.email, name: "", role: "supervisor", round: round.slug });
  expect(await waiting(supervisor)).toBe(false);
});

test("the waiting appointments are one query, of one and of three", async () => {
  const places = { everywhere: false, editionIds: [edition.id], roundIds: [] };
  const count = async () => {
    const { queries } = await database.queriesOf(() =>
      findWaitingAppointments(database.db, places, { id: "", email: "" }, new Date()),
    );
    return queries.length;
  };
  await invited();
  expect(await count()).toBe(1);
  await invited();
  await invited();
  expect(await count()).toBe(1);
});

test("the command line appoints the first supervisor, whom nobody has to agree to", async () => {
  const email = `first${++number}@example.org`;
  expect(await addUser(database.db, { email, name: "First", role: "supervisor", edition: edition.slug })).toEqual({
    ok: true,
  });
  const first = await ensureUser(database.db, { email, name: "", locale: "en" });
  expect(await grantsOf(first)).toMatchObject([{ role: "supervisor", grantedById: null }]);
});

test("the database gives nobody the role of a supervisor at an organizer's word, and changes no role's age", async () => {
  const guest = await makePerson(database.db);
  const grant = (grantedById: string, place: { editionId?: number; roundId?: number } = { editionId: edition.id }) =>
    database.db
      .insertInto("roleGrants")
      .values({ userId: guest.id, role: "supervisor", grantedById, ...place })
      .execute();
  const ofRound = await someone("supervisor", { roundId: round.id });
  await expect(grant(organizer.id)).rejects.toMatchObject({ code: "CD035" });
  await expect(grant(guest.id)).rejects.toMatchObject({ code: "CD035" });
  await expect(grant(ofRound.id)).rejects.toMatchObject({ code: "CD035" });
  await grant(ofRound.id, { roundId: round.id });
  await grant(supervisor.id);
  const { sql } = database;
  await expect(
    sql`update role_grants set granted_at = now() - interval '9 days' where user_id = ${guest.id}`,
  ).rejects.toMatchObject({ code: "CD007" });
});
