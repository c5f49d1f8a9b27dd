import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { goingOn, type HeatEntry, isIn, type PublishedHeat, planAdvancement } from "./advancement.ts";
import { type AdvancementRule, advancementRuleSchema, usualAdvancement } from "./advancement-rule.ts";

const rule = (given: Partial<AdvancementRule> = {}): AdvancementRule =>
  advancementRuleSchema.parse({ ...usualAdvancement, places: 2, ...given });

type Line = [rank: number | null, total?: string, more?: Partial<HeatEntry>];

/** A heat whose entries have the ids hundred·number + 1, 2, …; totals fall by one a rank where none are given. */
function heat(number: number, lines: Line[], more: Partial<PublishedHeat> = {}): PublishedHeat {
  const entries = lines.map(([rank, total, given], at): HeatEntry => {
    const id = number * 100 + at + 1;
    const shown = total ?? (rank === null ? null : `${90 - rank}.00`);
    const names = { entry: String(at + 1), title: `项目${id}`, titleEn: null, group: null };
    return { id, ...names, rank, total: shown, preliminary: null, withdrawn: false, ...given };
  });
  return { slug: `h${number}`, separate: false, version: 1, digest: String(number).repeat(64), entries, ...more };
}
const gone = { withdrawn: true };
const plan = (heats: PublishedHeat[], given: Partial<AdvancementRule> = {}, votes: [number, number][] = []) =>
  planAdvancement({ heats, rule: rule(given), votes: new Map(votes) });
const all = (...asked: Parameters<typeof plan>) => plan(...asked).lines.flatMap(({ entries }) => entries);
const outcomes = (...asked: Parameters<typeof plan>) =>
  Object.fromEntries(all(...asked).map(({ entry, outcome }) => [entry.id, outcome]));
const reasonOf = (id: number, ...asked: Parameters<typeof plan>) =>
  all(...asked).find(({ entry }) => entry.id === id)?.reason;

test("the first of each heat go on; the others stand by in order, or are cut where nobody moves up", () => {
  const heats = [heat(1, [[1], [2], [3], [4], [null]]), heat(2, [[1]])];
  expect(outcomes(heats)).toEqual({
    ...{ 101: "advanced", 102: "advanced", 103: "substitute", 104: "substitute", 105: "cut" },
    201: "advanced",
  });
  expect(all(heats).map(({ next }) => next)).toEqual([null, null, 1, 2, null, null]);
  expect(outcomes(heats, { substitutes: false })).toMatchObject({ 103: "cut", 104: "cut" });
  expect(reasonOf(101, heats)).toEqual({ why: "within", rank: 1, places: 2 });
  expect(reasonOf(103, heats)).toEqual({ why: "behind", rank: 3, places: 2 });
  expect(reasonOf(105, heats)).toEqual({ why: "unranked" });
});

test("a heat, or a group of one, has its own number of places; groups that are ranked by themselves always have lines", () => {
  const grouped = [1, 2, 3, 4].map((rank): Line => [rank, undefined, { group: rank % 2 ? "team" : "company" }]);
  const exceptions = [
    { heat: "h1", group: null, places: 1 },
    { heat: "h2", group: "company", places: 2 },
  ];
  const heats = [heat(1, grouped), heat(2, grouped, { separate: true })];
  const { lines } = plan(heats, { exceptions });
  expect(lines.map(({ heat, group, places }) => [heat, group, places])).toEqual([
    ["h1", null, 1],
    ["h2", "team", 2],
    ["h2", "company", 2],
  ]);
  const byGroup = plan([heats[0] as PublishedHeat], { byGroup: true, places: 1 }).lines;
  expect(byGroup.map(({ group, entries }) => [group, entries[0]?.entry.id, entries[1]?.outcome])).toEqual([
    ["team", 101, "substitute"],
    ["company", 102, "substitute"],
  ]);
});

