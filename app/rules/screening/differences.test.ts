import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differencesOf, type HandedIn, type Piece } from "./differences.ts";

const nothing: HandedIn = { answers: {}, choices: {}, identityMasked: null, attachmentIds: [] };
const answers = (before: object, after: object) =>
  differencesOf({ ...nothing, answers: { ...before } }, { ...nothing, answers: { ...after } });
const written = (pieces: Piece[]) =>
  pieces.map(({ text, how }) => (how === "same" ? text : how === "added" ? `[+${text}]` : `[-${text}]`)).join("");

describe("differences between two submissions", () => {
  it("are none where nothing was changed, whatever is empty or left out", () => {
    const handed = {
      ...nothing,
      answers: { summary: "光", members: [{ name: "沈", fullTime: false }] },
      attachmentIds: [1],
    };
    expect(differencesOf(handed, handed)).toEqual([]);
    expect(answers({ awards: "", members: [{ name: "沈" }] }, { members: [{ name: "沈", fullTime: false }] })).toEqual(
      [],
    );
  });

  it("come in the order of the form", () => {
    const all = answers({}, { awards: "a", summary: "b", leaderName: "c" });
    expect(all.map(({ path }) => path)).toEqual(["summary", "leaderName", "awards"]);
  });

  it("go by character through a Chinese text and by word through another", () => {
    const [chinese] = answers(
      { summary: "面向数据中心的光互连芯片,已完成中试,计划明年量产并交付首批客户。" },
      { summary: "面向智算中心的光互连芯片,已完成中试,计划今年量产并交付首批客户。" },
    );
    expect(chinese?.kind === "text" && written(chinese.pieces)).toBe(
      "面向[-数据][+智算]中心的光互连芯片,已完成中试,计划[-明][+今]年量产并交付首批客户。",
    );
    const [english] = answers(
      { summary: "Photonic chips for data centres, ready for volume." },
      { summary: "Photonic chips for computing centres, ready for volume." },
    );
    expect(english?.kind === "text" && written(english.pieces)).toBe(
      "Photonic chips for [-data][+computing] centres, ready for volume.",
    );
  });

  it("show short answers as a whole, before and after", () => {
    expect(answers({ leaderName: "沈一禾" }, { leaderName: "沈一和" })).toEqual([
      { path: "leaderName", kind: "value", before: "沈一禾", after: "沈一和" },
    ]);
    expect(answers({ awards: "" }, { awards: "2025 年市一等奖" })).toEqual([
      { path: "awards", kind: "value", before: null, after: "2025 年市一等奖" },
    ]);
  });

  it("show the rows of a list that came, went or changed", () => {
    const shen = { name: "沈一禾", duty: "总体", fullTime: true };
    const lu = { name: "陆南星", duty: "工艺" };
    expect(answers({ members: [shen, lu] }, { members: [{ ...shen, duty: "算法" }, { name: "何清" }] })).toEqual([
      {
        path: "members",
        kind: "rows",
        rows: [
          {
            before: { name: "沈一禾", duty: "总体", fullTime: "true" },
            after: { name: "沈一禾", duty: "算法", fullTime: "true" },
          },
          { before: { name: "陆南星", duty: "工艺" }, after: null },
          { before: null, after: { name: "何清" } },
        ],
      },
    ]);
    expect(answers({ members: [shen, lu] }, { members: [lu, shen] })).toEqual([]);
  });

  it("name the heat, the masked number and the files", () => {
    const before = { ...nothing, choices: { round: "shanghai" }, identityMasked: "330***1", attachmentIds: [1, 2] };
    const after = { ...nothing, choices: { round: "hangzhou" }, identityMasked: "330***2", attachmentIds: [2, 3] };
    expect(differencesOf(before, after)).toEqual([
      { path: "round", kind: "value", before: "shanghai", after: "hangzhou" },
      { path: "identityNumber", kind: "value", before: "330***1", after: "330***2" },
      { path: "attachments", kind: "files", added: [3], removed: [1] },
    ]);
  });

  it("never lose a character: the pieces give both texts back", () => {
    const text = fc.string({
      minLength: 24,
      maxLength: 200,
      unit: fc.constantFrom("光", "芯", "a", "b", " ", "\n", "𠮷", "é"),
    });
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after);
        const [difference] = answers({ summary: before }, { summary: after });
        if (difference?.kind !== "text") return expect(difference).toMatchObject({ before, after });
        const side = (without: Piece["how"]) =>
          difference.pieces
            .filter(({ how }) => how !== without)
            .map(({ text }) => text)
            .join("");
        expect(side("added")).toBe(before);
        expect(side("removed")).toBe(after);
      }),
    );
  });

  it("give up on two long texts that have nothing in common", () => {
    const [difference] = answers({ summary: "甲乙丙丁".repeat(25_000) }, { summary: "戊己庚辛".repeat(25_000) });
    expect(difference?.kind).toBe("value");
  });
});
