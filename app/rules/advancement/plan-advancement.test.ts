import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { advancingOf, type HeatEntry, isAdvancing, type PublishedHeat } from "./advancement.ts";
import { type AdvancementRule, advancementRuleSchema, defaultAdvancementRule } from "./advancement-rule.ts";
import { planAdvancement } from "./plan-advancement.ts";

const rule = (given: Partial<AdvancementRule> = {}): AdvancementRule =>
  advancementRuleSchema.parse({ ...defaultAdvancementRule, places: 2, ...given });

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
/** Each list is one decision, the oldest first: entries with their places. */
const plan = (heats: PublishedHeat[], given: Partial<AdvancementRule> = {}, ...votes: [number, number][][]) =>
  planAdvancement({
    heats,
    rule: rule(given),
    votes: votes.map((places, id) => ({ id, recordedAt: new Date(id), places: new Map(places) })),
  });
const all = (...asked: Parameters<typeof plan>) => plan(...asked).lines.flatMap(({ entries }) => entries);
const outcomes = (...asked: Parameters<typeof plan>) =>
  Object.fromEntries(all(...asked).map(({ entry, outcome }) => [entry.id, outcome]));
const reasonOf = (id: number, ...asked: Parameters<typeof plan>) =>
  all(...asked).find(({ entry }) => entry.id === id)?.reason;

