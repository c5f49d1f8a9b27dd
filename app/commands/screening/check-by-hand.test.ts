import { beforeAll, describe, expect, it } from "vitest";
import type { EligibilityRule } from "~/rules/screening/eligibility-rule.ts";
import { screeningScene } from "~/testing/screening.ts";
import { findAllChecks } from "~db/queries/screening/eligibility.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import { checkByHand } from "./check-by-hand.ts";

const database = testDatabase();
let scene: Awaited<ReturnType<typeof screeningScene>>;
const rules: EligibilityRule[] = [
  { key: "age", kind: "leader-age", most: 30, on: "2026-12-31" },
  { key: "winner", kind: "previous-winner", names: [] },
];

beforeAll(async () => {
  scene = await screeningScene(database.db);
  await database.db.updateTable("editions").set({ eligibility: rules }).where("id", "=", scene.editionId).execute();
});

const applied = async () => await scene.application({ roundId: (await scene.heat()).id, answers: { priorWinner: "" } });
const check = async (code: string, input: object, actor: Parameters<typeof checkByHand>[0]["actor"] = scene.first) =>
  await checkByHand({ db: database.db, actor }, { code, ...input });

describe("a check by hand", () => {
  it("counts in place of the rule, changes the verdict, and says who found it", async () => {
    const { id, code, version } = await applied();
    expect(await check(code, { ruleKey: "winner", met: true, note: "查过名单" })).toEqual({
      ok: true,
      value: { verdict: "not-met" },
    });
    expect(await check(code, { ruleKey: "age", met: true, note: "护照为准" })).toEqual({
      ok: true,
      value: { verdict: "met" },
    });
    expect(await findAllChecks(database.db, id)).toMatchObject([
      { ruleKey: "age", met: true, note: "护照为准", checkedBy: "初审员" },
      { ruleKey: "winner", met: true, note: "查过名单" },
    ]);
    expect(await scene.latest(code)).toMatchObject({ eligibility: "met", version });
    expect((await scene.latest(code)).eligibilityFindings).toMatchObject([
      { ruleKey: "age", outcome: "not-met", value: "38" },
      {},
    ]);
  });

  it("is changed by the next one and taken back", async () => {
    const { id, code } = await applied();
    await check(code, { ruleKey: "age", met: true });
    expect(await check(code, { ruleKey: "age", met: false }, scene.second)).toMatchObject({
      value: { verdict: "not-met" },
    });
    expect(await findAllChecks(database.db, id)).toMatchObject([{ met: false, note: null, checkedBy: "复核员" }]);
    await check(code, { ruleKey: "age", met: null });
    expect(await findAllChecks(database.db, id)).toEqual([]);
  });

  it("leaves no words in the audit trail", async () => {
    const { id, code } = await applied();
    await check(code, { ruleKey: "age", met: true, note: "本人为某某之子" });
    const audit = database.db.selectFrom("auditEntries").select(["command", "facts"]).where("applicationId", "=", id);
    expect(await audit.execute()).toEqual([
      { command: "check-by-hand", facts: { code, rule: "age", met: true, verdict: "by-hand" } },
    ]);
  });

  it("is about a rule that the edition has, by a screener of the edition", async () => {
    const { code, applicant } = await applied();
    expect(await check(code, { ruleKey: "height", met: true })).toMatchObject({ error: { type: "invalid-input" } });
    const scorer = await makePerson(database.db, { grants: [{ role: "scorer", editionId: scene.editionId }] });
    for (const person of [applicant, scorer, (await screeningScene(database.db)).first])
      expect(await check(code, { ruleKey: "age", met: true }, person)).toEqual({
        ok: false,
        error: { type: "not-found" },
      });
    expect(await check(code, { ruleKey: "age", met: true }, null)).toEqual({
      ok: false,
      error: { type: "signed-out" },
    });
  });
});
