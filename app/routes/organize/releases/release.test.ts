import { beforeEach, describe, expect, test, vi } from "vitest";
import { voidRelease } from "~/commands/releases/void-release.ts";
import { closeJudging } from "~/commands/scoring/close-judging.ts";
import { reopenJudging } from "~/commands/scoring/reopen-judging.ts";
import { recordPanelVote } from "~/commands/standings/record-panel-vote.ts";
import { tableToSign } from "~/reads/releases/table-of.ts";
import * as roundResults from "~/routes/public/releases/round-results.tsx";
import * as roundVersion from "~/routes/public/releases/round-version.tsx";
import type { Actor } from "~/rules/accounts/access.ts";
import * as clock from "~/services/clock.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { freshCode, makeFactor } from "~db/seed/factories/second-factors.ts";
import { makeTiedHeat } from "~db/seed/factories/tied-heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { giveSameMarks } from "~db/testing/same-marks.ts";
import * as release from "./release.tsx";
import * as version from "./version.tsx";

const database = testDatabase();
const pages = pagesOf({
  "organize/rounds/:round/release": release,
  "organize/rounds/:round/releases/:version": version,
  "results/:round": roundResults,
  "results/:round/:version": roundVersion,
});
let heat: Awaited<ReturnType<typeof makeClosedHeat>>;

beforeEach(async () => {
  heat = await makeClosedHeat(database.db, { judges: 5, entries: 3 });
});

/** The release page, or what it answers to a form. */
async function visit(actor: Actor | null, form?: Record<string, string>, page = "release") {
  const path = page.startsWith("results")
    ? `/${page.replace("results", `results/${heat.round.slug}`)}`
    : `/organize/rounds/${heat.round.slug}/${page}`;
  const { answer, queries } = await database.queriesOf(() => pages(path, { db: database.db, actor, form }));
  return { status: answer.status, html: await answer.text(), queries: queries.length };
}
const field = (html: string, name: string) => html.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? "";
const codeOf = (actor: Actor) => freshCode(database.db, actor);
const alter = () =>
  database.db.updateTable("entries").set({ title: "改名" }).where("roundId", "=", heat.round.id).execute();
/** Behind the commands' back no revision is written; the next command writes one. */
const revise = () =>
  database.db
    .insertInto("auditEntries")
    .values({ command: "test", actorId: heat.scorer.id, roundId: heat.round.id, at: new Date(), facts: {} })
    .execute();

test("each hand finds the table with its digest and its own step, signs, and the public sees the results after the last one only", async () => {
  const { scorer, supervisor, organizer } = heat;
  expect((await visit(supervisor)).html).toContain("这一步由计分员办理");
  const first = (await visit(scorer)).html;
  expect(first).toContain("把成绩提请发布");
  const digest = field(first, "digest");
  expect(digest).toBe((await tableToSign(database.db, heat.round.id))?.digest);
  expect((await visit(scorer, { intent: "propose", digest })).status).toBe(303);

  await makeFactor(database.db, supervisor);
  const check = (await visit(supervisor)).html;
  const signed = { version: field(check, "version"), digest: field(check, "digest") };
  expect(signed).toEqual({ version: "1", digest });
  for (const shown of ["项目1", "项目3", digest.slice(0, 4)]) expect(check).toContain(shown);
  expect((await visit(supervisor, undefined, "releases/1")).html).toContain("项目1");
  expect((await visit(supervisor, { intent: "confirm", ...signed, code: await codeOf(supervisor) })).status).toBe(303);
  expect((await visit(null, undefined, "results")).status).toBe(404);

  await makeFactor(database.db, organizer);
  const last = (await visit(organizer)).html;
  expect([field(last, "version"), field(last, "digest")]).toEqual(["1", digest]);
  const publish = {
    intent: "publish",
    ...signed,
    noticeEndsOn: "",
    noticeReason: "另行公示",
    code: await codeOf(organizer),
  };
  expect((await visit(organizer, publish)).status).toBe(303);
  expect((await visit(null, undefined, "results")).status).toBe(200);
  const done = (await visit(organizer)).html;
  for (const name of ["计分员", "监督员", "组织者"]) expect(done).toContain(name);
  expect(done.match(/已出示验证码/g)).toHaveLength(2);

  expect((await visit(organizer, { intent: "withdraw", version: "1", reason: "异议成立" })).status).toBe(303);
  expect((await visit(null, undefined, "results")).status).toBe(404);
  expect((await visit(organizer)).html).toContain("异议成立");
});

