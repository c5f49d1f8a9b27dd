import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "~/rules/accounts/access.ts";
import { consentVersion } from "~/rules/applications/consent.ts";
import { vault } from "~/services/vault/vault.ts";
import { findAllSubmissions } from "~db/queries/applications/applications.ts";
import { makeApplication, teamAnswers, teamIdentityNumber } from "~db/seed/factories/applications.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { saveDraft } from "./save-draft.ts";
import { submitApplication } from "./submit-application.ts";

const database = testDatabase();
let editionId: number;
beforeAll(async () => {
  editionId = (await makeEdition(database.db)).edition.id;
  await makeRound(database.db, { editionId, slug: "shanghai" });
});

const choices = { round: "shanghai", track: "photonics", group: "team" };
const whole = {
  answers: teamAnswers,
  choices,
  identityNumber: teamIdentityNumber,
  consent: consentVersion,
  locale: "en",
};
const save = async (actor: Actor, input: object) => await saveDraft({ db: database.db, actor }, input);
const submit = async (actor: Actor, input: object) => await submitApplication({ db: database.db, actor }, input);
const typeOf = (answer: { ok: true } | { ok: false; error: { type: string } }) =>
  answer.ok ? "ok" : answer.error.type;

describe("the number of the identity document", () => {
  const draft = async () => await makeApplication(database.db, { editionId, state: "draft", answers: {} });
  const identityOf = async (id: number) =>
    await database.db.selectFrom("identities").selectAll().where("applicationId", "=", id).executeTakeFirst();

  it("is kept sealed, survives saves without it, and is checked with the words", async () => {
    const { id, code, applicant, textVersion } = await draft();
    const spaced = "１10105 19880229 002x";
    const first = await save(applicant, {
      code,
      version: textVersion,
      answers: teamAnswers,
      choices,
      identityNumber: spaced,
    });
    expect(first).toMatchObject({
      ok: true,
      value: { problems: [], identity: { kind: "resident-id", masked: "1101************2X" } },
    });
    const kept = await identityOf(id);
    expect(vault().unseal(kept?.sealed ?? "", kept?.keyName ?? "")).toBe(teamIdentityNumber);

    const elder = { ...teamAnswers, leaderBirthOn: "1988-03-01" };
    const second = await save(applicant, {
      code,
      version: textVersion + 1,
      answers: elder,
      choices,
      identityNumber: "",
    });
    expect(second).toMatchObject({ value: { problems: [{ path: "leaderBirthOn", reason: "identity-birth" }] } });
    expect(await identityOf(id)).toEqual(kept);

    const passport = { ...elder, identityKind: "passport" };
    const third = await save(applicant, { code, version: textVersion + 2, answers: passport, choices });
    expect(third).toMatchObject({ value: { problems: [{ path: "identityNumber", reason: "passport" }] } });
    expect(await identityOf(id)).toMatchObject({
      kind: "passport",
      blind: vault().blindOf("passport", teamIdentityNumber),
    });
  });

  it("given anew after a submission takes the old one's place only when it is handed in", async () => {
    const { id, code, applicant, textVersion: version } = await draft();
    expect(typeOf(await submit(applicant, { ...whole, code, version }))).toBe("ok");
    const passport = { ...teamAnswers, identityKind: "passport" };
    const input = { code, version: version + 1, answers: passport, choices, identityNumber: "E12345678" };
    expect(await save(applicant, input)).toMatchObject({ value: { problems: [], identity: { masked: "E12****78" } } });
    expect(await identityOf(id)).toMatchObject({ kind: "resident-id" });
    const anew = { ...whole, ...input, version: version + 2, identityNumber: undefined };
    expect(typeOf(await submit(applicant, anew))).toBe("ok");
    expect(await identityOf(id)).toMatchObject({ kind: "passport", masked: "E12****78" });
    expect((await findAllSubmissions(database.db, id)).map((each) => each.identityMasked)).toEqual([
      "E12****78",
      "1101************2X",
    ]);
  });

  it("is asked for", async () => {
    const { code, applicant, textVersion: version } = await draft();
    const without = { ...whole, code, version, identityNumber: undefined };
    expect(await submit(applicant, without)).toMatchObject({
      error: { type: "incomplete", problems: [{ path: "identityNumber", reason: "required" }] },
    });
  });

  it("stands nowhere in the database, not even as a digest that depends on it", async () => {
    const { db } = database;
    const { code, applicant, textVersion: version } = await draft();
    await save(applicant, { code, version, answers: teamAnswers, choices, identityNumber: teamIdentityNumber });
    const by = { db, actor: applicant, idempotencyKey: "hand-in-with-number" };
    const input = { ...whole, code, version: version + 1 };
    const first = await submitApplication(by, input);
    expect(typeOf(first)).toBe("ok");
    expect(await submitApplication(by, { ...input, identityNumber: "110105198802290011" })).toEqual(first);
    const tables = await db.introspection.getTables();
    for (const { name } of tables) {
      const rows = await db
        .selectFrom(name as "applications")
        .selectAll()
        .execute();
      expect(JSON.stringify(rows).includes(teamIdentityNumber), name).toBe(false);
    }
  });
});
