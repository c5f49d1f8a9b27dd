import { describe, expect, it } from "vitest";
import { audited } from "~/rules/audit/audited.ts";
import { actInWords, actName } from "./trail-words.ts";

const nothing = {
  facts: {},
  code: null,
  projectTitle: null,
  entryTitle: null,
  entryTitleEn: null,
  judgeName: null,
  otherName: null,
};
const zh = (command: string, facts: object = {}, more: object = {}) =>
  actInWords({ ...nothing, command, facts: facts as never, ...more }, "zh-CN");
const en = (command: string, facts: object = {}, more: object = {}) =>
  actInWords({ ...nothing, command, facts: facts as never, ...more }, "en");

describe("an entry of the audit trail in words", () => {
  it.each(Object.values(audited).flat())("has words for %s in both languages", (command) => {
    for (const locale of ["zh-CN", "en"] as const) {
      const { sentence } = actInWords({ ...nothing, command }, locale);
      expect(sentence).not.toMatch(/\{\{|acts:|undefined/);
      expect(sentence).not.toContain(command);
      expect(actName(command, locale)).not.toMatch(/\{\{|acts:/);
    }
    expect(zh(command).sentence).toMatch(/\p{Script=Han}/u);
    expect(en(command).sentence).toMatch(/^[A-Z][^\p{Script=Han}]+$/u);
  });

  it("names the project and the judge beside their keys, in the reader's language", () => {
    const facts = { entry: "3", judge: "J1", version: 2, marks: "a".repeat(64) };
    const names = { entryTitle: "光互连芯片", entryTitleEn: "Optical links", judgeName: "沈评委" };
    expect(zh("submit-sheet", facts, names)).toEqual({
      sentence: "提交评分单：3（光互连芯片），评委 J1（沈评委）",
      details: [
        { key: "version", label: "版本", value: "2", digest: false },
        { key: "marks", label: "分数摘要", value: "a".repeat(64), digest: true },
      ],
    });
    expect(en("submit-sheet", facts, names).sentence).toBe(
      "Submitted the sheet on 3 (Optical links), judge J1 (沈评委)",
    );
    expect(zh("submit-sheet", facts).sentence).toBe("提交评分单：3，评委 J1");
  });

  it("names a project by its place in the running order, its key the second", () => {
    const names = { entryTitle: "光互连芯片", judgeName: "沈评委", numbers: { a7: 3, b2: 12 } };
    expect(zh("submit-sheet", { entry: "a7", judge: "J1" }, names).sentence).toBe(
      "提交评分单：3号（光互连芯片，编号 a7），评委 J1（沈评委）",
    );
    expect(en("submit-sheet", { entry: "a7", judge: "J1" }, names).sentence).toBe(
      "Submitted the sheet on no. 3 (光互连芯片, key a7), judge J1 (沈评委)",
    );
    const { numbers } = names;
    expect(zh("record-absence", { entries: ["a7", "c1", "b2"] }, { numbers }).sentence).toBe(
      "登记缺席：3号（编号 a7）、c1、12号（编号 b2）",
    );
    expect(zh("swap-places", { first: "a7", second: "b2" }, { numbers }).sentence).toBe(
      "对调出场顺序：3号（编号 a7） 与 12号（编号 b2）",
    );
  });

  it.each<[string, object, string, string]>([
    [
      "step-round",
      { from: "ready", to: "screening" },
      "轮次状态由“待开赛”变为“资格审查”",
      "Moved the round from “Ready to start” to “Screening”",
    ],
    [
      "decide-application",
      { decision: "qualify", code: "WX6-MT87VY" },
      "对报名 WX6-MT87VY 作出审查决定：通过，进入赛区",
      "Decided on application WX6-MT87VY: qualified, into the heat",
    ],
    ["take-step", { step: "open-scoring" }, "主持操作：开放打分", "Conducted: opened the scoring"],
    [
      "add-user",
      { role: "supervisor", userId: "u1" },
      "在命令行授予角色：监督员",
      "Gave a role on the command line: Supervisor",
    ],
    ["record-absence", { entries: ["3", "5"] }, "登记缺席：3、5", "Recorded as absent: 3, 5"],
    ["verify-audit", { ok: false, harm: "altered" }, "核验操作留痕：发现问题", "Verified the audit trail: broken"],
    ["create-round", { slug: "team", kind: "heat" }, "新建轮次：team（城市赛）", "Created a round: team (City heat)"],
  ])("tells the facts of %s", (command, facts, chinese, english) => {
    expect(zh(command, facts).sentence).toBe(chinese);
    expect(en(command, facts).sentence).toBe(english);
  });

  it("says which hands could release a result before and after a change", () => {
    const hands = { togetherBefore: "none", together: "confirm-and-publish" };
    const told = (in_: typeof zh) => in_("update-edition", hands).details.map(({ label, value }) => [label, value]);
    expect(told(zh)).toEqual([
      ["原来的成绩发布办理人", "三个不同的人"],
      ["成绩发布的办理人", "确认人可以兼任发布人"],
    ]);
    expect(told(en)).toEqual([
      ["Who released results before", "Three different people"],
      ["Who releases results", "Who confirms may publish as well"],
    ]);
  });

  it("names the person whose id is a fact", () => {
    const named = zh(
      "assign-screener",
      { screener: "u1" },
      { code: "WX6-MT87VY", projectTitle: "光互连", otherName: "陈审核" },
    );
    expect(named.sentence).toBe("为报名 WX6-MT87VY（光互连） 指定审核员：陈审核");
    expect(zh("add-user", { role: "judge", userId: "u1" }, { otherName: "陈审核" }).details[0]?.value).toBe("陈审核");
  });

  it("shows what it does not know as it is, and never the salted digest of a reason", () => {
    expect(zh("fly", { height: 9, saltedReason: "b".repeat(64) })).toEqual({
      sentence: "其他操作（fly）",
      details: [{ key: "height", label: "height", value: "9", digest: false }],
    });
  });
});
