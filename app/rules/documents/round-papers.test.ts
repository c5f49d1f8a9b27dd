import { expect, test } from "vitest";
import { papersOf, type RoundPapers } from "./round-papers.ts";

const rubric = [{ key: "tech", label: "技术", labelEn: null, max: 3000, step: 50, factor: "1", bands: [] }];
const judge = (key: string, panel: string | null) => ({ key, name: key, head: false, panel });
const entry = (key: string, panel: string) => ({
  key,
  panel,
  title: key,
  english: null,
  number: key,
  group: null,
  out: false,
  leader: null,
});
const sheet = (of: string, by: string) => ({
  entry: of,
  judge: by,
  version: 1,
  source: "tablet" as const,
  submitted: "2026-11-20T01:00:00Z",
  marks: { tech: 2500 },
});

test("of several panels an entry waits for its own judges' sheets and for those who sit on all, no others", () => {
  const facts: RoundPapers = {
    judges: [judge("J1", "A"), judge("J2", "B"), judge("J3", null)],
    entries: [entry("1", "A"), entry("2", "B")],
    sheets: [sheet("1", "J1"), sheet("1", "J3"), sheet("2", "J2")],
    superseded: [],
    recusals: [],
    revisions: [],
    signatures: [],
  };
  const { scores } = papersOf("heat", facts, { rubric, places: 2, standings: [] });
  expect(scores.map(({ complete, sheets }) => [complete, sheets.map(({ asked }) => asked)])).toEqual([
    [true, [true, false, true]],
    [false, [false, true, true]],
  ]);
});
