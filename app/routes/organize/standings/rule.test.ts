import { expect, test } from "vitest";
import { laterPresets, laterPresetsFor } from "~/rules/standings/later-presets.ts";
import { type Rule, rulePresets, ruleSchema } from "~/rules/standings/rule.ts";
import { fieldsOfRule, ruleFieldEntries } from "~/rules/standings/rule-fields.ts";
import { pagesOf } from "~/testing/pages.ts";
import { findRule } from "~db/queries/standings/rules.ts";
import { makeHeat, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as rulePage from "./rule.tsx";

const database = testDatabase();
const page = pagesOf({ "/organize/rounds/:round/rule": rulePage });

/** A round that nobody has judged yet, an earlier one of its edition, and its organizer's page. */
async function scene() {
  const { round } = await makeHeat(database.db, { state: "screening" });
  const earlier = await makeRound(database.db, { editionId: round.editionId, state: "closed" });
  const actor = await makePerson(database.db, { grants: [{ role: "organizer", roundId: round.id }] });
  const address = `/organize/rounds/${round.slug}/rule`;
  const by = { db: database.db, actor };
  const shown = async (search = "") => (await page(`${address}${search}`, by)).text();
  const save = async (rule: Rule, changed: [name: string, value: string][] = []) => {
    const html = await shown();
    const form = new URLSearchParams();
    form.set("version", /name="version" value="([^"]+)"/.exec(html)?.[1] ?? "");
    form.set("idempotencyKey", crypto.randomUUID());
    for (const [name, value] of ruleFieldEntries(fieldsOfRule(rule))) form.append(name, value);
    for (const [name, value] of changed) form.set(name, value);
    return page(address, { ...by, form });
  };
  return { round, earlier, shown, save, saved: () => findRule(database.db, round.id) };
}

test.each(Object.keys(laterPresets))("the preset %s is offered, saved and read back the same", async (name) => {
  const { earlier, save, saved } = await scene();
  const rule = laterPresetsFor(earlier.slug)[name as keyof typeof laterPresets];
  expect(rule).toBeDefined();
  if (!rule) return;
  const answer = await save(rule);
  expect(answer.status).toBe(303);
  expect(await saved()).toEqual(ruleSchema.parse(rule));
});

test("each preset is a link that fills in the page, with a worked example of its steps", async () => {
  const { shown, earlier } = await scene();
  const html = await shown();
  for (const words of [
    "网评：标准分",
    "平行分组：加权系数",
    "专业评委＋大众评委",
    "初评40%＋路演60%",
    "两阶段：标准分＋复议",
  ])
    expect(html).toContain(words);
  const rule = laterPresetsFor(earlier.slug).carried;
  const address = new URLSearchParams(rule && ruleFieldEntries(fieldsOfRule(rule)));
  const filled = await shown(`?${address}`);
  expect(filled).toContain("这个总分怎样得出");
  expect(filled).toContain(`“${earlier.title}”的得分（×0.4）`);
});

test("what is wrong is said at its box, in the box's own words, and nothing is saved", async () => {
  const { save, saved, round } = await scene();
  const before = await saved();
  const standard = await save(laterPresets.standard, [["normalised", ""]]);
  expect(standard.status).toBe(422);
  const html = await standard.text();
  expect(html).toContain("换算后的分数必须写明保留几位小数");
  expect(html).toContain('href="#normalised"');
  const kinds = await (await save(laterPresets.kinds, [["kinds[1].weight", "lots"]])).text();
  expect(kinds).toContain("第2类评委：请填写数字");
  expect(kinds).toContain('value="lots"');
  const twice = await (await save(laterPresets.kinds, [["kinds[1].key", "expert"]])).text();
  expect(twice).toContain("第2类评委：重复了");
  const unknown = await (await save(laterPresets.carried, [["carry[0].round", "nowhere"]])).text();
  expect(unknown).toContain("没有这个轮次");
  const own = await (await save(laterPresets.carried, [["carry[0].round", round.slug]])).text();
  expect(own).toContain("不能互相引用");
  expect(await saved()).toEqual(before);
});

test("a rule of places is saved without the points of a form sent beside it, and a tie step of points is refused at its box", async () => {
  const { save, saved } = await scene();
  const placed: [string, string][] = [["placings", "majority"]];
  const refused = await save({ ...rulePresets.mean, ties: ["panel-points"] }, placed);
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain("按名次排名时没有这一步所比的分数");
  expect((await save({ ...laterPresets.kinds, ties: ["head-judge"] }, placed)).status).toBe(303);
  expect(await saved()).toMatchObject({ placings: { method: "majority" } });
  expect(await saved()).not.toHaveProperty("kinds");
});

test("places in each criterion are refused in words beside a rubric whose factors differ, and saved where they are equal", async () => {
  const { save, saved, round } = await scene();
  const placed: [string, string][] = [["placings", "skating"]];
  const factors = (factor: string) =>
    database.db.updateTable("criteria").set({ factor }).where("roundId", "=", round.id).where("key", "=", "tech");
  await factors("2").execute();
  const refused = await save({ ...rulePresets.mean }, placed);
  expect(refused.status).toBe(422);
  expect(await refused.text()).toContain("各评分项同等看待，系数必须相同");
  await factors("1").execute();
  expect((await save({ ...rulePresets.mean }, placed)).status).toBe(303);
  expect(await saved()).toMatchObject({ placings: { method: "skating" } });
});
