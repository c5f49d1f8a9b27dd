import { describe, expect, test } from "vitest";
import * as people from "~/routes/organize/accounts/people.tsx";
import { pagesOf } from "~/testing/pages.ts";
import { findEditionStaff } from "~db/queries/accounts/staff.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { inviteStaff } from "./invite-staff.ts";
import { removeUserRole } from "./remove-user-role.ts";
import { withdrawInvitation, withdrawRole } from "./withdraw-role.ts";

const database = testDatabase();
const at = new Date("2026-11-20T01:00:00Z");
const reason = "已调离岗位";
let made = 0;

/** An edition with its organizer, and a scorer of it who is signed in on two devices. */
async function scene() {
  const { edition } = await makeEdition(database.db);
  const organizer = await makePerson(database.db, { grants: [{ role: "organizer", editionId: edition.id }] });
  const scorer = await makePerson(database.db, { grants: [{ role: "scorer", editionId: edition.id }] });
  for (const user of [scorer, scorer, organizer]) {
    const session = { id: `session-${process.pid}-${++made}`, token: `token-${process.pid}-${made}`, userId: user.id };
    await database.db
      .insertInto("sessions")
      .values({ ...session, expiresAt: new Date("2030-01-01") })
      .execute();
  }
  return { edition, organizer, scorer, by: { db: database.db, actor: organizer, at } };
}

const grantsOf = (userId: string) =>
  database.db.selectFrom("roleGrants").select(["id", "role"]).where("userId", "=", userId).orderBy("id").execute();
const grantOf = async (userId: string) => (await grantsOf(userId))[0]?.id ?? 0;
const sessionsOf = async (userId: string) =>
  (await database.db.selectFrom("sessions").select("id").where("userId", "=", userId).execute()).length;

describe("a role that is taken back", () => {
  test("ends at once with every session of its person, and the trail keeps why and not who by name", async () => {
    const { scorer, organizer, by } = await scene();
    expect(await withdrawRole(by, { grantId: await grantOf(scorer.id), reason })).toMatchObject({ ok: true });
    expect(await grantsOf(scorer.id)).toEqual([]);
    expect([await sessionsOf(scorer.id), await sessionsOf(organizer.id)]).toEqual([0, 1]);
    const entry = await database.db
      .selectFrom("auditEntries")
      .innerJoin("auditReasons", "auditReasons.entryId", "auditEntries.id")
      .select(["facts", "reason"])
      .where("command", "=", "withdraw-role")
      .orderBy("auditEntries.id", "desc")
      .executeTakeFirstOrThrow();
    expect(entry).toMatchObject({ facts: { userId: scorer.id, role: "scorer", sessions: 2 }, reason });
    expect(JSON.stringify(entry.facts)).not.toContain(scorer.email);
  });

  test("needs a reason, and the right to set that edition up", async () => {
    const { scorer, by } = await scene();
    const grantId = await grantOf(scorer.id);
    expect(await withdrawRole(by, { grantId, reason: " " })).toMatchObject({ error: { type: "invalid-input" } });
    const other = await scene();
    expect(await withdrawRole(other.by, { grantId, reason })).toMatchObject({ error: { type: "not-found" } });
    expect(await withdrawRole({ ...by, actor: scorer }, { grantId, reason })).toMatchObject({
      error: { type: "not-found" },
    });
    expect(await grantsOf(scorer.id)).toHaveLength(1);
  });

  test("is neither one's own as an organizer, nor one that holds everywhere, nor a judge's seat", async () => {
    const { edition, organizer, by } = await scene();
    expect(await withdrawRole(by, { grantId: await grantOf(organizer.id), reason })).toMatchObject({
      error: { type: "own-role" },
    });
    const everywhere = await makePerson(database.db, { grants: [{ role: "organizer" }] });
    const grantId = await grantOf(everywhere.id);
    expect(await withdrawRole({ ...by, actor: everywhere }, { grantId, reason })).toMatchObject({
      error: { type: "not-found" },
    });
    const round = await makeRound(database.db, { editionId: edition.id });
    const judge = await makePerson(database.db, { grants: [{ role: "judge", roundId: round.id }] });
    expect(await withdrawRole(by, { grantId: await grantOf(judge.id), reason })).toMatchObject({
      error: { type: "not-found" },
    });
  });

  test("in one round is taken back there, and again changes nothing", async () => {
    const { edition, by } = await scene();
    const round = await makeRound(database.db, { editionId: edition.id });
    const supervisor = await makePerson(database.db, { grants: [{ role: "supervisor", roundId: round.id }] });
    const grantId = await grantOf(supervisor.id);
    expect(await withdrawRole(by, { grantId, reason })).toMatchObject({ ok: true });
    expect(await withdrawRole(by, { grantId, reason })).toMatchObject({ error: { type: "not-found" } });
  });
});

