import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomAdvancementWithSettings } from "~db/testing/random-advancement-settings.ts";
import { type AdvancementRule, advancementRuleSchema, defaultAdvancementRule, ownPlaces } from "./advancement-rule.ts";
import { planAdvancement } from "./plan-advancement.ts";
import { apportion, placesOfLine } from "./quotas.ts";

const claims = (...bases: number[]) => bases.map((base, at) => ({ key: String(at + 1), base }));
const placesFor = (places: number, bases: number[], least = 0) =>
  apportion(places, claims(...bases), least).map((each) => each.places);

describe("places in proportion, by largest remainder", () => {
  // The first: Hare quotas of a textbook; the second: Alabama 1880 in small, where a place more costs one a place
  test.each<[number, number[], number[], number?]>([
    [10, [47, 16, 158, 60, 4], [2, 1, 5, 2, 0]],
    [10, [6, 6, 2], [4, 4, 2]],
    [11, [6, 6, 2], [5, 5, 1]],
    [7, [1, 1, 1], [3, 2, 2]],
    [5, [0, 3, 0], [0, 5, 0]],
    [3, [0, 0], [0, 0]],
    [0, [5, 5], [0, 0]],
    [10, [90, 6, 4], [8, 1, 1], 1],
    [12, [100, 10, 1], [8, 2, 2], 2],
    [12, [50, 49, 1], [5, 5, 2], 2],
    [4, [100, 1, 1, 1, 1], [4, 0, 0, 0, 0], 1],
    [6, [10, 0, 0], [2, 2, 2], 3],
  ])("%i places over %j are %j, nobody below %s", (places, bases, expected, least) => {
    expect(placesFor(places, bases, least)).toEqual(expected);
  });

  test("say each exact quotient and remainder, and who has a place left over", () => {
    expect(apportion(10, claims(6, 6, 2))).toEqual([
      { key: "1", base: 6, places: 4, quotient: "30/7", whole: 4, remainder: "2/7", extra: false, raised: false },
      { key: "2", base: 6, places: 4, quotient: "30/7", whole: 4, remainder: "2/7", extra: false, raised: false },
      { key: "3", base: 2, places: 2, quotient: "10/7", whole: 1, remainder: "3/7", extra: true, raised: false },
    ]);
    expect(apportion(10, claims(90, 6, 4), 1)[2]).toMatchObject({ quotient: "2/5", places: 1, raised: true });
  });

  test("equal remainders go to the greater base, then by the key, however they come in", () => {
    expect(placesFor(5, [1, 3, 3, 1])).toEqual([1, 2, 2, 0]);
    const mixed = [
      { key: "h10", base: 2 },
      { key: "h2", base: 2 },
      { key: "h1", base: 2 },
    ];
    const byKey = Object.fromEntries(apportion(4, mixed).map(({ key, places }) => [key, places]));
    expect(byKey).toEqual({ h1: 2, h2: 1, h10: 1 });
  });

  test("always add up to the places, each within one of its quotient unless it was raised, none below the least", () => {
    fc.assert(
      fc.property(
        fc.nat(300),
        fc.array(fc.nat(500), { minLength: 1, maxLength: 20 }),
        fc.nat(12),
        (places, bases, least) => {
          const all = apportion(places, claims(...bases), least);
          const floor = Math.min(least, Math.floor(places / bases.length));
          const sum = all.reduce((total, each) => total + each.places, 0);
          if (bases.some((base) => base > 0)) expect(sum).toBe(places);
          else expect(sum).toBe(floor * bases.length);
          for (const each of all) {
            expect(each.places).toBeGreaterThanOrEqual(floor);
            if (!each.raised) expect([each.whole, each.whole + 1]).toContain(each.places);
            expect(each.extra && each.raised).toBe(false);
          }
          for (const a of all)
            for (const b of all) if (a.base > b.base) expect(a.places).toBeGreaterThanOrEqual(b.places);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("a share of the ranked entries", () => {
  test.each<[string, number, "up" | "half-up" | "down", number, string]>([
    ["40", 17, "up", 7, "6.8"],
    ["40", 17, "half-up", 7, "6.8"],
    ["40", 17, "down", 6, "6.8"],
    ["50", 5, "half-up", 3, "2.5"],
    ["50", 5, "down", 2, "2.5"],
    ["12.5", 8, "up", 1, "1"],
    ["33.33", 3, "up", 1, "0.9999"],
    ["0.01", 1, "up", 1, "0.0001"],
    ["100", 16, "down", 16, "16"],
    ["40", 0, "up", 0, "0"],
  ])("%s %% of %i, rounded %s, are %i", (percent, ranked, rounding, places, exact) => {
    const rule = { ...defaultAdvancementRule, share: { percent, rounding } };
    expect(placesOfLine(rule, { heat: "h1", group: undefined, ranked }, null)).toEqual({
      places,
      basis: { by: "share", percent, ranked, exact, rounding },
    });
  });

  test("gives way to a heat's own number", () => {
    const exceptions = [{ heat: "h1", group: null, places: 4 }];
    const rule = { ...defaultAdvancementRule, exceptions, share: { percent: "50", rounding: "up" as const } };
    expect(placesOfLine(rule, { heat: "h1", group: undefined, ranked: 9 }, null)).toEqual({
      places: 4,
      basis: { by: "own" },
    });
  });
});

describe("the edition's places", () => {
  const heat = (slug: string, track: string, groups: (string | null)[]) => ({
    slug,
    track,
    separate: false,
    version: 1,
    digest: "0".repeat(64),
    entries: groups.map((group, at) => ({
      id: Number(slug.slice(1)) * 100 + at,
      entry: String(at + 1),
      title: "项目",
      titleEn: null,
      group,
      rank: at + 1,
      total: `${90 - at}.00`,
      preliminary: null,
      withdrawn: false,
    })),
  });
  const heats = [heat("h1", "photonics", ["team", "company", "team"]), heat("h2", "photonics", ["team"])];
  const counts = (...given: [string, string, string | null, number][]) =>
    given.map(([where, track, group, count]) => ({ heat: where, track, group, count }));
  const registrations = counts(
    ["h1", "photonics", "team", 30],
    ["h1", "photonics", "company", 10],
    ["h2", "photonics", "team", 20],
    ["h3", "alloys", "team", 40],
  );
  const quotasOf = (given: object, more: Partial<AdvancementRule> = {}) => {
    const quota = { places: 10, over: "heat", by: "registrations", least: 0, ...given };
    const rule = advancementRuleSchema.parse({ ...defaultAdvancementRule, ...more, quota });
    const { quotas = [] } = planAdvancement({ heats, rule, votes: [], registrations });
    return quotas.map(({ key, places, lines }) => [key, places, ...lines.map((line) => [line.key, line.places])]);
  };

  test("keep the part of a heat that is not published yet by its registrations, and have none for it by judged entries", () => {
    expect(quotasOf({})).toEqual([
      ["h1", 4, ["h1", 4]],
      ["h2", 2, ["h2", 2]],
      ["h3", 4, ["h3", 4]],
    ]);
    expect(quotasOf({ by: "judged" })).toEqual([
      ["h1", 8, ["h1", 8]],
      ["h2", 2, ["h2", 2]],
    ]);
  });

  test("go to tracks or groups first, and within each over its heats", () => {
    expect(quotasOf({ over: "track" })).toEqual([
      ["alloys", 4, ["h3", 4]],
      ["photonics", 6, ["h1", 4], ["h2", 2]],
    ]);
    expect(quotasOf({ over: "group" }, { byGroup: true })).toEqual([
      ["team", 9, ["h1 team", 3], ["h2 team", 2], ["h3 team", 4]],
      ["company", 1, ["h1 company", 1]],
    ]);
  });

  test("leave out a heat with a number of its own", () => {
    const exceptions = [{ heat: "h1", group: null, places: 3 }];
    expect(quotasOf({}, { exceptions })).toEqual([
      ["h2", 3, ["h2", 3]],
      ["h3", 7, ["h3", 7]],
    ]);
  });
});

test("the parts of a plan add up to the edition's places, and every line has what its part says", () => {
  fc.assert(
    fc.property(randomAdvancementWithSettings, (input) => {
      const { quota } = input.rule;
      const { lines, quotas } = planAdvancement(input);
      expect(quotas !== undefined).toBe(quota !== undefined);
      if (!quota || !quotas) return;
      if (quotas.some(({ base }) => base > 0))
        expect(quotas.reduce((sum, { places }) => sum + places, 0)).toBe(quota.places);
      for (const unit of quotas)
        if (unit.lines.some(({ base }) => base > 0))
          expect(unit.lines.reduce((sum, { places }) => sum + places, 0)).toBe(unit.places);
      const parts = quotas.flatMap((unit) => unit.lines);
      for (const line of lines) {
        const own = ownPlaces(input.rule, line.heat, line.group);
        const part = parts.find(({ heat, group }) => heat === line.heat && group === line.group);
        expect(line.places).toBe(own ?? part?.places ?? 0);
        expect(line.basis).toEqual({ by: own === undefined ? "quota" : "own" });
      }
    }),
    { numRuns: 1000 },
  );
});
