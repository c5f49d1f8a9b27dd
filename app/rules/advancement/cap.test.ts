import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomAdvancementWithSettings } from "~db/testing/random-advancement-settings.ts";
import { type AdvancementInput, type HeatEntry, isAdvancing } from "./advancement.ts";
import { type AdvancementRule, advancementRuleSchema, defaultAdvancementRule } from "./advancement-rule.ts";
import { capInUse } from "./cap.ts";
import { planAdvancement } from "./plan-advancement.ts";

type Line = [rank: number | null, more?: Partial<HeatEntry>];

function heat(number: number, lines: Line[]) {
  const entries = lines.map(([rank, given], at): HeatEntry => {
    const id = number * 100 + at + 1;
    const total = rank === null ? null : `${90 - rank}.00`;
    const names = { entry: String(at + 1), title: `项目${id}`, titleEn: null, group: null };
    return { id, ...names, rank, total, preliminary: null, withdrawn: false, ...given };
  });
  return { slug: `h${number}`, separate: false, version: 1, digest: String(number).repeat(64), entries };
}
const of = (institution: string, more: Partial<HeatEntry> = {}) => ({ institution, ...more });
const gone = { withdrawn: true };
const plan = (heats: AdvancementInput["heats"], given: Partial<AdvancementRule>, ...votes: [number, number][][]) =>
  planAdvancement({
    heats,
    rule: advancementRuleSchema.parse({ ...defaultAdvancementRule, places: 2, ...given }),
    votes: votes.map((places, id) => ({ id, recordedAt: new Date(id), places: new Map(places) })),
  });
const everybody = (...asked: Parameters<typeof plan>) => plan(...asked).lines.flatMap(({ entries }) => entries);
const outcomes = (...asked: Parameters<typeof plan>) =>
  Object.fromEntries(everybody(...asked).map(({ entry, outcome }) => [entry.id, outcome]));
const reasonOf = (id: number, ...asked: Parameters<typeof plan>) =>
  everybody(...asked).find(({ entry }) => entry.id === id)?.reason;
const cap = { most: 1, of: "institution" as const };

describe("no more than so many of one institution go on from a heat", () => {
  const heats = [
    heat(1, [
      [1, of("甲公司")],
      [2, of("甲 公司")],
      [3, of("乙大学")],
      [4, of("")],
      [5, of("")],
    ]),
  ];

  test("who is passed over says by whom, and the next moves up", () => {
    expect(outcomes(heats, { cap })).toEqual({
      101: "advanced",
      102: "substitute",
      103: "advanced",
      104: "substitute",
      105: "substitute",
    });
    expect(reasonOf(102, heats, { cap })).toEqual({ why: "capped", of: "institution", most: 1, ahead: [101] });
    expect(reasonOf(103, heats, { cap })).toEqual({ why: "within", rank: 3, places: 2, past: 1 });
    expect(everybody(heats, { cap }).map(({ next }) => next)).toEqual([null, 1, null, 1, 2]);
    expect(outcomes(heats, { cap, substitutes: false })).toMatchObject({ 102: "cut", 104: "cut" });
  });

  test("nobody of whom nothing is known is held back, and another heat counts for itself", () => {
    expect(outcomes([heat(1, [[1, of("")], [2, of("")], [3]])], { cap })).toMatchObject({
      101: "advanced",
      102: "advanced",
    });
    const two = [heat(1, [[1, of("甲")]]), heat(2, [[1, of("甲")]])];
    expect(outcomes(two, { cap })).toEqual({ 101: "advanced", 201: "advanced" });
    const sent = [heat(1, [[1, { recommender: "7" }], [2, { recommender: "7" }], [3]])];
    expect(outcomes(sent, { cap: { most: 1, of: "recommender" } })).toMatchObject({
      102: "substitute",
      103: "advanced",
    });
  });

  test("a wildcard is not had beside it, and a free place goes past it until its own withdraws", () => {
    const wildcards = { places: 1, by: "total" as const };
    expect(outcomes(heats, { cap, places: 1, wildcards })).toMatchObject({ 102: "substitute", 103: "wildcard" });
    const left = (...who: number[]) => [
      heat(
        1,
        [1, 2, 3, 4].map(
          (rank): Line => [rank, of(rank < 3 ? "甲" : ("乙丙"[rank - 3] ?? ""), who.includes(rank) ? gone : {})],
        ),
      ),
    ];
    expect(outcomes(left(3), { cap })).toMatchObject({ 101: "advanced", 102: "substitute", 104: "advanced" });
    expect(outcomes(left(1), { cap })).toMatchObject({ 102: "advanced", 103: "advanced", 104: "substitute" });
    expect(reasonOf(102, left(1), { cap })).toEqual({ why: "moved-up", free: "line" });
  });

  test("equals of one institution are parted by the ladder although there would be room for both", () => {
    const equal = (more: Partial<HeatEntry>[] = []) => [
      heat(1, [
        [1, of("甲", more[0])],
        [1, of("甲", more[1])],
        [1, of("乙")],
        [4, of("丙")],
      ]),
    ];
    const rule = { cap, places: 3 };
    expect(outcomes(equal(), rule)).toEqual({ 101: "undecided", 102: "undecided", 103: "advanced", 104: "advanced" });
    expect(plan(equal(), rule).ties).toMatchObject([{ room: 1, entries: [101, 102], decision: null }]);
    const voted = [
      [101, 2],
      [102, 1],
    ] as [number, number][];
    expect(outcomes(equal(), rule, voted)).toMatchObject({ 101: "substitute", 102: "advanced" });
    expect(reasonOf(101, equal(), rule, voted)).toEqual({ why: "capped", of: "institution", most: 1, ahead: [102] });
    const scored = equal([{ preliminary: "80.5" }, { preliminary: "80" }]);
    expect(outcomes(scored, { ...rule, ties: "preliminary" })).toMatchObject({ 101: "advanced", 102: "substitute" });
    expect(outcomes(equal(), { ...rule, ties: "all" })).toMatchObject({ 101: "undecided", 103: "advanced" });
  });
});

