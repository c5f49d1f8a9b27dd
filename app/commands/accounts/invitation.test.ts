import { beforeAll, expect, test } from "vitest";
import { type PropsOf, renderMail } from "~/mail/templates.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { readInvitation, signInvitation } from "~/services/auth/invitation-token.ts";
import { findInvitation } from "~db/queries/accounts/staff.ts";
import { ensureUser } from "~db/queries/accounts/users.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { inviteStaff } from "./invite-staff.ts";

const database = testDatabase();
const links = { baseUrl: "https://desk.example.org", invitation: (id: number) => `https://desk.example.org/${id}` };
const secret = "a secret of the tests, long enough to be one";
const ids = { edition: 0, round: 0, other: 0, seat: 0, otherSeat: 0 };
let organizer: Actor;
let number = 0;

beforeAll(async () => {
  const { db } = database;
  const edition = await db
    .insertInto("editions")
    .values({ slug: "sixth", title: "第六届", titleEn: "Sixth edition", state: "open" })
    .returning("id")
    .executeTakeFirstOrThrow();
  const round = (slug: string) =>
    db
      .insertInto("rounds")
      .values({ slug, editionId: edition.id, kind: "heat", title: "上海城市赛", titleEn: "Shanghai heat" })
      .returning("id")
      .executeTakeFirstOrThrow();
  const seat = (key: string) =>
    db
      .insertInto("panelMembers")
      .values({ roundId: ids.round, key, name: "评委" })
      .returning("id")
      .executeTakeFirstOrThrow();
  ids.edition = edition.id;
  ids.round = (await round("shanghai")).id;
  ids.other = (await round("hangzhou")).id;
  ids.seat = (await seat("J1")).id;
  ids.otherSeat = (await seat("J2")).id;
  organizer = await makePerson(db, { name: "Organizer", grants: [{ role: "organizer", editionId: ids.edition }] });
});

const by = (actor: Actor | null, at?: Date) => ({ db: database.db, actor, at });

async function invite(input: object = {}) {
  number++;
  const email = `guest${number}@example.org`;
  const answer = await inviteStaff(by(organizer), { email, name: "Guest", role: "judge", round: "shanghai", ...input });
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  const { invitationId } = answer.value;
  return { email, invitationId, guest: await ensureUser(database.db, { email, name: "Guest", locale: "en" }) };
}

test("an organizer invites a judge: the mail is queued with the invitation's id, and no link is at rest", async () => {
  const { invitationId, email } = await invite({ locale: "en" });
  const mail = await database.db
    .selectFrom("mails")
    .where("recipient", "=", email)
    .selectAll()
    .executeTakeFirstOrThrow();
  expect(mail).toMatchObject({
    template: "invitation",
    locale: "en",
    state: "queued",
    props: { invitationId, role: "judge", where: "Sixth edition · Shanghai heat", inviterName: "Organizer" },
  });
  expect(JSON.stringify(mail)).not.toContain("/invitation/");
});

test("the invitation says when and where the judge is awaited, by the hall's own clock", async () => {
  const { db } = database;
  const day = { startsAt: new Date("2026-12-20T01:30:00Z"), city: "上海", venue: "张江科学会堂", cityEn: "Shanghai" };
  await db.updateTable("rounds").set(day).where("id", "=", ids.round).execute();
  const { email } = await invite();
  const mail = await db.selectFrom("mails").where("recipient", "=", email).selectAll().executeTakeFirstOrThrow();
  const letter = await renderMail(
    { template: "invitation", locale: "zh-CN", props: mail.props as PropsOf<"invitation"> },
    links,
  );
  for (const words of ["2026年12月20日 周日 09:30", "上海 · 张江科学会堂"]) expect(letter.text).toContain(words);
  await db.updateTable("rounds").set({ startsAt: null, venue: null }).where("id", "=", ids.round).execute();
});

test("only who may set a round up invites to it; to everyone else it is not there", async () => {
  const round = { role: "organizer" as const, roundId: ids.round };
  const [stranger, scorer, ofOneRound] = await Promise.all([
    makePerson(database.db),
    makePerson(database.db, { grants: [{ role: "scorer", editionId: ids.edition }] }),
    makePerson(database.db, { grants: [round] }),
  ]);
  const input = { email: "x@example.org", name: "X", role: "organizer" };
  const notFound = { ok: false, error: { type: "not-found" } };
  for (const actor of [stranger, scorer]) {
    expect(await inviteStaff(by(actor), { ...input, round: "shanghai" })).toEqual(notFound);
  }
  expect(await inviteStaff(by(ofOneRound), { ...input, round: "hangzhou" })).toEqual(notFound);
  expect(await inviteStaff(by(ofOneRound), { ...input, edition: "sixth" })).toEqual(notFound);
  expect(await inviteStaff(by(organizer), { ...input, round: "nowhere" })).toEqual(notFound);
  expect((await inviteStaff(by(ofOneRound), { ...input, round: "shanghai" })).ok).toBe(true);
});

