import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DiligenceOutcome } from "../diligence/diligence.ts";
import { editionPageSchema } from "../editions/edition-page.ts";
import { type AwardLevel, awardsOf, barsOf, levelsOfPage, planAwards } from "./awards.ts";

const level = (title: string, places: number, yuan: number | null = null): AwardLevel => ({
  title,
  titleEn: null,
  places,
  yuan,
});
const ladder = [level("一等奖", 1, 50_000), level("二等奖", 2, 30_000), level("三等奖", 3, 10_000)];
const ranks = (...given: (number | null)[]) =>
  given.map((rank, at) => ({ entry: String(at + 1), group: null as string | null, rank }));
const decided = (given: Record<string, DiligenceOutcome>) => new Map(Object.entries(given));
const all = (count: number, outcome: DiligenceOutcome = "passed") =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [String(at + 1), outcome]));
const plan = (
  standings: ReturnType<typeof ranks>,
  given: Record<string, DiligenceOutcome>,
  more: { moveUp?: boolean; separate?: boolean; levels?: AwardLevel[] } = {},
) => planAwards({ standings, separate: false, moveUp: true, levels: ladder, ...more, decisions: decided(given) });
const lines = (...given: Parameters<typeof plan>) =>
  plan(...given).rankings.flatMap((ranking) =>
    ranking.lines.map(({ entry, awardedRank, level: of, tied }) => [entry, awardedRank, tied ? "tied" : of]),
  );

describe("where the next move up", () => {
  test("whoever failed or withdrew has no rank and no award, and those behind move up by one each", () => {
    const given = { ...all(5), 1: "failed", 3: "withdrawn" } as const;
    expect(lines(ranks(1, 2, 3, 4, 5), given)).toEqual([
      ["1", null, null],
      ["2", 1, 1],
      ["3", null, null],
      ["4", 2, 2],
      ["5", 3, 2],
    ]);
    const [ranking] = plan(ranks(1, 2, 3, 4, 5), given).rankings;
    expect(ranking?.lines.map(({ past }) => past)).toEqual([[], ["1"], [], ["1", "3"], ["1", "3"]]);
    expect(ranking?.vacant.map(({ place }) => place)).toEqual([4, 5, 6]);
  });

  test("an equal of one who lost the rank keeps the place, and moves past nobody", () => {
    expect(lines(ranks(1, 2, 2, 4), { ...all(4), 3: "failed" })).toEqual([
      ["1", 1, 1],
      ["2", 2, 2],
      ["3", null, null],
      ["4", 3, 2],
    ]);
  });
});

describe("where nobody moves up", () => {
  test("everybody keeps rank and level, and the place of whoever lost it stays empty", () => {
    const given = { ...all(4), 1: "failed" } as const;
    expect(lines(ranks(1, 2, 3, 4), given, { moveUp: false })).toEqual([
      ["1", null, null],
      ["2", 2, 2],
      ["3", 3, 2],
      ["4", 4, 3],
    ]);
    const [ranking] = plan(ranks(1, 2, 3, 4), given, { moveUp: false }).rankings;
    expect(ranking?.vacant).toEqual([
      { place: 1, level: 1 },
      { place: 5, level: 3 },
      { place: 6, level: 3 },
    ]);
  });
});

describe("equals", () => {
  test("get an award where all their places are of one level", () => {
    expect(lines(ranks(1, 2, 2), all(3))).toEqual([
      ["1", 1, 1],
      ["2", 2, 2],
      ["3", 2, 2],
    ]);
  });

  test("wait where their places are of several levels, or more than the ladder has", () => {
    const two = plan(ranks(1, 1, 3), all(3));
    expect(two.rankings[0]?.ties).toEqual([{ entries: ["1", "2"], awardedRank: 1, levels: [1, 2], places: 2 }]);
    expect(awardsOf(two, ladder).map(({ entry }) => entry)).toEqual(["3"]);
    const short = plan(ranks(1, 2, 2), all(3), { levels: [level("一等奖", 1), level("二等奖", 1)] });
    expect(short.rankings[0]?.ties).toEqual([{ entries: ["2", "3"], awardedRank: 2, levels: [2], places: 1 }]);
  });

  test("on the line are parted when one of them has lost the rank", () => {
    expect(lines(ranks(1, 1, 3), { ...all(3), 1: "failed" })).toEqual([
      ["1", null, null],
      ["2", 1, 1],
      ["3", 2, 2],
    ]);
  });
});

test("groups that are ranked by themselves have a whole ladder each", () => {
  const standings = [1, 2, 1, 2].map((rank, at) => ({ entry: String(at + 1), group: at < 2 ? "a" : "b", rank }));
  const given = { ...all(4), 1: "failed" } as const;
  const two = plan(standings, given, { separate: true });
  expect(two.rankings.map(({ group }) => group)).toEqual(["a", "b"]);
  expect(awardsOf(two, ladder).map(({ entry, title }) => [entry, title])).toEqual([
    ["2", "一等奖"],
    ["3", "一等奖"],
    ["4", "二等奖"],
  ]);
});

