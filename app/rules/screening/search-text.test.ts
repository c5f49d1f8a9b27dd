import { describe, expect, it } from "vitest";
import { patentNumber } from "../portrait/ip-number.ts";
import { piecesOf, searchColumns, searchWords, titleGramsOf } from "./search-text.ts";

const answers = {
  projectTitle: "重庆ＡＩ芯片 100%纯度",
  projectTitleEn: "Amélie’s Silicon Photonics",
  leaderName: "单雄信",
  companyName: "湖州曦枢科技有限公司",
};
const { searchText, searchGrams } = searchColumns({ code: "WX6-MT87VY", answers });

/** Whether the search finds the application, as the database decides it. */
const finds = (search: string) =>
  searchWords(search).every(
    (word) => piecesOf(word).every((piece) => searchGrams.includes(piece)) && searchText.includes(word),
  );

describe("the search", () => {
  it.each([
    ["part of the title", "芯片"],
    ["one character", "枢"],
    ["the title in full-width or small letters", "ai芯"],
    ["accents left out, any case", "amelie SILICON"],
    ["a sign that SQL would take for a wildcard", "100%"],
    ["the whole code, in small letters", "wx6-mt87vy"],
    ["the code without its dash, or a part of it", "wx6mt87 t87"],
    ["initials of the title", "cqaixp"],
    ["full pinyin of the title", "chongqing"],
    ["the surname read as a surname", "shanxiongxin"],
    ["initials of the leader", "sxx"],
    ["the company's initials", "hzxs"],
    ["words of several fields, in any order", "曦枢 单雄信 cq"],
    ["surrounding and doubled spaces", "  芯片　 曦枢 "],
    ["an invisible mark within", "芯\u200f片"],
  ])("finds by %s", (_, search) => expect(finds(search)).toBe(true));

  it.each([
    ["characters that do not stand together", "芯纯"],
    ["a word that one field lacks the end of", "芯片x"],
    ["pieces that are all there, but not in that order", "枢曦枢"],
    ["the everyday reading of the surname", "danxiongxin"],
    ["a word across two fields", "纯度amelie"],
  ])("does not find by %s", (_, search) => expect(finds(search)).toBe(false));

  it.each([
    ["曾志伟", "zengzhiwei"],
    ["仇英", "qiuying"],
    ["解晓东", "xiexiaodong"],
    ["任贤齐", "renxianqi"],
    ["区小明", "ouxiaoming"],
    ["尉迟恭", "yuchigong"],
    ["万俟卨", "moqixie"],
    ["吕布", "lvbu"],
  ])("reads %s as %s", (leaderName, read) => {
    expect(searchColumns({ code: "X-1", answers: { leaderName } }).searchText.split("\n")).toContain(read);
  });

  it("takes anything that people can type, half characters too", () => {
    const odd = searchColumns({ code: "X-1", answers: { projectTitle: "a\u0000b\ud83d \u202e👍🏽" } });
    expect(odd.searchText.isWellFormed() && !odd.searchText.includes("\0")).toBe(true);
    expect(searchWords("\ud83d")).toEqual(["\ufffd"]);
    expect(searchWords(" \u200b　")).toEqual([]);
    expect(searchWords("1 2 3 4 5 6 7 8 9 10")).toHaveLength(8);
    expect(piecesOf("👍🏽")).toHaveLength(1);
  });
});

describe("what likely duplicates are told by", () => {
  it("title pieces leave punctuation, spaces and case aside", () => {
    expect(titleGramsOf("「光谷」 一号·AI")).toEqual(titleGramsOf("光谷一号ai"));
    expect(titleGramsOf("光")).toEqual(["光"]);
    expect(titleGramsOf("！")).toEqual([]);
  });

  it("patent numbers are the same however they are written, and what is no number counts for nothing", () => {
    const ways = ["ZL 2021 1 0123456.7", "zl202110123456.7", "CN202110123456.7", "２０２１１０１２３４５６．７"];
    expect(new Set(ways.map(patentNumber))).toEqual(new Set(["2021101234567"]));
    expect(["无", "申请中", "1", ""].map(patentNumber)).toEqual(["", "", "", ""]);
    const twice = { patents: [{ number: ways[0] }, { number: ways[1] }, { number: "无" }, {}] };
    expect(searchColumns({ code: "X-1", answers: twice }).patentNumbers).toEqual(["2021101234567"]);
  });
});
