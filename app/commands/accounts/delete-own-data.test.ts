import { beforeAll, expect, test } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import type { RoundState } from "~/rules/rounds/round.ts";
import { createAuth, findSession } from "~/services/auth/auth.ts";
import { signInAs } from "~/services/auth/sign-in.ts";
import { makePersonEverywhere } from "~/testing/person-everywhere.ts";
import { ensureUser } from "~db/queries/accounts/users.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { makeEdition, makeRound, releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { placesOfWords } from "~db/testing/words-in-database.ts";
import { voidRelease } from "../releases/void-release.ts";
import { deleteOwnData } from "./delete-own-data.ts";

const database = testDatabase();
let editionId: number;
let groupId: number;
let roundId: number;
let screener: Actor;

beforeAll(async () => {
  const { edition, groups } = await makeEdition(database.db, { slug: "own-data" });
  await database.db.updateTable("editions").set({ contact: "0572-1234567" }).where("id", "=", edition.id).execute();
  editionId = edition.id;
  groupId = groups.team.id;
  roundId = (await makeRound(database.db, { editionId })).id;
  screener = await makePerson(database.db, { grants: [{ role: "screener", editionId }] });
});

const erase = (actor: Actor, email = actor.email) => deleteOwnData({ db: database.db, actor }, { email });

async function entryIn(state: RoundState, applicationId: number) {
  const round = await makeRound(database.db, { editionId, state });
  await database.db
    .insertInto("entries")
    .values({ roundId: round.id, applicationId, key: "1", title: "项目", drawNumber: state === "screening" ? null : 1 })
    .execute();
  return round;
}

test.each<ApplicationState>(["draft", "submitted", "returned", "waiting", "qualified", "ineligible"])(
  "a person with an application that is %s is gone from every place",
  async (state) => {
    const mark = `lisi-${state}`;
    const number = `E9988${state.length}776`;
    const { applicant, applicationId } = await makePersonEverywhere(database.db, {
      mark,
      number,
      editionId,
      roundId,
      groupId,
      state,
      screener,
    });
    // The screener's own searches are the screener's
    await database.db.deleteFrom("savedViews").where("userId", "=", screener.id).execute();
    await database.db.updateTable("batches").set({ input: {} }).execute();
    expect(await erase(applicant)).toEqual({ ok: true, value: { erased: 1 } });
    expect(await placesOfWords(database.db, mark)).toEqual([]);
    expect(await placesOfWords(database.db, number)).toEqual([]);
    const application = await database.db
      .selectFrom("applications")
      .select(["state", "announcedState"])
      .where("id", "=", applicationId)
      .executeTakeFirstOrThrow();
    const after = state === "ineligible" ? "ineligible" : "withdrawn";
    expect(application).toEqual({ state: after, announcedState: after });
    const entries = await database.db
      .selectFrom("entries")
      .select("id")
      .where("applicationId", "=", applicationId)
      .execute();
    expect(entries).toEqual([]);
  },
);

test("every session ends, and whoever signs in with the address again is somebody new", async () => {
  const applicant = await makePerson(database.db);
  const auth = createAuth({
    db: database.db,
    baseUrl: "http://localhost",
    secret: "a secret of the tests, long enough",
  });
  const cookie = (await signInAs(auth, applicant.id)).getSetCookie()[0]?.split(";")[0] ?? "";
  const request = new Request("http://localhost", { headers: { cookie } });
  expect(await findSession(auth, request)).not.toBeNull();
  expect((await erase(applicant)).ok).toBe(true);
  expect(await findSession(auth, request)).toBeNull();
  const again = await ensureUser(database.db, { email: applicant.email, name: "Again", locale: "en" });
  expect(again.id).not.toBe(applicant.id);
});

test("another address than the own one is no confirmation; a repeated request gets the first answer", async () => {
  const applicant = await makePerson(database.db);
  await makeApplication(database.db, { editionId, roundId, groupId, applicant });
  expect(await erase(applicant, "someone@example.com")).toMatchObject({ error: { type: "email-differs" } });
  const by = { db: database.db, actor: applicant, idempotencyKey: "erase-me-once" };
  const input = { email: ` ${applicant.email.toUpperCase()} ` };
  const [first, second] = await Promise.all([deleteOwnData(by, input), deleteOwnData(by, input)]);
  expect([first, second]).toEqual([
    { ok: true, value: { erased: 1 } },
    { ok: true, value: { erased: 1 } },
  ]);
});