test("accepting grants the role and takes the seat, once", async () => {
  const { invitationId, guest } = await invite({ panelMemberId: ids.seat });
  expect(await acceptInvitation(by(guest), { invitationId })).toEqual({
    ok: true,
    value: { role: "judge", waits: false },
  });
  const again = await acceptInvitation(by(guest), { invitationId });
  expect(again).toEqual({ ok: false, error: { type: "invitation-unusable" } });

  const { grants } = await ensureUser(database.db, guest);
  expect(grants).toEqual([{ role: "judge", editionId: null, roundId: ids.round }]);
  const seat = await database.db
    .selectFrom("panelMembers")
    .where("id", "=", ids.seat)
    .select("userId")
    .executeTakeFirst();
  expect(seat?.userId).toBe(guest.id);
});

test("of several parallel acceptances one succeeds", async () => {
  const { invitationId, guest } = await invite();
  const answers = await Promise.all([1, 2, 3, 4].map(() => acceptInvitation(by(guest), { invitationId })));
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
});

test("nobody else can accept", async () => {
  const { invitationId } = await invite();
  const thief = await makePerson(database.db);
  expect(await acceptInvitation(by(thief), { invitationId })).toEqual({ ok: false, error: { type: "not-found" } });
  expect(await acceptInvitation(by(null), { invitationId })).toEqual({ ok: false, error: { type: "signed-out" } });
  expect((await findInvitation(database.db, invitationId))?.acceptedAt).toBeNull();
});

test("a revoked, expired or superseded invitation is of no use", async () => {
  const unusable = { ok: false, error: { type: "invitation-unusable" } };
  const revoked = await invite();
  const { invitationId } = revoked;
  await database.db.updateTable("invitations").set({ revokedAt: new Date() }).where("id", "=", invitationId).execute();
  expect(await acceptInvitation(by(revoked.guest), revoked)).toEqual(unusable);

  const late = await invite();
  expect(await acceptInvitation(by(late.guest, new Date(Date.now() + 15 * 86_400_000)), late)).toEqual(unusable);

  const first = await invite();
  const second = await invite({ email: first.email.toUpperCase() });
  expect(await acceptInvitation(by(first.guest), first)).toEqual(unusable);
  expect((await acceptInvitation(by(first.guest), { invitationId: second.invitationId })).ok).toBe(true);
});

test("a seat that someone else has taken is refused, and nothing of the acceptance remains", async () => {
  const first = await invite({ panelMemberId: ids.otherSeat });
  const second = await invite({ panelMemberId: ids.otherSeat });
  expect((await acceptInvitation(by(first.guest), first)).ok).toBe(true);
  expect(await acceptInvitation(by(second.guest), second)).toEqual({ ok: false, error: { type: "seat-taken" } });
  expect((await ensureUser(database.db, second.guest)).grants).toEqual([]);
  expect((await findInvitation(database.db, second.invitationId))?.acceptedAt).toBeNull();
});

test("a seat of another round, or for another role than judge, is refused", async () => {
  const input = { email: "y@example.org", name: "Y", panelMemberId: ids.seat };
  const answer = await inviteStaff(by(organizer), { ...input, role: "judge", round: "hangzhou" });
  expect(answer).toEqual({ ok: false, error: { type: "no-such-seat" } });
  expect(await inviteStaff(by(organizer), { ...input, role: "scorer", round: "shanghai" })).toMatchObject({
    error: { type: "invalid-input", fields: [{ path: "panelMemberId", code: "no-seat" }] },
  });
});

test("the audit trail names the invitation and no person", async () => {
  const { invitationId, guest, email } = await invite();
  await acceptInvitation(by(guest), { invitationId });
  const entries = await database.db
    .selectFrom("auditEntries")
    .where("command", "in", ["invite-staff", "accept-invitation"])
    .orderBy("id", "desc")
    .limit(2)
    .selectAll()
    .execute();
  expect(entries).toMatchObject([
    { command: "accept-invitation", roundId: ids.round, facts: { invitationId, role: "judge" } },
    { command: "invite-staff", roundId: ids.round, facts: { invitationId, role: "judge" } },
  ]);
  expect(JSON.stringify(entries)).not.toContain(email);
});

test("a link is read only as we signed it, and only in its time", () => {
  const at = new Date("2026-11-23T06:00:00Z");
  const token = signInvitation(secret, 42, new Date("2026-12-01T00:00:00Z"));
  expect(readInvitation(secret, token, at)).toBe(42);
  expect(readInvitation(secret, token, new Date("2026-12-01T00:00:00Z"))).toBeNull();
  expect(readInvitation(`${secret}?`, token, at)).toBeNull();
  for (let place = 0; place < token.length; place++) {
    for (const letter of ["1", "9", "A", "."]) {
      const altered = token.slice(0, place) + letter + token.slice(place + 1);
      if (altered !== token) expect(readInvitation(secret, altered, at), altered).toBeNull();
    }
  }
  for (const nonsense of ["", "42", "42.99999999999.", `${token}A`, ` ${token}`, token.toUpperCase()]) {
    expect(readInvitation(secret, nonsense, at)).toBeNull();
  }
});
