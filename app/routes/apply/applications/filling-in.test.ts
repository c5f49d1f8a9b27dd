import { beforeAll, expect, it } from "vitest";
import * as detail from "~/routes/organize/screening/detail.tsx";
import * as list from "~/routes/organize/screening/list.tsx";
import type { Actor } from "~/rules/accounts/access.ts";
import { consentVersion } from "~/rules/applications/consent.ts";
import { docx } from "~/rules/files/attachment.ts";
import { pagesOf } from "~/testing/pages.ts";
import { makeApplication, teamAnswers, teamIdentityNumber } from "~db/seed/factories/applications.ts";
import { makeAttachment } from "~db/seed/factories/attachments.ts";
import { makeEdition, makeRound } from "~db/seed/factories/heats.ts";
import { makePerson } from "~db/seed/factories/many-applications.ts";
import { testDatabase } from "~db/testing/database.ts";
import * as form from "./application.tsx";
import * as own from "./applications.tsx";
import * as begin from "./new-application.tsx";
import * as preview from "./preview.tsx";

const database = testDatabase();
const ask = pagesOf({
  apply: own,
  "apply/new": begin,
  "apply/:code": form,
  "apply/:code/preview": preview,
  "organize/applications/:code": detail,
  "organize/editions/:edition/applications": list,
});
let scene: Awaited<ReturnType<typeof makeScene>>;

/** An edition that wants a business plan, with a heat of its track and one of another. */
async function makeScene() {
  const { db } = database;
  const { edition, groups, track } = await makeEdition(db, { slug: "filling-in" });
  const editionId = edition.id;
  const { id: otherTrack } = await db
    .insertInto("tracks")
    .values({ editionId, key: "machinery", title: "工程机械赛道" })
    .returning("id")
    .executeTakeFirstOrThrow();
  await db
    .updateTable("editions")
    .set({ requiredAttachments: ["business-plan"], eligibility: [{ key: "one", kind: "one-entry" }] })
    .where("id", "=", editionId)
    .execute();
  return {
    editionId,
    groupId: groups.team.id,
    trackId: track.id,
    same: await makeRound(db, { editionId, trackId: track.id, slug: "same-track" }),
    other: await makeRound(db, { editionId, trackId: otherTrack, slug: "other-track", title: "外地城市赛" }),
    screener: await makePerson(db, { grants: [{ role: "screener", editionId }] }),
  };
}

beforeAll(async () => {
  scene = await makeScene();
});

const open = async (path: string, actor: Actor, sent?: Record<string, string>) => {
  const answer = await ask(path, { db: database.db, actor, form: sent });
  return { status: answer.status, to: answer.headers.get("location"), html: await answer.text() };
};
const draft = async (given: Partial<Parameters<typeof makeApplication>[1]> = {}) =>
  await makeApplication(database.db, { editionId: scene.editionId, state: "draft", ...given });

it("asks for the consent before the form, with what is agreed to, and says so when it is missing", async () => {
  const actor = await makePerson(database.db);
  expect((await open("/apply", actor)).html).toContain('href="/apply/new"');
  expect((await open("/apply?heat=same-track", actor)).to).toBe("/apply/new?heat=same-track");
  const page = await open("/apply/new?heat=same-track", actor);
  expect(page.html).toContain("收集本人的证件号码");
  expect(page.html).toContain(scene.same.title);
  const sent = { edition: "filling-in", heat: "same-track" };
  const without = await open("/apply/new", actor, sent);
  expect([without.status, without.html.includes("请先阅读并同意")]).toEqual([409, true]);
  const begun = await open("/apply/new", actor, { ...sent, consent: consentVersion });
  expect([begun.status, begun.to]).toEqual([303, expect.stringMatching(/^\/apply\/WX/)]);
  // The rules give each person one: nothing offers another, and its page leads back
  expect((await open("/apply", actor)).html).not.toContain("/apply/new");
  expect((await open("/apply/new", actor)).to).toBe("/apply");
});

it("tells the applicant and the screeners that heat and track do not belong together, and nobody where they do", async () => {
  const words = /面向.*赛道，所选产业赛道是/;
  for (const [round, told] of [
    [scene.other, true],
    [scene.same, false],
  ] as const) {
    const { trackId, groupId } = scene;
    const chosen = { roundId: round.id, trackId, groupId };
    const { code, applicant } = await draft({ ...chosen, answers: teamAnswers });
    for (const step of ["choices", "submit"])
      expect([step, words.test((await open(`/apply/${code}?step=${step}`, applicant)).html)]).toEqual([step, told]);
    const handedIn = await draft({ ...chosen, state: "submitted" });
    expect(words.test((await open(`/organize/applications/${handedIn.code}`, scene.screener)).html)).toBe(told);
    const rows = await open(`/organize/editions/filling-in/applications?round=${round.slug}`, scene.screener);
    expect([rows.html.includes(handedIn.code), rows.html.includes("赛道与赛区不符")]).toEqual([true, told]);
  }
});