test("the end of the notice is reckoned in Chinese working days; of a year that is not known it is asked for by hand", async () => {
  await makeFactor(database.db, heat.organizer);
  await releaseRound(database.db, heat, "confirmed");
  const on = async (day: string, settings: object = { noticeWorkingDays: 5 }) => {
    await database.db.updateTable("editions").set(settings).where("id", "=", heat.round.editionId).execute();
    vi.spyOn(clock, "now").mockReturnValue(new Date(`${day}T02:00:00Z`));
    const { html } = await visit(heat.organizer);
    vi.restoreAllMocks();
    return { end: /name="noticeEndsOn"[^>]* value="([^"]*)"/.exec(html)?.[1] ?? "", html };
  };
  expect((await on("2026-02-12")).end).toBe("2026-02-26");
  expect((await on("2026-02-12", { noticeWorkingDays: 7 })).end).toBe("2026-02-28");
  const unknown = await on("2027-12-30");
  expect([unknown.end, unknown.html.includes("2027年的放假调休安排尚未录入")]).toEqual(["", true]);
  const nineOf = (year: string) => Array.from({ length: 9 }, (_, at) => `${year}-05-0${at + 1}`);
  const known = { off: [...nineOf("2027"), "2027-12-31"], work: [] };
  expect((await on("2027-12-30", { noticeWorkingDays: 2, ownDays: known })).end).toBe("");
  expect((await on("2028-01-01", { ownDays: { off: ["2028-01-03"], work: [] } })).end).toBe("");
  const whole = { off: [...nineOf("2028"), "2028-01-03"], work: [] };
  expect((await on("2028-01-01", { ownDays: whole })).end).toBe("2028-01-05");
});

test("no notice at all, a short one, and one that ends on a day off, ask for a reason, which stays on record; without a discipline office it warns", async () => {
  const { organizer } = heat;
  const { digest } = await releaseRound(database.db, heat, "confirmed");
  const at = new Date("2026-11-23T02:00:00Z");
  vi.spyOn(clock, "now").mockReturnValue(at);
  const code = await freshCode(database.db, organizer, at);
  const first = (await visit(organizer)).html;
  expect(first).toContain("公示里没有纪检监察监督方式");
  expect(first).toContain("/settings/notice");
  const publish = (noticeEndsOn: string, noticeReason: string) =>
    visit(organizer, { intent: "publish", version: "1", digest, noticeEndsOn, noticeReason, code });
  const none = await publish("", " ");
  expect(none.status).toBe(422);
  expect(none.html).toContain("没有公示截止日期，即不公示");
  expect(none.html).toContain('href="#noticeReason"');
  const short = await publish("2026-11-28", "");
  expect(short.status).toBe(422);
  for (const said of ["公示短于本届规定的5个工作日", "截止日期是休息日", 'href="#noticeReason"', 'value="2026-11-28"'])
    expect(short.html).toContain(said);
  expect((await publish("2026-11-28", "区里要求提前公示")).status).toBe(303);
  await database.db
    .updateTable("editions")
    .set({ disciplineLine: "派驻纪检监察组" })
    .where("id", "=", heat.round.editionId)
    .execute();
  const done = (await visit(organizer)).html;
  expect(done).toContain("区里要求提前公示");
  expect(done).not.toContain("公示里没有纪检监察监督方式");
  vi.restoreAllMocks();
});

