import fc from "fast-check";
import { expect, test } from "vitest";
import type { DraftAnswers } from "../applications/application.ts";
import { answersForJudges, titleForJudges, usuallyHidden } from "./blind.ts";
import { foldLetters, redact, redactionMark } from "./redact.ts";

const answers: DraftAnswers = {
  projectTitle: "湖光硅基光互连芯片",
  projectTitleEn: "Silicon photonic interconnects",
  summary: "",
  leaderName: "沈一禾",
  leaderGender: "female",
  leaderBirthOn: "1988-02-09",
  leaderNationality: "中国",
  leaderPhone: "+8613800138000",
  leaderEmail: "shen@microlight.example",
  leaderDegree: "doctor",
  leaderSchool: "浙江大学",
  leaderEmployer: "湖州大学",
  members: [
    { name: "陆南星", duty: "工艺，曾与沈一禾共事", degree: "master", fullTime: true },
    { name: "Elena Marchetti", duty: "市场", degree: "master", fullTime: false },
  ],
  companyName: "湖州微光（吴兴）科技有限公司",
  companyCode: "91330502MA2D1TTT0N",
  market: "数据中心",
  recommender: "湖州市青年创业协会",
};
const summaryOf = (summary: string) => answersForJudges({ ...answers, summary }, usuallyHidden).summary;

test("hidden fields are gone, contacts too; of the members what they do stays", () => {
  const seen = answersForJudges(answers, usuallyHidden);
  expect(Object.keys(seen).sort()).toEqual([
    "leaderDegree",
    "market",
    "members",
    "projectTitle",
    "projectTitleEn",
    "summary",
  ]);
  expect(seen.members).toEqual([
    { name: "", duty: `工艺，曾与${redactionMark}共事`, degree: "master", fullTime: true },
    { name: "", duty: "市场", degree: "master", fullTime: false },
  ]);
});

test("where nothing is hidden all shows but how to reach the leader", () => {
  const open = { ...answers, summary: "沈一禾，电话13800138000" };
  const { leaderPhone: _, leaderEmail: __, ...rest } = open;
  expect(answersForJudges({ ...open, identityKind: "passport" }, [])).toEqual(rest);
});

test.each([
  ["由沈一禾领衔", `由${redactionMark}领衔`],
  ["由沈 一　禾领衔", `由${redactionMark}领衔`],
  ["由沈\u200b一\u2060禾领衔", `由${redactionMark}领衔`],
  ["沈博士与沈总一致认为", `${redactionMark}与${redactionMark}一致认为`],
  ["Led by SHEN Yihe and yihe shen.", `Led by ${redactionMark} and ${redactionMark}.`],
  ["ｅｌｅｎａ Ｍarchetti leads", `${redactionMark} leads`],
  ["Marchetti, Elena; Dr. Márchetti", `${redactionMark}; Dr. ${redactionMark}`],
  ["湖州微光（吴兴）科技有限公司成立", `${redactionMark}成立`],
  ["湖州微光科技成立于吴兴，微光科技的产品", `${redactionMark}成立于吴兴，${redactionMark}的产品`],
  ["代码91330502 MA2D1TTT0N", `代码${redactionMark}`],
  ["电话138-0013-8000或+86 138 0013 8000", `电话${redactionMark}或${redactionMark}`],
  ["写信到 Shen@Microlight.Example 或 other@somewhere.example", `写信到 ${redactionMark} 或 ${redactionMark}`],
  ["见 https://microlight.example/team。", `见 ${redactionMark}。`],
  [
    "毕业于浙江大学，任职湖州大学，由湖州市青年创业协会推荐",
    `毕业于${redactionMark}，任职${redactionMark}，由${redactionMark}推荐`,
  ],
  ["生于1988年2月9日（1988-02-09）", `生于${redactionMark}（${redactionMark}）`],
  ["陆南星、陆南星的团队", `${redactionMark}、${redactionMark}的团队`],
  ["湖光与微光芯片服务于湖州的数据中心", "湖光与微光芯片服务于湖州的数据中心"],
  ["machine elenamarchettis", "machine elenamarchettis"],
])("in a text %s becomes %s", (text, expected) => {
  expect(summaryOf(text)).toBe(expected);
});

test("a title stays, without the names in it", () => {
  expect(titleForJudges("湖光硅基光互连芯片", answers, usuallyHidden)).toBe("湖光硅基光互连芯片");
  expect(titleForJudges("沈一禾的芯片", answers, usuallyHidden)).toBe(`${redactionMark}的芯片`);
  expect(titleForJudges("沈一禾的芯片", answers, [])).toBe("沈一禾的芯片");
});

test("a short name in an alphabet does not eat other words", () => {
  const short = { ...answers, leaderName: "Li Na", summary: "China's reliability; LI NA; na li" };
  expect(answersForJudges(short, usuallyHidden).summary).toBe(
    `China's reliability; ${redactionMark}; ${redactionMark}`,
  );
});

test("whatever the words, no text that is shown still holds the name's letters in a row as a word of its own", () => {
  const around = fc.string({
    unit: fc.constantFrom("沈", "一", "禾", "a", " ", "，", "\u200b", "é", "（"),
    maxLength: 12,
  });
  fc.assert(
    fc.property(around, around, (before, after) => {
      const seen = redact(`${before}沈一禾${after}`, [foldLetters("沈一禾")]);
      expect(seen).not.toContain("沈一禾");
      expect(seen).toContain(redactionMark);
    }),
  );
});

test("texts without the names come back as they were", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      if (!foldLetters(text).includes("沈一禾")) expect(redact(text, ["沈一禾"])).toBe(text);
    }),
  );
});