describe("equals on the line", () => {
  const tied = (more: Partial<HeatEntry>[] = []) => [
    heat(1, [[1], [2, "80.00", more[0] ?? {}], [2, "80.00", more[1] ?? {}], [4]]),
  ];

  test("all go on", () => {
    expect(outcomes(tied(), { ties: "all" })).toMatchObject({ 102: "advanced", 103: "advanced", 104: "substitute" });
    expect(reasonOf(103, tied(), { ties: "all" })).toEqual({ why: "all-equal", shared: 2 });
  });

  test("wait for the panel's vote, which parts them; half a vote parts nobody", () => {
    expect(outcomes(tied(), { ties: "vote" })).toMatchObject({ 101: "advanced", 102: "undecided", 103: "undecided" });
    expect(reasonOf(102, tied(), { ties: "vote" })).toEqual({ why: "undecided", shared: 2, room: 1 });
    const voted = outcomes(tied(), { ties: "vote" }, [
      [102, 2],
      [103, 1],
    ]);
    expect(voted).toMatchObject({ 102: "substitute", 103: "advanced" });
    expect(outcomes(tied(), { ties: "vote" }, [[103, 1]])).toMatchObject({ 102: "undecided", 103: "undecided" });
  });

  test("are parted by the exact preliminary score where all have one, and else by a vote", () => {
    const scored = tied([{ preliminary: "79.9999999999999999" }, { preliminary: "80" }]);
    expect(outcomes(scored, { ties: "preliminary" })).toMatchObject({ 102: "substitute", 103: "advanced" });
    expect(reasonOf(103, scored, { ties: "preliminary" })).toEqual({ why: "parted", by: "preliminary" });
    const lacking = tied([{ preliminary: "99" }, {}]);
    expect(outcomes(lacking, { ties: "preliminary" })).toMatchObject({ 102: "undecided", 103: "undecided" });
  });

  test("who lost the vote moves up before all behind", () => {
    const heats = [heat(1, [[1, undefined, gone], [2, "80.00"], [2, "80.00"], [4]])];
    const votes: [number, number][] = [
      [102, 2],
      [103, 1],
    ];
    expect(outcomes(heats, { ties: "vote" }, votes)).toMatchObject({
      101: "withdrawn",
      102: "advanced",
      103: "advanced",
    });
    expect(reasonOf(102, heats, { ties: "vote" }, votes)).toEqual({ why: "moved-up", free: "line" });
  });
});

describe("wildcards", () => {
  const heats = [
    heat(1, [
      [1, "90.00"],
      [2, "89.00"],
      [3, "88.00"],
      [4, "60.00"],
    ]),
    heat(2, [
      [1, "80.00"],
      [2, "70.00"],
      [3, "60.00"],
      [4, "50.00"],
      [5, "49.99"],
      [6, "10.00"],
    ]),
  ];
  const by = (measure: "total" | "z-score" | "percentile", places = 1) => ({ wildcards: { places, by: measure } });

  test("go to the best result, the best place among the others, or the most above the mean of its heat", () => {
    expect(outcomes(heats, by("total"))).toMatchObject({ 103: "wildcard", 203: "substitute" });
    expect(outcomes(heats, by("percentile"))).toMatchObject({ 103: "substitute", 203: "wildcard" });
    expect(reasonOf(203, heats, by("percentile"))).toMatchObject({
      figure: { by: "percentile", behind: 3, others: 5 },
      place: 1,
    });
    expect(outcomes(heats, by("z-score"))).toMatchObject({ 103: "wildcard" });
  });

  test("are given to equals alike, and one who withdraws makes room for the next by the measure", () => {
    const equal = [heat(1, [[1], [2], [3, "50.00"]]), heat(2, [[1], [2], [3, "50.00"]])];
    expect(outcomes(equal, { ...by("total"), ties: "vote" })).toMatchObject({ 103: "undecided", 203: "undecided" });
    expect(outcomes(equal, { ...by("total"), ties: "all" })).toMatchObject({ 103: "wildcard", 203: "wildcard" });
    const left = [heat(1, [[1], [2], [3, "50.00", gone]]), heat(2, [[1], [2], [3, "49.00"], [4, "48.00"]])];
    expect(outcomes(left, by("total"))).toMatchObject({ 103: "withdrawn", 203: "wildcard", 204: "substitute" });
    expect(reasonOf(203, left, by("total"))).toEqual({ why: "moved-up", free: "wildcards" });
  });

  test("that are undecided stop whoever stands behind from moving up past them", () => {
    const heats = [
      heat(1, [
        [1, undefined, gone],
        [2, "50.00"],
        [3, "40.00"],
      ]),
      heat(2, [[1], [2, "50.00"]]),
    ];
    const found = outcomes(heats, { ...by("total"), places: 1, ties: "vote" });
    expect(found).toMatchObject({ 101: "withdrawn", 102: "undecided", 103: "substitute", 202: "undecided" });
  });

  test("say nothing in a ranking of one, or z-scores where all results are equal: nobody there gets one", () => {
    const alone = [
      heat(1, [[1, "90.00"]]),
      heat(2, [
        [1, "50.00"],
        [1, "50.00"],
        [1, "50.00"],
      ]),
    ];
    const none = { 101: "substitute", 201: "substitute", 202: "substitute", 203: "substitute" };
    expect(outcomes(alone, { ...by("z-score"), places: 0 })).toEqual(none);
    expect(outcomes(alone, { ...by("percentile", 3), places: 0 })).toMatchObject({
      101: "substitute",
      201: "wildcard",
    });
  });
});

const heats = fc
  .array(
    fc.array(
      fc.record({
        total: fc.integer({ min: 60, max: 66 }),
        ranked: fc.integer({ min: 0, max: 9 }).map((chance) => chance > 0),
        withdrawn: fc.integer({ min: 0, max: 4 }).map((chance) => chance === 0),
        preliminary: fc.option(fc.integer({ min: 1, max: 3 }).map(String)),
      }),
      { maxLength: 7 },
    ),
    { maxLength: 3 },
  )
  .map((tour) =>
    tour.map((field, at) => {
      const rankOf = (total: number) => 1 + field.filter((each) => each.ranked && each.total > total).length;
      const lines = field.map(
        ({ total, ranked, ...more }): Line => (ranked ? [rankOf(total), `${total}.50`, more] : [null, undefined, more]),
      );
      return heat(at + 1, lines);
    }),
  );