describe("a ladder on the line", () => {
  const level = (...scores: (string | null)[]) => [
    heat(1, [[1], ...scores.map((preliminary): Line => [2, { preliminary }]), [9]]),
  ];

  test("parts by the preliminary score, then lets all go on who are equal by it", () => {
    const ladder = ["preliminary", "all"] as const;
    const rule = { ladder: [...ladder] };
    expect(outcomes(level("80", "81", "79"), rule)).toMatchObject({ 102: "substitute", 103: "advanced" });
    expect(outcomes(level("81.0", "81", "79"), rule)).toMatchObject({
      102: "advanced",
      103: "advanced",
      104: "substitute",
    });
    expect(reasonOf(102, level("81.0", "81", "79"), rule)).toEqual({ why: "all-equal", shared: 2 });
    expect(reasonOf(104, level("81.0", "81", "79"), rule)).toEqual({ why: "parted", by: "preliminary" });
    expect(outcomes(level("81", null), rule)).toMatchObject({ 102: "advanced", 103: "advanced" });
    expect(plan(level("81", "81"), rule).ties).toEqual([]);
  });

  test("goes by the panel's vote where there is one, and on without it", () => {
    const rule = { ladder: ["vote", "preliminary", "all"] as AdvancementRule["ladder"] };
    const heats = level("80", "81");
    expect(outcomes(heats, rule)).toMatchObject({ 102: "substitute", 103: "advanced" });
    expect(plan(heats, rule).ties).toEqual([
      { heat: "h1", group: null, movingUp: false, room: 1, entries: [102, 103], decision: null, optional: true },
    ]);
    const vote: [number, number][] = [
      [102, 1],
      [103, 2],
    ];
    expect(outcomes(heats, rule, vote)).toMatchObject({ 102: "advanced", 103: "substitute" });
    expect(reasonOf(102, heats, rule, vote)).toEqual({ why: "parted", by: "vote" });
  });

  test("ends with the panel where the last step leaves equals", () => {
    const rule = { ladder: ["preliminary"] as AdvancementRule["ladder"] };
    expect(outcomes(level("80", "80"), rule)).toMatchObject({ 102: "undecided", 103: "undecided" });
  });

  test.each([[[]], [["all", "vote"]], [["vote", "vote"]], [["lots"]]])("%j is none", (ladder) => {
    expect(advancementRuleSchema.safeParse({ ...defaultAdvancementRule, ladder }).success).toBe(false);
  });
});