it("sets a field without a hint on one line with its neighbour that has one", async () => {
  const { code, applicant } = await draft();
  const { html } = await open(`/apply/${code}?step=leader`, applicant);
  for (const field of ["identityKind", "leaderTitle"]) {
    const before = html.slice(0, html.indexOf(`for="${field}"`));
    expect([field, before.slice(before.lastIndexOf("<div"))]).toEqual([
      field,
      expect.stringContaining("sm:content-end"),
    ]);
  }
});

it("ticks a step only when something was entered there", async () => {
  const { groupId } = scene;
  const { code, applicant } = await draft({ groupId, answers: {} });
  const stepOf = (html: string, name: string) =>
    new RegExp(`\\d\\. ${name}</span><span[^>]*>([^<]*)`).exec(html.replaceAll("<!-- -->", ""))?.[1];
  const empty = await open(`/apply/${code}?step=choices`, applicant);
  // Nothing of a company is asked of a team, and nothing was said of one
  expect(stepOf(empty.html, "企业信息")).toBe("未填写");
  expect(stepOf(empty.html, "附件材料")).toBe("还差 1 项");
  const { code: written, applicant: author } = await draft({
    groupId,
    answers: { companyPlace: "浙江湖州", market: "市场", businessModel: "模式" },
  });
  const half = await open(`/apply/${written}?step=choices`, author);
  expect([stepOf(half.html, "企业信息"), stepOf(half.html, "市场与商业")]).toEqual(["已填好", "已填好"]);
});

it("says of each place for files whether it must be filled, and where its blank form is", async () => {
  const template = "https://www.example.org/statement.docx";
  await database.db
    .updateTable("editions")
    .set({ attachmentTemplates: { statement: template } })
    .where("id", "=", scene.editionId)
    .execute();
  const { code, applicant } = await draft({ answers: {} });
  const { html } = await open(`/apply/${code}?step=attachments`, applicant);
  expect([html.split(">必传<").length - 1, html.split(">选填<").length - 1]).toEqual([1, 7]);
  expect([html.split(`href="${template}"`).length - 1, html.split("下载模板：").length - 1]).toEqual([1, 1]);
  // One that was uploaded counts before an address
  const { id } = await database.db
    .insertInto("hostedFiles")
    .values({
      editionId: scene.editionId,
      slot: "statement",
      name: "声明.docx",
      type: docx,
      size: 9,
      sha256: "0".repeat(64),
      storeKey: "kept/0",
      broughtById: scene.screener.id,
      broughtAt: new Date(),
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  const uploaded = await open(`/apply/${code}?step=attachments`, applicant);
  expect(uploaded.html).not.toContain(template);
  expect(uploaded.html.split(`href="/editions/filling-in/files/${id}"`).length - 1).toBe(1);
});

it("previews the files, and amounts with their units however they were typed", async () => {
  const answers = { revenueLast: "１,200.5 万元", leaderStake: "35.50%" };
  const { id, code, applicant } = await draft({ answers });
  await makeAttachment(database.db, { applicationId: id, uploaderId: applicant.id, name: "计划书.pdf" });
  const { html } = await open(`/apply/${code}/preview`, applicant);
  for (const words of ["计划书.pdf", "1,200.5万元", "35.50 %"]) expect(html).toContain(words);
  const blind = await open(`/apply/${code}/preview?as=judge`, applicant);
  expect([blind.html.includes("计划书.pdf"), blind.html.includes("只看到遮盖")]).toEqual([false, true]);
});

it("reads the birth date from the number where none was entered, and never over one that was", async () => {
  for (const [leaderBirthOn, expected] of [
    ["", "1988-02-29"],
    ["1990-01-01", "1990-01-01"],
  ] as const) {
    const { code, applicant, textVersion } = await draft({ answers: leaderBirthOn ? { leaderBirthOn } : {} });
    const saved = await open(`/apply/${code}?step=leader`, applicant, {
      version: String(textVersion),
      base: JSON.stringify({ leaderBirthOn }),
      identityKind: "resident-id",
      identityNumber: teamIdentityNumber,
      leaderBirthOn,
    });
    expect(saved.status).toBe(303);
    const row = await database.db
      .selectFrom("applications")
      .select("answers")
      .where("code", "=", code)
      .executeTakeFirstOrThrow();
    expect(row.answers).toMatchObject({ leaderBirthOn: expected });
  }
});

it("says on the last step that it was handed in, with the way to the receipt, until something is changed", async () => {
  const { code, applicant, textVersion } = await draft({
    state: "submitted",
    roundId: scene.same.id,
    trackId: scene.trackId,
    groupId: scene.groupId,
  });
  const step = `/apply/${code}?step=submit`;
  const receipt = `href="/apply/${code}/receipt"`;
  const shown = async () => {
    const { html } = await open(step, applicant);
    return [html.includes("不必再次提交"), html.includes(receipt)];
  };
  expect(await shown()).toEqual([true, true]);
  const words = {
    projectTitle: "改过的名称",
    version: String(textVersion),
    base: JSON.stringify({ projectTitle: teamAnswers.projectTitle }),
  };
  expect((await open(`/apply/${code}?step=project`, applicant, words)).status).toBe(303);
  expect(await shown()).toEqual([false, false]);
  const { code: unsent, applicant: writer } = await draft({ roundId: scene.same.id });
  expect((await open(`/apply/${unsent}?step=submit`, writer)).html).not.toContain("不必再次提交");
});