test("whoever proposed is told that another person must confirm, and whoever confirmed that a third one publishes", async () => {
  const holder = (roles: readonly ("scorer" | "supervisor" | "organizer")[]) =>
    makePerson(database.db, { grants: roles.map((role) => ({ role, roundId: heat.round.id })) });
  const both = await holder(["scorer", "supervisor"]);
  const { digest } = await releaseRound(database.db, { ...heat, scorer: both }, "proposed");
  expect((await visit(both)).html).toContain("您是提请人，须由另一个人确认");
  const refused = await visit(both, { intent: "confirm", version: "1", digest, code: await codeOf(both) });
  expect([refused.status, refused.html.includes("须由另一个人确认")]).toEqual([409, true]);

  await voidRelease({ db: database.db, actor: heat.scorer }, { round: heat.round.slug, version: 1, reason: "重来" });
  const other = await holder(["supervisor", "organizer"]);
  await releaseRound(database.db, { ...heat, supervisor: other }, "confirmed");
  expect((await visit(other)).html).toContain("须由第三个人发布");
});

test("who has no second factor is led to set one up, and back", async () => {
  await releaseRound(database.db, heat, "proposed");
  const { html } = await visit(heat.supervisor);
  const back = encodeURIComponent(`/organize/rounds/${heat.round.slug}/release`);
  expect(html).toContain(`/account/second-factor?returnTo=${back}`);
  expect(html).not.toContain('value="confirm"');
  const refused = await visit(heat.supervisor, { intent: "confirm", version: "1", digest: "0".repeat(64), code: "1" });
  expect(refused.status).toBe(409);
});

test("what is wrong is said beside its field and on top", async () => {
  const { scorer, supervisor, organizer } = heat;
  const signed = { ...(await releaseRound(database.db, heat, "proposed")), version: "1" };
  const noReason = await visit(scorer, { intent: "void", version: "1", reason: " " });
  expect(noReason.status).toBe(422);
  expect(noReason.html.match(/请写明理由/g)).toHaveLength(2);
  await makeFactor(database.db, supervisor);
  const wrong = await visit(supervisor, { intent: "confirm", ...signed, code: "000000" });
  expect([wrong.status, wrong.html.match(/验证码不正确/g)?.length]).toEqual([409, 2]);
  expect(wrong.html).toContain('href="#code"');
  await visit(supervisor, { intent: "confirm", ...signed, code: await codeOf(supervisor) });
  const early = { noticeEndsOn: "2020-01-01", code: await codeOf(organizer) };
  const over = await visit(organizer, { intent: "publish", ...signed, ...early });
  expect(over.status).toBe(422);
  expect(over.html.match(/公示不能在发布之前结束/g)).toHaveLength(2);
});

describe("a page that was overtaken by a change", () => {
  test("says that the proposal is void instead of offering the signature, and the scorer proposes again", async () => {
    await releaseRound(database.db, heat, "proposed");
    await makeFactor(database.db, heat.supervisor);
    await alter();
    await revise();
    const { html } = await visit(heat.supervisor);
    expect(html).toContain("提请之后成绩有变动，第1版已失效");
    expect(html).not.toContain('value="confirm"');
    const again = (await visit(heat.scorer)).html;
    expect(again).toContain("提请之后成绩有变动，第1版已失效");
    expect((await visit(heat.scorer, { intent: "propose", digest: field(again, "digest") })).status).toBe(303);
    const after = (await visit(heat.scorer)).html;
    expect(after).toContain("提请之后成绩有变动，自动作废");
    expect(after).toContain("第2版");
  });

  test("refuses the signature that was given meanwhile, and the proposal is void", async () => {
    const signed = { ...(await releaseRound(database.db, heat, "proposed")), version: "1" };
    await alter();
    const late = await visit(heat.supervisor, { intent: "confirm", ...signed, code: await codeOf(heat.supervisor) });
    expect([late.status, late.html.includes("提请已失效")]).toEqual([409, true]);
    expect((await visit(heat.scorer)).html).toContain("自动作废");
  });
});