test.each<RoundState>(["ready", "judging", "closed"])(
  "while the heat is %s and nothing is published, nothing is erased, and the refusal names whom to ask",
  async (state) => {
    const { applicant, id, code } = await makeApplication(database.db, { editionId, roundId, groupId });
    await entryIn(state, id);
    expect(await erase(applicant)).toEqual({
      ok: false,
      error: { type: "being-judged", codes: [code], contact: "0572-1234567" },
    });
    const user = await database.db.selectFrom("users").select("email").where("id", "=", applicant.id).execute();
    expect(user).toEqual([{ email: applicant.email }]);
  },
);

test("with a published result the project and its place stay, and the person goes", async () => {
  const { db } = database;
  const mark = "wangwu-secret";
  const heat = await makeClosedHeat(db, { editionId, note: `note on ${mark}` });
  const given = { mark, number: "E55443322", editionId, roundId: heat.round.id, groupId, state: "submitted" as const };
  const title = heat.entries[0]?.title ?? "";
  const { applicant, applicationId } = await makePersonEverywhere(db, { ...given, screener, projectTitle: title });
  await db.deleteFrom("savedViews").execute();
  await db.updateTable("batches").set({ input: {} }).execute();
  await db
    .updateTable("entries")
    .set({ applicationId })
    .where("id", "=", heat.entries[0]?.id ?? 0)
    .execute();
  const gone = { roundId: heat.round.id, key: "gone", name: "评委", removedAt: new Date() };
  const { id: judgeId } = await db.insertInto("panelMembers").values(gone).returning("id").executeTakeFirstOrThrow();
  const tie = { roundId: heat.round.id, entryId: heat.entries[0]?.id ?? 0, judgeId, reason: `taught ${mark}` };
  await db.insertInto("recusals").values(tie).execute();
  await releaseRound(db, heat, "confirmed");
  expect(await erase(applicant)).toMatchObject({ error: { type: "being-judged" } });
  await voidRelease({ db, actor: heat.scorer }, { round: heat.round.slug, version: 1, reason: "重来" });
  await releaseRound(db, heat, "published");
  const before = await db.selectFrom("releases").selectAll().execute();
  expect((await erase(applicant)).ok).toBe(true);
  expect(await db.selectFrom("releases").selectAll().execute()).toEqual(before);
  const notes = await db.selectFrom("sheets").select("entryId").where("note", "is not", null).execute();
  expect(new Set(notes.map((sheet) => sheet.entryId))).toEqual(new Set(heat.entries.slice(1).map(({ id }) => id)));
  expect(await placesOfWords(db, mark)).toEqual(["sheets.note"]);
  const application = await db
    .selectFrom("applications")
    .select(["projectTitle", "state", "leaderName"])
    .where("id", "=", applicationId)
    .executeTakeFirstOrThrow();
  expect(application).toEqual({ projectTitle: title, state: "submitted", leaderName: null });
});

test("staff, judges and recommenders are refused, whatever they have handed in", async () => {
  const { db } = database;
  const staff = await makePerson(db, { grants: [{ role: "scorer", editionId }] });
  const judge = await makePerson(db);
  const heat = await makeClosedHeat(db, { editionId });
  await db
    .updateTable("panelMembers")
    .set({ userId: judge.id })
    .where("id", "=", heat.seats[0]?.id ?? 0)
    .execute();
  const recommender = await makePerson(db);
  await db
    .insertInto("recommenders")
    .values({ editionId, key: "alumni", name: "校友会", email: recommender.email })
    .execute();
  for (const actor of [staff, judge, recommender])
    expect(await erase(actor)).toEqual({ ok: false, error: { type: "staff-account" } });
});

test("only the own applications go", async () => {
  const mine = await makeApplication(database.db, { editionId, roundId, groupId });
  const theirs = await makeApplication(database.db, { editionId, roundId, groupId });
  await erase(mine.applicant);
  const left = await database.db
    .selectFrom("applications")
    .select(["erasedAt", "leaderName"])
    .where("id", "=", theirs.id)
    .executeTakeFirstOrThrow();
  expect(left.erasedAt).toBeNull();
  expect(left.leaderName).not.toBeNull();
});
