import { expect, test } from "vitest";
import { i18nFor } from "~/locales/i18n.server.ts";
import type { BundleFlaw } from "~/rules/releases/bundle.ts";
import { flawInWords } from "./verify.tsx";

const about = { at: "inputs.sheets.0", mark: "30.5", limit: "30" };

test.each<[BundleFlaw, string, string]>([
  [
    { type: "wrong-shape", at: "statement", said: "unknown-member", member: "extra" },
    "statement 与成绩文件的格式不符：这里不应有“extra”",
    "statement is not as a result file has it: “extra” has no place there",
  ],
  [
    { type: "wrong-inputs", said: "above-max", ...about },
    "评分数据有误：inputs.sheets.0（30.5 超过满分 30）",
    "The scores are wrong: inputs.sheets.0 (30.5 is above the maximum 30)",
  ],
  [
    { type: "other-standings", at: "standings.2", found: "1", said: null },
    "standings.2：按规则应为 1，文件写的是 空。",
    "standings.2: the rule gives 1, the file says nothing.",
  ],
  [{ type: "too-deep" }, "文件不是成绩文件：嵌套过深。", "The file is no result file: it is nested too deep."],
])("a flaw is told in the reader's language: %j", (flaw, chinese, english) => {
  const told = (["zh-CN", "en"] as const).map((locale) =>
    flawInWords(flaw, i18nFor(locale).getFixedT(locale, "verify")),
  );
  expect(told).toEqual([chinese, english]);
});