test("what stands in the way: ties, undecided winners, an open notice, no ladder, no result", () => {
  const bars = (of: ReturnType<typeof plan> | null, levels = ladder, noticeOpen = false) =>
    barsOf(of, { levels, noticeOpen });
  expect(bars(null)).toEqual(["nothing-published"]);
  expect(bars(plan(ranks(1, 2), all(2)))).toEqual([]);
  expect(bars(plan(ranks(1, 2), all(2)), ladder, true)).toEqual(["notice-open"]);
  expect(bars(plan(ranks(1, 2), all(2), { levels: [] }), [])).toEqual(["no-prizes"]);
  expect(bars(plan(ranks(1, 1), {}))).toEqual(["awards-tied", "finalists-undecided"]);
  // Who gets nothing need not be decided on; who would move into the ladder must be
  const one = [level("一等奖", 1)];
  expect(plan(ranks(1, 2), { 1: "passed" }, { levels: one }).undecided).toEqual([]);
  expect(plan(ranks(1, 2), { 1: "failed" }, { levels: one }).undecided).toEqual(["2"]);
});

test("the edition's own prizes of the final are the ladder, until somebody writes another", () => {
  const { prizes } = editionPageSchema.parse({
    prizes: [
      { scope: "heat", title: "一等奖", places: 1, yuan: 10 },
      { scope: "final", title: "特等奖", yuan: 20 },
    ],
  });
  expect(levelsOfPage(prizes)).toEqual([{ title: "特等奖", titleEn: null, places: 1, yuan: 20 }]);
});

/** Standings with competition ranks (1, 2, 2, 4) of up to twelve entries, some without a rank, in up to two groups. */
const finals = fc
  .record({
    totals: fc.array(fc.record({ total: fc.option(fc.integer({ min: 1, max: 6 })), b: fc.boolean() }), {
      maxLength: 12,
    }),
    separate: fc.boolean(),
    moveUp: fc.boolean(),
    places: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }),
    outcomes: fc.array(fc.option(fc.constantFrom("passed", "failed", "withdrawn")), { minLength: 12, maxLength: 12 }),
  })
  .map(({ totals, separate, moveUp, places, outcomes }) => {
    const members = totals.map(({ total, b }, at) => ({ entry: `e${at}`, group: b ? "b" : "a", total }));
    const standings = members.map(({ entry, group, total }) => {
      const before = members.filter(
        (other) => (!separate || other.group === group) && total !== null && (other.total ?? 0) > total,
      );
      return { entry, group: group as string | null, rank: total === null ? null : before.length + 1 };
    });
    const decisions = new Map(
      standings.flatMap(({ entry }, at) => {
        const outcome = outcomes[at];
        return outcome ? [[entry, outcome as DiligenceOutcome] as const] : [];
      }),
    );
    const levels = places.map((count, at) => level(`第${at + 1}级`, count));
    return { standings, separate, moveUp, decisions, levels };
  });

describe("whatever the final", () => {
  test("nobody passes anybody of better rank, equals stay equals, and each step up is somebody's lost rank", () => {
    fc.assert(
      fc.property(finals, (given) => {
        for (const { lines: all } of planAwards(given).rankings)
          for (const one of all) {
            const lost = given.decisions.get(one.entry) === "failed" || given.decisions.get(one.entry) === "withdrawn";
            expect(one.awardedRank === null).toBe(one.rank === null || lost);
            if (one.rank === null || one.awardedRank === null) continue;
            expect(one.rank - one.awardedRank).toBe(one.past.length);
            if (!given.moveUp) expect(one.past).toEqual([]);
            for (const entry of one.past) {
              const before = all.find((each) => each.entry === entry);
              expect(before?.awardedRank).toBeNull();
              expect(before?.rank ?? 99).toBeLessThan(one.rank);
            }
            for (const other of all) {
              if (other.rank === null || other.awardedRank === null) continue;
              expect(Math.sign(one.awardedRank - other.awardedRank)).toBe(Math.sign(one.rank - other.rank));
              if (one.level !== null && other.level !== null && one.rank < other.rank)
                expect(one.level).toBeLessThanOrEqual(other.level);
            }
          }
      }),
    );
  });

  test("no place of the ladder is given twice, none passes by, and every place is given, tied over or empty", () => {
    fc.assert(
      fc.property(finals, (given) => {
        const made = planAwards(given);
        for (const { lines: all, ties, vacant } of made.rankings) {
          for (const [at, { places }] of given.levels.entries())
            expect(all.filter((line) => line.level === at + 1).length).toBeLessThanOrEqual(places);
          const awarded = all.filter((line) => line.level !== null).length;
          const tiedOver = ties.reduce((sum, { places }) => sum + places, 0);
          const whole = given.levels.reduce((sum, { places }) => sum + places, 0);
          expect(awarded + tiedOver + vacant.length).toBe(whole);
          // Where the next move up, a place is empty only behind everybody
          const last = all.filter(({ awardedRank }) => awardedRank !== null).length;
          if (given.moveUp) for (const { place } of vacant) expect(place).toBeGreaterThan(last);
        }
      }),
    );
  });

  test("who is to get something is decided on, or named as undecided; the order of the list makes no difference", () => {
    fc.assert(
      fc.property(finals, (given) => {
        const made = planAwards(given);
        const awards = awardsOf(made, given.levels);
        for (const { entry } of awards)
          expect(given.decisions.get(entry) === "passed").toBe(!made.undecided.includes(entry));
        const turned = planAwards({ ...given, standings: given.standings.toReversed() });
        const byEntry = (all: typeof awards) => all.map(({ entry, level: of }) => `${entry} ${of}`).sort();
        expect(byEntry(awardsOf(turned, given.levels))).toEqual(byEntry(awards));
      }),
    );
  });
});