test("the first of each heat go on; the others stand by in order, or are cut where nobody moves up", () => {
  const heats = [heat(1, [[1], [2], [3], [4], [null]]), heat(2, [[1]])];
  expect(outcomes(heats)).toEqual({
    101: "advanced",
    102: "advanced",
    103: "substitute",
    104: "substitute",
    105: "cut",
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

describe("the panel's decisions", () => {
  const two = () => [
    heat(1, [
      [1, "90.00"],
      [1, "90.00"],
    ]),
    heat(2, [
      [1, "90.00"],
      [1, "90.00"],
      [1, "90.00"],
    ]),
  ];
  const given = {
    places: 1,
    exceptions: [{ heat: "h2", group: null, places: 2 }],
    ties: "vote" as const,
    wildcards: { places: 1, by: "total" as const },
  };
  const first: [number, number][] = [
    [101, 1],
    [102, 2],
  ];
  const second: [number, number][] = [
    [201, 1],
    [202, 2],
    [203, 3],
  ];

  test("say nothing of equals who were not decided on together, and leave each other's places alone", () => {
    const both = [first, second] as const;
    expect(outcomes(two(), given, ...both)).toMatchObject({ 101: "advanced", 102: "undecided", 203: "undecided" });
    const third: [number, number][] = [
      [203, 1],
      [102, 2],
    ];
    expect(outcomes(two(), given, ...both, third)).toEqual({
      101: "advanced",
      102: "substitute",
      201: "advanced",
      202: "advanced",
      203: "wildcard",
    });
  });

  test("stand one for another: the latest on all of them parts them", () => {
    const anew: [number, number][] = [
      [102, 1],
      [101, 2],
    ];
    expect(outcomes([heat(1, [[1], [1]])], { places: 1 }, first, anew)).toEqual({ 101: "substitute", 102: "advanced" });
    expect(outcomes([heat(1, [[1], [1]])], { places: 1 }, anew, first)).toMatchObject({ 101: "advanced" });
  });

  test("are named by the plan tie by tie: whose line, how much room, who is asked, and what was decided", () => {
    const grouped: Line[] = ["team", "company"].flatMap((group): Line[] => [
      [1, "80.00", { group }],
      [1, "80.00", { group }],
    ]);
    const { ties } = plan([heat(1, grouped, { separate: true })], { places: 1 }, [
      [101, 2],
      [102, 1],
    ]);
    expect(ties).toMatchObject([
      { heat: "h1", group: "team", movingUp: false, room: 1, entries: [101, 102], decision: { id: 0 } },
      { heat: "h1", group: "company", movingUp: false, room: 1, entries: [103, 104], decision: null },
    ]);
    const free = [
      heat(1, [
        [1, undefined, gone],
        [2, "80.00"],
        [2, "80.00"],
      ]),
    ];
    expect(plan(free, { places: 1, ties: "vote" }).ties).toEqual([
      { heat: "h1", group: null, movingUp: true, room: 1, entries: [102, 103], decision: null },
    ]);
    expect(plan(two(), given, first, second).ties).toContainEqual({
      heat: null,
      group: null,
      movingUp: false,
      room: 1,
      entries: [102, 203],
      decision: null,
    });
  });

  test("are asked of those alone who are still there; where there is room for them, of nobody", () => {
    const one = [heat(1, [[1], [2, "80.00", gone], [2, "80.00"], [4]])];
    expect(outcomes(one, { ties: "vote" })).toMatchObject({ 102: "withdrawn", 103: "advanced", 104: "substitute" });
    expect(plan(one, { ties: "vote" }).ties).toEqual([]);
    expect(reasonOf(103, one, { ties: "vote" })).toEqual({ why: "within", rank: 2, places: 2 });
    const three = [heat(1, [[1], [2, "80.00", gone], [2, "80.00"], [2, "80.00"], [5]])];
    expect(plan(three, { ties: "vote" }).ties).toMatchObject([{ entries: [103, 104], room: 1 }]);
    expect(reasonOf(103, three, { ties: "vote" })).toEqual({ why: "undecided", shared: 2, room: 1 });
    const voted: [number, number][] = [
      [103, 1],
      [104, 2],
    ];
    expect(outcomes(three, { ties: "vote" }, voted)).toMatchObject({ 103: "advanced", 104: "substitute" });
    const all = [heat(1, [[1], [2, "80.00", gone], [2, "80.00", gone], [4]])];
    expect(outcomes(all, { ties: "vote" })).toMatchObject({ 101: "advanced", 104: "advanced" });
    const standings = plan(all, { ties: "vote", substitutes: false }).lines.flatMap(({ entries }) => entries);
    expect(standings.map(({ standing }) => standing)).not.toContain("undecided");
  });

  test("hold when one of those decided on withdraws later: the others stand where they stood", () => {
    const heats = (first: object, second: object) => [
      heat(1, [[1], [2, "80.00", first], [2, "80.00", second], [2, "80.00", gone], [5]]),
    ];
    const votes: [number, number][] = [
      [102, 1],
      [103, 2],
    ];
    const standing = (...asked: Parameters<typeof heats>) =>
      Object.fromEntries(all(heats(...asked), { ties: "vote" }, votes).map((each) => [each.entry.id, each.standing]));
    expect(standing({}, {})).toMatchObject({ 102: "advanced", 103: "substitute" });
    expect(standing(gone, {})).toMatchObject({ 102: "advanced", 103: "substitute" });
    expect(outcomes(heats(gone, {}), { ties: "vote" }, votes)).toMatchObject({ 103: "advanced", 105: "substitute" });
  });
});

describe("the order of a ranking", () => {
  const parted = (more: object = {}) => [
    heat(1, [
      [1, "90.00"],
      [2, "87.00", more],
      [3, "85.00", { preliminary: "70" }],
      [4, "85.00", { preliminary: "80" }],
    ]),
  ];
  const wild = { places: 1, wildcards: { places: 1, by: "total" as const } };

  test.each(["all", "vote", "preliminary"] as const)("is kept by wildcards, and by moving up into one (%s)", (ties) => {
    expect(outcomes(parted(gone), { ...wild, ties })).toMatchObject({ 103: "wildcard", 104: "substitute" });
    const second = heat(2, [[1], [2, "85.00", { preliminary: "60" }]]);
    const heats = [...parted(), second];
    const given = { places: 1, wildcards: { places: 2, by: "total" as const }, ties };
    const apart = {
      all: { 103: "wildcard", 202: "wildcard" },
      vote: { 103: "undecided", 202: "undecided" },
      preliminary: { 103: "wildcard", 202: "substitute" },
    };
    expect(outcomes(heats, given)).toMatchObject({ 102: "wildcard", 104: "substitute", ...apart[ties] });
  });

  test("parts equals by the measure within one heat, and says so", () => {
    const equal = [heat(1, [[1], [2, "85.00"], [3, "85.00"], [4, "80.00"]])];
    for (const ties of ["all", "vote", "preliminary"] as const) {
      expect(outcomes(equal, { ...wild, ties })).toMatchObject({ 102: "wildcard", 103: "substitute" });
      for (const id of [102, 103])
        expect(reasonOf(id, equal, { ...wild, ties })).toEqual({ why: "parted", by: "rank" });
    }
  });
});

test("where all equals go on, one of them who withdraws leaves no place that another could take", () => {
  const heats = [heat(1, [[1, "90.00", gone], [1, "90.00"], [3]])];
  expect(outcomes(heats, { places: 1, ties: "all" })).toMatchObject({ 102: "advanced", 103: "substitute" });
  const wild = [heat(1, [[1], [2, "50.00", gone]]), heat(2, [[1], [2, "50.00"], [3, "40.00"]])];
  const given = { places: 1, ties: "all" as const, wildcards: { places: 1, by: "total" as const } };
  expect(outcomes(wild, given)).toMatchObject({ 202: "wildcard", 203: "substitute" });
});

test("wildcards wait until every line is decided: whoever loses on a line comes up for one", () => {
  const heats = [
    heat(1, [[1, "90.00"], [1, "90.00"], [3]]),
    heat(2, [
      [1, "80.00"],
      [2, "70.00"],
    ]),
  ];
  const given = { places: 1, ties: "vote" as const, wildcards: { places: 1, by: "total" as const } };
  expect(outcomes(heats, given)).toMatchObject({
    101: "undecided",
    102: "undecided",
    103: "substitute",
    202: "substitute",
  });
});

const heats = fc
  .array(
    fc.array(
      fc.record({
        total: fc.integer({ min: 60, max: 62 }),
        /** A tie step of the heat: it breaks a tie of equal totals. */
        step: fc.integer({ min: 0, max: 2 }),
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
      const rankOf = (of: { total: number; step: number }) =>
        1 + field.filter((o) => o.ranked && (o.total > of.total || (o.total === of.total && o.step > of.step))).length;
      const lines = field.map(
        ({ total, step, ranked, ...more }): Line =>
          ranked ? [rankOf({ total, step }), `${total}.50`, more] : [null, undefined, more],
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
/** One decision on any of the entries. */
const votesOn = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 7 })), { selector: String })
  .map((of) => of.map(([heat, entry], at): [number, number] => [heat * 100 + entry, at + 1]));
const voteOrders = ["first", "last"] as const;
/** The outcomes once every tie is voted on, one after the other: who is first in the list is preferred, or who is last. */
function votedOn(
  preferred: (typeof voteOrders)[number],
  ...[heats, given]: [PublishedHeat[], Partial<AdvancementRule>]
) {
  const votes: [number, number][][] = [];
  for (let open = openTie(heats, given, votes); open; open = openTie(heats, given, votes)) {
    const order = preferred === "first" ? open.entries : open.entries.toReversed();
    votes.push(order.map((id, at): [number, number] => [id, at + 1]));
  }
  return outcomes(heats, given, ...votes);
}
const openTie = (heats: PublishedHeat[], given: Partial<AdvancementRule>, votes: [number, number][][]) =>
  plan(heats, given, ...votes).ties.find(({ decision }) => decision === null);
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

  test("of equals who have all withdrawn the same ones held the wildcards, whichever heat comes in first", () => {
    const tour = [heat(1, [[1, "62.50", gone]]), heat(2, [[1, "62.50", gone]])];
    const given = { places: 0, ties: "preliminary", wildcards: { places: 1, by: "total" } } as const;
    const was = (heats: PublishedHeat[]) => [101, 201].map((id) => reasonOf(id, heats, given));
    expect(was(tour)).toEqual([
      { why: "withdrawn", was: "wildcard" },
      { why: "withdrawn", was: "substitute" },
    ]);
    expect(was([...tour].reverse())).toEqual(was(tour));
    expect(plan([...tour].reverse(), given).digest).toBe(plan(tour, given).digest);
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
        const before = outcomes(tour, given);
        const now = outcomes(after, given);
        const waits = Object.values(before).includes("undecided");
        for (const [id, was] of Object.entries(before)) {
          if (Number(id) === leaver) continue;
          const is = now[Number(id)];
          // Where equals have come to a line by it who stays may have to be voted on, whoever loses there being in all the same
          if (isAdvancing(was) && is === "undecided")
            for (const order of voteOrders)
              expect(isAdvancing(votedOn(order, after, given)[Number(id)] ?? "cut")).toBe(true);
          else if (isAdvancing(was)) expect(isAdvancing(is ?? "cut")).toBe(true);
          else if (was !== is && !waits) expect([isOut(was), given.substitutes]).toEqual([true, true]);
        }
        for (const { entries } of plan(after, given).lines) {
          const waiting = entries.filter(({ next }) => next !== null).map(({ entry, next }) => [entry.rank, next]);
          const ranks = waiting.sort((a, b) => Number(a[1]) - Number(b[1])).map(([rank]) => rank);
          expect(ranks).toEqual([...ranks].sort((a, b) => Number(a) - Number(b)));
        }
      }),
    );
  });

  test("the last at the line withdraws, and of equal wildcards one moves up: whoever the vote is for, both stay in", () => {
    const tour = (leaver: object) => [
      heat(1, [
        [1, "61.50", gone],
        [4, "60.50"],
        [1, "61.50", leaver],
        [1, "61.50", gone],
        [4, "60.50"],
      ]),
    ];
    const given: Partial<AdvancementRule> = {
      places: 1,
      ties: "preliminary",
      substitutes: true,
      wildcards: { places: 2, by: "total" },
    };
    expect(outcomes(tour({}), given)).toMatchObject({ 102: "wildcard", 103: "advanced", 105: "wildcard" });
    expect(outcomes(tour(gone), given)).toMatchObject({ 102: "undecided", 103: "withdrawn", 105: "undecided" });
    expect(votedOn("first", tour(gone), given)).toMatchObject({ 102: "advanced", 105: "wildcard" });
    expect(votedOn("last", tour(gone), given)).toMatchObject({ 102: "wildcard", 105: "advanced" });
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

  test("nobody goes on before somebody ranked better in the same ranking who is still there", () => {
    fc.assert(
      fc.property(heats, rules, votesOn, (tour, given, votes) => {
        const wildcards = { places: given.wildcards?.places ?? 1, by: "total" as const };
        for (const { entries } of plan(tour, { ...given, places: given.places % 2, wildcards }, votes).lines)
          for (const worse of entries.filter(({ outcome }) => isAdvancing(outcome)))
            for (const better of entries)
              if (better.entry.rank !== null && better.entry.rank < (worse.entry.rank ?? 0))
                expect(isAdvancing(better.outcome) || better.outcome === "withdrawn").toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test("whoever waits is in exactly one tie, among more than there is room for, and a decision on a tie leaves nobody of it waiting there", () => {
    fc.assert(
      fc.property(heats, rules, votesOn, (tour, given, votes) => {
        const made = plan(tour, given, votes);
        const open = made.ties.filter(({ decision }) => decision === null);
        for (const { entries, room } of open) expect(entries.length).toBeGreaterThan(room);
        const waiting = made.lines.flatMap(({ entries }) => entries).filter(({ outcome }) => outcome === "undecided");
        expect(open.flatMap(({ entries }) => entries).sort()).toEqual(waiting.map(({ entry }) => entry.id).sort());
        const [tie] = open;
        if (!tie) return;
        const decided = tie.entries.map((id, at): [number, number] => [id, at + 1]);
        const next = plan(tour, given, votes, decided).ties.find(({ entries }) => `${entries}` === `${tie.entries}`);
        expect(next?.decision).not.toBeNull();
      }),
    );
  });

  test("a place that is empty is taken by the next, and no line and no wildcards have more than their places but by equals", () => {
    fc.assert(
      fc.property(heats, rules, (tour, given) => {
        for (const { entries, places } of plan(tour, { ...given, substitutes: true }).lines) {
          const on = entries.filter(({ outcome }) => outcome === "advanced");
          const waits = entries.some(({ outcome }) => outcome === "undecided");
          if (entries.some(({ outcome }) => outcome === "substitute") && !waits)
            expect(on.length).toBeGreaterThanOrEqual(places);
          if (given.ties !== "all") expect(on.length).toBeLessThanOrEqual(places);
          const last = on.filter(({ reason }) => reason.why === "moved-up").map(({ entry }) => entry.rank);
          if (on.length > places) expect(new Set(last).size).toBeLessThanOrEqual(Math.max(1, places));
        }
      }),
    );
  });

  test("whoever goes on is in, and everybody stands once", () => {
    fc.assert(
      fc.property(heats, rules, (tour, given) => {
        const made = plan(tour, given);
        const ids = made.lines.flatMap(({ entries }) => entries).map(({ entry }) => entry.id);
        expect(ids.sort()).toEqual(tour.flatMap(({ entries }) => entries.map(({ id }) => id)).sort());
        for (const { entry } of advancingOf(made))
          expect([entry.withdrawn, entry.rank === null]).toEqual([false, false]);
      }),
    );
  });
});
