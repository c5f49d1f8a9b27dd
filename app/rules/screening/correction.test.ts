import { expect, it } from "vitest";
import { answeredCorrections } from "./correction.ts";
import type { AnswerDifference } from "./differences.ts";

const kindOf = (id: number) => (id < 10 ? "deck" : "finance");
const summary: AnswerDifference = { path: "summary", kind: "value", before: "a", after: "b" };
const awards: AnswerDifference = { path: "awards", kind: "value", before: null, after: "c" };
const files: AnswerDifference = { path: "attachments", kind: "files", added: [2, 12], removed: [1] };

it("sets each correction against what was changed, and the rest apart", () => {
  const asked = [
    { path: "summary", reason: "补充" },
    { path: "attachments.deck", reason: "打不开" },
    { path: "members", reason: "缺一人" },
    { path: "attachments.degree", reason: "缺" },
  ];
  expect(answeredCorrections(asked, [summary, awards, files], kindOf)).toEqual({
    answered: [
      { ...asked[0], difference: summary },
      { ...asked[1], difference: { ...files, added: [2], removed: [1] } },
      { ...asked[2], difference: null },
      { ...asked[3], difference: null },
    ],
    further: [awards, { ...files, added: [12], removed: [] }],
  });
});

it("leaves nothing over when only what was asked for was changed", () => {
  const asked = [{ path: "summary", reason: "补充" }];
  expect(answeredCorrections(asked, [summary], kindOf).further).toEqual([]);
});
