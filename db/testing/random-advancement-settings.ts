import fc from "fast-check";
import type { AdvancementInput } from "~/rules/advancement/advancement.ts";
import {
  type AdvancementRule,
  capOwners,
  quotaBases,
  quotaUnits,
  shareRoundings,
} from "~/rules/advancement/advancement-rule.ts";
import { planAdvancement } from "~/rules/advancement/plan-advancement.ts";
import type { HeatCount } from "~/rules/advancement/quotas.ts";
import { randomAdvancement } from "./random-advancement.ts";

const randomPlaces: fc.Arbitrary<Pick<AdvancementRule, "share" | "quota">> = fc.oneof(
  fc.constant({}),
  fc.record({
    share: fc.record({
      percent: fc.constantFrom("0.01", "12.5", "33.33", "40", "50", "66.67", "100"),
      rounding: fc.constantFrom(...shareRoundings),
    }),
  }),
  fc.record({
    quota: fc.record({
      places: fc.integer({ min: 1, max: 14 }),
      over: fc.constantFrom(...quotaUnits),
      by: fc.constantFrom(...quotaBases),
      least: fc.nat(3),
    }),
  }),
);

const randomSettings = fc.record({
  places: randomPlaces,
  cap: fc.option(fc.record({ most: fc.integer({ min: 1, max: 2 }), of: fc.constantFrom(...capOwners) }), { freq: 3 }),
  ladder: fc.option(
    fc.constantFrom<NonNullable<AdvancementRule["ladder"]>[]>(
      ["preliminary"],
      ["preliminary", "all"],
      ["vote", "preliminary", "all"],
      ["vote", "all"],
      ["vote", "preliminary"],
      ["preliminary", "vote"],
      ["all"],
    ),
  ),
  reserves: fc.option(fc.nat(3)),
  owners: fc.array(fc.constantFrom("甲公司", "乙大学", "", null), { minLength: 40, maxLength: 40 }),
  counts: fc.array(fc.nat(30), { minLength: 20, maxLength: 20 }),
  voted: fc.boolean(),
});

/** The same contests as `randomAdvancement`, with shares, quotas, caps, ladders and reserves, and votes on what is tied by them. */
export const randomAdvancementWithSettings: fc.Arbitrary<AdvancementInput> = fc
  .tuple(randomAdvancement, randomSettings)
  .map(([input, { places, cap, ladder, reserves, owners, counts, voted }]): AdvancementInput => {
    const ownerOf = (id: number) => owners[id % owners.length] ?? null;
    const heats = input.heats.map((heat, at) => ({
      ...heat,
      track: at % 2 === 0 ? "photonics" : "alloys",
      entries: heat.entries.map((entry) => ({
        ...entry,
        institution: ownerOf(entry.id),
        recommender: ownerOf(entry.id + 7),
      })),
    }));
    const rule: AdvancementRule = {
      ...input.rule,
      ...places,
      ...(places.quota?.over === "group" && { byGroup: true }),
      ...(cap && { cap }),
      ...(ladder && { ladder }),
      ...(reserves !== null && { reserves }),
    };
    // One heat more than are published
    const registrations = ["h1", "h2", "h3", "h4", "h5"].flatMap((heat, at): HeatCount[] =>
      ["team", "company", "b", null].map((group, nth) => ({
        heat,
        track: at % 2 === 0 ? "photonics" : "alloys",
        group,
        count: counts[at * 4 + nth] ?? 0,
      })),
    );
    const asked = { heats, rule, registrations, votes: input.votes };
    return voted ? { ...asked, votes: [...input.votes, ...votesOn(asked)] } : asked;
  });

/** A vote on each tie that is open, in the order of their ids turned round. */
function votesOn(input: AdvancementInput): AdvancementInput["votes"] {
  const { ties } = planAdvancement(input);
  return ties.map(({ entries }, at) => ({
    id: 100 + at,
    recordedAt: new Date(100 + at),
    places: new Map(entries.map((id, place) => [id, entries.length - place])),
  }));
}