test("a correction gives its reason to everybody; the version before is read with a mark, and goes with the withdrawal", async () => {
  const { scorer, organizer } = heat;
  await releaseRound(database.db, heat, "published");
  expect((await visit(scorer)).html).toContain("没有可更正的内容");
  await alter();
  await revise();
  const correct = (await visit(scorer)).html;
  const digest = field(correct, "digest");
  const noReason = await visit(scorer, { intent: "propose", digest, reason: " " });
  expect([noReason.status, noReason.html.match(/请写明理由/g)?.length]).toEqual([422, 2]);
  expect((await visit(null, undefined, "results")).html).not.toContain("改名");

  await releaseRound(database.db, heat, "published", { reason: "项目名称录入有误" });
  const now = await visit(null, undefined, "results");
  for (const word of ["改名", "成绩已更正", "项目名称录入有误", `/results/${heat.round.slug}/1`])
    expect(now.html).toContain(word);
  const before = await visit(null, undefined, "results/1");
  expect(before.status).toBe(200);
  for (const word of ["项目1", "这是已被更正的第1版", "项目名称录入有误", "?version=1"])
    expect(before.html).toContain(word);
  expect(before.html).not.toContain("改名");
  expect((await visit(null, undefined, "results/2")).html).toContain("改名");
  for (const nowhere of ["3", "0", "x", "1x"])
    expect((await visit(null, undefined, `results/${nowhere}`)).status).toBe(404);
  expect((await visit(organizer)).html).toContain("被第2版更正");

  expect((await visit(organizer, { intent: "withdraw", version: "2", reason: "异议成立" })).status).toBe(303);
  for (const page of ["results", "results/1", "results/2"])
    expect((await visit(null, undefined, page)).status).toBe(404);
});

test("the same form sent twice proposes once", async () => {
  const { html } = await visit(heat.scorer);
  const form = {
    intent: "propose",
    digest: field(html, "digest"),
    idempotencyKey: field(html, "idempotencyKey"),
  };
  expect(form.idempotencyKey).toHaveLength(36);
  expect([(await visit(heat.scorer, form)).status, (await visit(heat.scorer, form)).status]).toEqual([303, 303]);
});

test("neither an unknown step nor an unknown version is anything but a 404", async () => {
  expect((await visit(heat.scorer, { intent: "approve" })).status).toBe(404);
  for (const page of ["releases/1", "releases/0", "releases/x", "releases/99999999999"]) {
    expect((await visit(heat.scorer, undefined, page)).status).toBe(404);
  }
});

test("a vote on another tie than there is now is told to decide nothing, with the way to the ties", async () => {
  const { db } = database;
  const tied = await makeTiedHeat(db, { judges: 3, entries: 4 });
  const ballots = [{ judge: "J1", places: { "2": 2, "3": 1 } }];
  const vote = { round: tied.round.slug, entries: ["2", "3"], ballots, reason: "当场表决" };
  expect((await recordPanelVote({ db, actor: tied.scorer }, vote)).ok).toBe(true);
  const page = async (locale?: "en") => {
    const address = `/organize/rounds/${tied.round.slug}/release`;
    return await (await pages(address, { db, actor: tied.scorer, locale })).text();
  };
  expect(await page()).not.toContain("不再适用");
  const by = { db, actor: tied.scorer };
  await reopenJudging(by, { round: tied.round.slug, reason: "异议成立" });
  await giveSameMarks(db, { roundId: tied.round.id, entry: "4", as: "2" });
  expect((await closeJudging(by, { round: tied.round.slug })).ok).toBe(true);
  expect(await page()).toContain("对 2号、3号 的表决不再适用");
  expect(await page()).toContain(`/organize/rounds/${tied.round.slug}/standings/ties`);
  expect(await page("en")).toContain("The vote on no. 2, no. 3 no longer applies");
});

test("the pages take a fixed number of queries, with one version and with three", async () => {
  await visit(heat.scorer);
  const counts: number[][] = [];
  for (const number of [1, 2, 3]) {
    await releaseRound(database.db, heat, "proposed");
    await visit(heat.scorer);
    counts.push([
      (await visit(heat.scorer)).queries,
      (await visit(heat.scorer, undefined, `releases/${number}`)).queries,
    ]);
    await visit(heat.scorer, { intent: "void", version: String(number), reason: "重来" });
  }
  // The round, its versions, the table's standings and sheets, the edition's settings (hands, notice), the revision, the factor, the role of the next step; the round and the version.
  expect(counts).toEqual([1, 2, 3].map(() => [10, 2]));
});
