import { expect, test } from "vitest";
import { vault } from "~/services/vault/vault.ts";
import { upsertIdentity } from "~db/queries/applications/identities.ts";
import { makeApplication, teamIdentityNumber } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { findByIdentity } from "./find-by-identity.ts";

const database = testDatabase();

async function scene() {
  const { db } = database;
  const { edition, groups } = await makeEdition(db);
  const round = await makeRound(db, { editionId: edition.id });
  const screener = await makePerson(db, { grants: [{ role: "screener", editionId: edition.id }] });
  const make = async (number: string, state: "draft" | "submitted" = "submitted") => {
    const place = { editionId: edition.id, groupId: groups.team.id, roundId: round.id, state };
    const { id, code } = await makeApplication(db, place);
    const sealed = { kind: "resident-id" as const, ...vault().seal("resident-id", number) };
    await db.transaction().execute((trx) => upsertIdentity(trx, { ...sealed, applicationId: id, at: new Date() }));
    return code;
  };
  return { edition, screener, make };
}

test("an application is found by its leader's number, however it is written, and the number stays nowhere", async () => {
  const { edition, screener, make } = await scene();
  const code = await make(teamIdentityNumber);
  await make("110105198802290038");
  await make(teamIdentityNumber, "draft");
  const by = { db: database.db, actor: screener };
  const ask = async (number: string) => await findByIdentity(by, { edition: edition.slug, number });
  expect(await ask(" 110105 19880229 002x ")).toMatchObject({ ok: true, value: { found: [{ code }] } });
  expect(await ask("440305199901010015")).toEqual({ ok: true, value: { found: [] } });
  expect(await ask(" ")).toMatchObject({ ok: false, error: { type: "invalid-input" } });
  const trail = await database.db
    .selectFrom("auditEntries")
    .select(["actorId", "facts"])
    .where("command", "=", "find-by-identity")
    .orderBy("id")
    .execute();
  expect(trail).toEqual([1, 0].map((found) => ({ actorId: screener.id, facts: { found } })));
});

test("nobody but the edition's screeners asks", async () => {
  const { edition, make } = await scene();
  const other = await scene();
  await make(teamIdentityNumber);
  for (const actor of [other.screener, await makePerson(database.db)])
    expect(
      await findByIdentity({ db: database.db, actor }, { edition: edition.slug, number: teamIdentityNumber }),
    ).toEqual({ ok: false, error: { type: "not-found" } });
});
