import type { Paper } from "~/services/documents/paper.ts";

/** A small paper to print: a summary table of one project. */
export function summaryPaper(given: {
  round: string;
  result?: string;
  rehearsal?: string;
}): Paper & { kind: "summary" } {
  const { round, result = "88.00", rehearsal = null } = given;
  return {
    kind: "summary",
    frame: {
      locale: "zh-CN",
      title: "成绩总表",
      round,
      about: "",
      rehearsal,
      printed: "制表时间 2026年12月1日",
      page: "第{{page}}页，共{{pages}}页",
      missing: "〓",
    },
    words: { rank: "名次", number: "序号", project: "项目", result: "得分", notes: "备注", date: "日期" },
    judges: [{ key: "J1", name: "评委1" }],
    rows: [{ rank: "1", number: "1", project: "光互连芯片", sheets: [{ words: result, dropped: false }], result }],
    notes: [],
    signers: [],
    digest: null,
    digestLabel: "",
  };
}