const rules = fc.record({
  places: fc.integer({ min: 0, max: 4 }),
  ties: fc.constantFrom("all" as const, "vote" as const, "preliminary" as const),
  substitutes: fc.boolean(),
  wildcards: fc.option(
    fc.record({
      places: fc.integer({ min: 1, max: 3 }),
      by: fc.constantFrom("total" as const, "z-score" as const, "percentile" as const),
    }),
  ),
});
const isOut = (outcome: string) => outcome === "cut" || outcome === "substitute";

describe("whatever the heats and the rule", () => {
  test("nobody behind is in by the line while somebody ahead is out, and without a withdrawal a line is passed only by equals", () => {
    fc.assert(
      fc.property(heats, rules, (tour, given) => {
        for (const { entries, places } of plan(tour, given).lines) {
          const advanced = entries.filter(({ outcome }) => outcome === "advanced");
          const last = Math.max(0, ...advanced.map(({ entry }) => entry.rank ?? Number.POSITIVE_INFINITY));
          for (const { entry, outcome } of entries)
            if (isOut(outcome)) expect(entry.rank ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(last);
          const standing = entries.filter((each) => each.standing === "advanced");
          if (given.ties !== "all") expect(standing.length).toBeLessThanOrEqual(places);
        }
      }),
    );
  });

  test("equals on a line are treated alike, unless something parts them", () => {
    fc.assert(
      fc.property(heats, rules, (tour, given) => {
        const untold = tour.map((each) => ({
          ...each,
          entries: each.entries.map((entry) => ({ ...entry, preliminary: null, withdrawn: false })),
        }));
        for (const { entries } of plan(untold, { ...given, wildcards: null }).lines)
          for (const a of entries)
            for (const b of entries)
              if (a.entry.rank === b.entry.rank && a.entry.rank !== null) expect(a.outcome).toBe(b.outcome);
      }),
    );
  });

  test("the order in which heats and entries come in makes no difference", () => {
    fc.assert(
      fc.property(heats, rules, (tour, given) => {
        const turned = tour.map((each) => ({ ...each, entries: [...each.entries].reverse() })).reverse();
        expect(outcomes(turned, given)).toEqual(outcomes(tour, given));
        expect(plan(turned, given).digest).toBe(plan(tour, given).digest);
      }),
    );
  });

  test("a withdrawal takes nobody's place away: the others stay where they were or move up, the nearest first", () => {
    fc.assert(
      fc.property(heats, rules, fc.nat(), (tour, given, pick) => {
        const present = all(tour, given).filter(({ outcome }) => outcome !== "withdrawn");
        const leaver = present[pick % Math.max(1, present.length)]?.entry.id;
        const after = tour.map((each) => ({
          ...each,
          entries: each.entries.map((entry) => (entry.id === leaver ? { ...entry, ...gone } : entry)),
        }));
        const [before, now] = [outcomes(tour, given), outcomes(after, given)];
        for (const [id, was] of Object.entries(before)) {
          if (Number(id) === leaver) continue;
          const is = now[Number(id)];
          if (isIn(was)) expect(isIn(is ?? "cut")).toBe(true);
          else if (was !== is) expect([was, given.substitutes]).toEqual([isOut(was) ? was : "undecided", true]);
        }
        for (const { entries } of plan(after, given).lines) {
          const waiting = entries.filter(({ next }) => next !== null).map(({ entry, next }) => [entry.rank, next]);
          const ranks = waiting.sort((a, b) => Number(a[1]) - Number(b[1])).map(([rank]) => rank);
          expect(ranks).toEqual([...ranks].sort((a, b) => Number(a) - Number(b)));
        }
      }),
    );
  });

  test("nobody gets a wildcard while somebody behind a line does better by its measure, and is still there", () => {
    fc.assert(
      fc.property(heats, rules, (tour, given) => {
        const places = all(tour, { ...given, substitutes: false, wildcards: { places: 2, by: "total" } });
        const wild = places.filter(({ standing }) => standing === "wildcard").map(({ entry }) => Number(entry.total));
        const out = places.filter(({ standing }) => standing === "cut").map(({ entry }) => Number(entry.total ?? 0));
        expect(Math.max(0, ...out)).toBeLessThanOrEqual(Math.min(999, ...wild));
      }),
    );
  });

  test("whoever goes on is in, and everybody stands once", () => {
    fc.assert(
      fc.property(heats, rules, (tour, given) => {
        const made = plan(tour, given);
        const ids = made.lines.flatMap(({ entries }) => entries).map(({ entry }) => entry.id);
        expect(ids.sort()).toEqual(tour.flatMap(({ entries }) => entries.map(({ id }) => id)).sort());
        for (const { entry } of goingOn(made)) expect([entry.withdrawn, entry.rank === null]).toEqual([false, false]);
      }),
    );
  });
});