describe("reserves", () => {
  const heats = (...left: number[]) => [
    heat(
      1,
      [1, 2, 3, 4, 4, 6].map((rank, at): Line => [rank, left.includes(at + 1) ? gone : {}]),
    ),
  ];

  test("are the first so many behind the line, with their equals; nobody else moves up", () => {
    expect(outcomes(heats(), { reserves: 1 })).toMatchObject({ 103: "substitute", 104: "cut", 105: "cut", 106: "cut" });
    expect(outcomes(heats(), { reserves: 2 })).toMatchObject({ 104: "substitute", 105: "substitute", 106: "cut" });
    expect(outcomes(heats(), { reserves: 0 })).toMatchObject({ 103: "cut" });
    expect(outcomes(heats(1), { reserves: 1 })).toMatchObject({ 103: "advanced", 104: "cut" });
    expect(outcomes(heats(1, 3), { reserves: 1 })).toMatchObject({ 103: "withdrawn", 104: "cut" });
    expect(outcomes(heats(1, 3), {})).toMatchObject({ 104: "undecided", 105: "undecided" });
  });

  test("who is passed over by the cap takes no place of them", () => {
    const capped = [heat(1, [[1, of("甲")], [2, of("甲")], [3], [4], [5]])];
    expect(outcomes(capped, { cap, reserves: 1 })).toEqual({
      101: "advanced",
      102: "substitute",
      103: "advanced",
      104: "substitute",
      105: "cut",
    });
  });
});

test("the rule refuses a share beside a quota, and quotas of groups without lines of groups", () => {
  const share = { percent: "40", rounding: "up" };
  const quota = { places: 20, over: "group", by: "registrations", least: 0 };
  const ok = (given: object) => advancementRuleSchema.safeParse({ ...defaultAdvancementRule, ...given }).success;
  expect(ok({ share })).toBe(true);
  expect(ok({ quota, byGroup: true })).toBe(true);
  expect(ok({ quota })).toBe(false);
  expect(ok({ quota, share, byGroup: true })).toBe(false);
  for (const percent of ["0", "0.00", "100.01", "-1", "1e2", "40%", "", "1.234"])
    expect(ok({ share: { ...share, percent } })).toBe(false);
});

describe("whatever the settings", () => {
  const whatever = (check: (input: AdvancementInput) => void) =>
    fc.assert(fc.property(randomAdvancementWithSettings, check), { numRuns: 1000 });
  const placed = (input: AdvancementInput) => planAdvancement(input).lines.flatMap(({ entries }) => entries);

  test("nobody goes on beyond the cap, before any withdrawal and after them", () => {
    whatever((input) => {
      const inUse = capInUse(input.heats, input.rule);
      if (!inUse) return;
      for (const by of ["standing", "outcome"] as const) {
        const on = placed(input).filter((each) => isAdvancing(each[by]));
        const owners = on.flatMap(({ entry }) => inUse.owners.get(entry.id) ?? []);
        for (const [, all] of Map.groupBy(owners, (owner) => owner)) expect(all.length).toBeLessThanOrEqual(inUse.most);
      }
    });
  });

  test("who is passed over is behind as many of its own as the cap lets on", () => {
    whatever((input) => {
      const inUse = capInUse(input.heats, input.rule);
      for (const { entry, reason } of placed(input)) {
        if (reason.why !== "capped") continue;
        expect(reason.ahead).toHaveLength(reason.most);
        for (const id of reason.ahead) expect(inUse?.owners.get(id)).toBe(inUse?.owners.get(entry.id));
        expect(reason.ahead).not.toContain(entry.id);
      }
    });
  });

  test("everybody stands once; who goes on is ranked and there; who waits has a place in the queue", () => {
    whatever((input) => {
      const ids = input.heats.flatMap(({ entries }) => entries.map(({ id }) => id));
      expect(
        placed(input)
          .map(({ entry }) => entry.id)
          .sort(),
      ).toEqual(ids.sort());
      for (const { entry, outcome, next } of placed(input)) {
        if (isAdvancing(outcome)) expect([entry.withdrawn, entry.rank === null]).toEqual([false, false]);
        expect(next !== null).toBe(outcome === "substitute");
      }
    });
  });

  test("no more go on by a line than it has places, unless all equals do", () => {
    whatever((input) => {
      const { ladder, ties } = input.rule;
      if (ladder ? ladder.includes("all") : ties === "all") return;
      for (const { entries, places } of planAdvancement(input).lines)
        for (const by of ["standing", "outcome"] as const)
          expect(entries.filter((each) => each[by] === "advanced").length).toBeLessThanOrEqual(places);
    });
  });

  test("the order in which heats and entries come in makes no difference", () => {
    whatever((input) => {
      const heats = input.heats.map((each) => ({ ...each, entries: [...each.entries].reverse() })).reverse();
      const turned = { ...input, heats, registrations: [...(input.registrations ?? [])].reverse() };
      expect(planAdvancement(turned).digest).toBe(planAdvancement(input).digest);
    });
  });
});
