import { beforeAll, expect, test } from "vitest";
import { digestOf } from "~/primitives/canonical-json.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { vault } from "~/services/vault/vault.ts";
import { findReveals, upsertIdentity } from "~db/queries/applications/identities.ts";
import { makeApplication } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { placesOfWords } from "~db/testing/words-in-database.ts";
import { revealIdentity } from "./reveal-identity.ts";

const database = testDatabase();
const number = "11010519491231002X";
const reason = "核对证件照片";
let where: { editionId: number; roundId: number; groupId: number };
let screener: Actor;

beforeAll(async () => {
  const { edition, groups } = await makeEdition(database.db, { slug: "reveals" });
  const round = await makeRound(database.db, { editionId: edition.id });
  where = { editionId: edition.id, roundId: round.id, groupId: groups.team.id };
  screener = await makePerson(database.db, { grants: [{ role: "screener", editionId: edition.id }] });
});

async function makeIdentified(state: "draft" | "submitted" = "submitted") {
  const application = await makeApplication(database.db, { ...where, state });
  const identity = { kind: "resident-id", ...vault().seal("resident-id", number) };
  await database.db
    .transaction()
    .execute((trx) => upsertIdentity(trx, { applicationId: application.id, ...identity, at: new Date() }));
  return application;
}

const reveals = async () => (await findReveals(database.db, where.editionId, {})).rows;

test("a screener sees the number, and the list says who, why and when", async () => {
  const { code, id } = await makeIdentified();
  const at = new Date("2026-11-20T02:00:00Z");
  const answer = await revealIdentity({ db: database.db, actor: screener, at }, { code, reason: ` ${reason} ` });
  expect(answer).toEqual({ ok: true, value: { kind: "resident-id", number } });
  const [reveal] = await reveals();
  expect(reveal).toMatchObject({ code, reason, revealedBy: screener.name, revealedAt: at });
  const audit = await database.db.selectFrom("auditEntries").selectAll().where("applicationId", "=", id).execute();
  expect(audit).toMatchObject([
    {
      command: "reveal-identity",
      actorId: screener.id,
      facts: { revealId: reveal?.id, kind: "resident-id", reasonDigest: digestOf(reason) },
    },
  ]);
});

test("looking twice is recorded twice, and the number stands in clear nowhere in the database", async () => {
  const { code } = await makeIdentified();
  const by = { db: database.db, actor: screener };
  const before = (await reveals()).length;
  for (const _ of [1, 2]) expect((await revealIdentity(by, { code, reason })).ok).toBe(true);
  expect(await reveals()).toHaveLength(before + 2);
  expect(await placesOfWords(database.db, number)).toEqual([]);
});

test.each(["", "   abc  ", "x".repeat(301)])(
  "without a reason of 4 to 300 characters it stays hidden: %j",
  async (why) => {
    const { code } = await makeIdentified();
    const answer = await revealIdentity({ db: database.db, actor: screener }, { code, reason: why });
    expect(answer).toMatchObject({ ok: false, error: { type: "invalid-input", fields: [{ path: "reason" }] } });
  },
);

test("nobody else sees it: other roles, other editions, the applicant, the signed out", async () => {
  const { code, applicant } = await makeIdentified();
  const { edition: other } = await makeEdition(database.db, { slug: "elsewhere" });
  const { editionId } = where;
  const strangers = [
    await makePerson(database.db, { grants: [{ role: "screener", editionId: other.id }] }),
    await makePerson(database.db, {
      grants: [
        { role: "judge", editionId },
        { role: "scorer", editionId },
        { role: "supervisor", editionId },
      ],
    }),
    applicant,
  ];
  for (const actor of strangers) {
    const answer = await revealIdentity({ db: database.db, actor }, { code, reason });
    expect(answer).toEqual({ ok: false, error: { type: "not-found" } });
  }
  const anonymous = await revealIdentity({ db: database.db, actor: null }, { code, reason });
  expect(anonymous).toEqual({ ok: false, error: { type: "signed-out" } });
});

test("a draft is nobody's but its applicant's; an application without a number has none to show", async () => {
  const draft = await makeIdentified("draft");
  const bare = await makeApplication(database.db, where);
  const by = { db: database.db, actor: screener };
  expect(await revealIdentity(by, { code: draft.code, reason })).toMatchObject({ error: { type: "not-found" } });
  expect(await revealIdentity(by, { code: bare.code, reason })).toMatchObject({ error: { type: "no-identity" } });
});

test("a number that was altered is not shown, and no reveal is recorded", async () => {
  const { code, id } = await makeIdentified();
  const sealed = vault().seal("passport", "E12345678").sealed.replace("passport", "resident-id");
  await database.db.updateTable("identities").set({ sealed }).where("applicationId", "=", id).execute();
  const before = (await reveals()).length;
  await expect(revealIdentity({ db: database.db, actor: screener }, { code, reason })).rejects.toThrow("altered");
  expect(await reveals()).toHaveLength(before);
});

test.each([1, 3])("the list of reveals takes one query, with %i rows too", async (rows) => {
  const { edition, groups } = await makeEdition(database.db, { slug: `reveals-${rows}` });
  const round = await makeRound(database.db, { editionId: edition.id });
  const { id } = await makeApplication(database.db, {
    editionId: edition.id,
    roundId: round.id,
    groupId: groups.team.id,
  });
  const reveals = Array.from({ length: rows }, () => ({ applicationId: id, revealedById: screener.id, reason }));
  await database.db.insertInto("identityReveals").values(reveals).execute();
  const { answer, queries } = await database.queriesOf(() => findReveals(database.db, edition.id, {}));
  expect([answer.rows.length, queries.length]).toEqual([rows, 1]);
});