describe("an invitation that is taken back", () => {
  async function invitedGuest() {
    const { edition, by } = await scene();
    const guest = await makePerson(database.db);
    const { email } = guest;
    const invited = await inviteStaff(by, { email, name: "新人", role: "screener", edition: edition.slug });
    if (!invited.ok) throw new Error("not invited");
    return { edition, by, guest, invitationId: invited.value.invitationId };
  }

  test("opens nothing any more, and is not on the list", async () => {
    const { edition, by, guest, invitationId } = await invitedGuest();
    expect(await withdrawInvitation(by, { invitationId, reason })).toMatchObject({ ok: true });
    expect(await acceptInvitation({ db: database.db, actor: guest, at }, { invitationId })).toMatchObject({
      error: { type: "invitation-unusable" },
    });
    expect(
      (await findEditionStaff(database.db, { editionId: edition.id, now: at })).map(({ email }) => email),
    ).not.toContain(guest.email);
    expect(await withdrawInvitation(by, { invitationId, reason })).toMatchObject({ error: { type: "stale-version" } });
  });

  test("that was accepted meanwhile is refused: the role itself has to be taken back", async () => {
    const { by, guest, invitationId } = await invitedGuest();
    await acceptInvitation({ db: database.db, actor: guest, at }, { invitationId });
    expect(await withdrawInvitation(by, { invitationId, reason })).toMatchObject({ error: { type: "stale-version" } });
    expect(await grantsOf(guest.id)).toHaveLength(1);
  });
});

test("the page of the people offers it in each row, asks why, and says that it was done", async () => {
  const { edition, scorer, by } = await scene();
  const page = pagesOf({ "/organize/editions/:edition/settings/people": people });
  const path = `/organize/editions/${edition.slug}/settings/people`;
  const id = String(await grantOf(scorer.id));
  expect(await (await page(path, by)).text()).toContain(`value="role-${id}"`);
  const silent = await page(path, { ...by, form: { intent: `role-${id}`, id, reason: "" } });
  expect(silent.status).toBe(422);
  expect(await silent.text()).toContain(`id="reason-role-${id}"`);
  const answer = await page(path, { ...by, form: { intent: `role-${id}`, id, reason } });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, `${path}?withdrawn=1`]);
  expect(await (await page(`${path}?withdrawn=1`, by)).text()).toContain("已撤回。");
  expect(await grantsOf(scorer.id)).toEqual([]);
});

test("the page of the people says that the edition lacks its first supervisor, and the command that appoints one", async () => {
  const { edition, by } = await scene();
  const page = pagesOf({ "/organize/editions/:edition/settings/people": people });
  const asked = async (locale?: "en") =>
    await (await page(`/organize/editions/${edition.slug}/settings/people`, { ...by, locale })).text();
  const appointing = `--role supervisor --edition ${edition.slug}`;
  for (const locale of [undefined, "en"] as const) expect(await asked(locale)).toContain(appointing);
  await makePerson(database.db, { grants: [{ role: "scorer", editionId: edition.id }] });
  expect(await asked()).toContain("本届大赛还没有监督员");
  await makePerson(database.db, { grants: [{ role: "supervisor", editionId: edition.id }] });
  expect(await asked()).not.toContain(appointing);
});

test("the command line takes back a role that holds everywhere, an invitation, and says what is not there", async () => {
  const { edition, by } = await scene();
  const everywhere = await makePerson(database.db, { grants: [{ role: "organizer" }] });
  const of = { email: everywhere.email, role: "organizer" as const, reason };
  expect(await removeUserRole(database.db, of)).toEqual({ ok: true, sessions: 0 });
  expect(await removeUserRole(database.db, of)).toEqual({ ok: false, error: { type: "no-such-role" } });
  const email = `invited-${process.pid}@example.org`;
  await inviteStaff(by, { email, name: "新人", role: "screener", edition: edition.slug });
  expect(await removeUserRole(database.db, { email, role: "screener", reason, edition: edition.slug })).toMatchObject({
    ok: true,
  });
  expect(await removeUserRole(database.db, { ...of, edition: "nowhere" })).toMatchObject({
    error: { type: "unknown-edition" },
  });
});
