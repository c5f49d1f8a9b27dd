import fc from "fast-check";
import type { AdvancementInput, HeatEntry, PanelDecision, PublishedHeat } from "~/rules/advancement/advancement.ts";
import { type AdvancementRule, tieBreakers, wildcardMeasures } from "~/rules/advancement/advancement-rule.ts";
import { planAdvancement } from "~/rules/advancement/plan-advancement.ts";

const groupKeys = ["team", "company", "b"];

const randomEntry = fc.record({
  total: fc.integer({ min: 60, max: 63 }),
  /** A tie step of the heat: it breaks a tie of equal totals. */
  step: fc.nat(2),
  ranked: fc.nat(9).map((chance) => chance > 0),
  withdrawn: fc.nat(4).map((chance) => chance === 0),
  preliminary: fc.option(fc.constantFrom("1", "2", "2.0", "3"), { freq: 8 }),
  group: fc.option(fc.constantFrom(...groupKeys), { freq: 6 }),
});

const randomField = fc.record({ field: fc.array(randomEntry, { maxLength: 9 }), separate: fc.boolean() });

/** A heat as it is published: ranked by total and step, each group by itself where they are ranked apart. */
function heatOf(number: number, { field, separate }: typeof randomField extends fc.Arbitrary<infer F> ? F : never) {
  const entries = field.map((each, at): HeatEntry => {
    const id = number * 100 + at + 1;
    const rivals = field.filter(({ ranked, group }) => ranked && (!separate || group === each.group));
    const ahead = rivals.filter((o) => o.total > each.total || (o.total === each.total && o.step > each.step));
    return {
      id,
      entry: String(at + 1 + (at % 2) * 10),
      title: `项目${id}`,
      titleEn: null,
      group: each.group,
      rank: each.ranked ? ahead.length + 1 : null,
      total: each.ranked ? `${each.total}.50` : null,
      preliminary: each.preliminary,
      withdrawn: each.withdrawn,
    };
  });
  return { slug: `h${number}`, separate, version: 1, digest: String(number).repeat(64), entries };
}

const randomRule: fc.Arbitrary<AdvancementRule> = fc.record({
  places: fc.nat(4),
  byGroup: fc.nat(3).map((chance) => chance === 0),
  exceptions: fc.uniqueArray(
    fc.record({
      heat: fc.constantFrom("h1", "h2", "h3"),
      group: fc.option(fc.constantFrom(...groupKeys), { freq: 1 }),
      places: fc.nat(3),
    }),
    { selector: ({ heat, group }) => `${heat} ${group}`, maxLength: 3 },
  ),
  ties: fc.constantFrom(...tieBreakers),
  wildcards: fc.option(fc.record({ places: fc.integer({ min: 1, max: 4 }), by: fc.constantFrom(...wildcardMeasures) })),
  substitutes: fc.nat(3).map((chance) => chance > 0),
  afterNotice: fc.boolean(),
});

/** What a vote is on: one of the ties that are open then, or (a panel of another time) any entries; and the places given. */
const randomVotes = fc.array(
  fc.record({
    on: fc.oneof(
      { weight: 3, arbitrary: fc.nat(3) },
      {
        weight: 1,
        arbitrary: fc.uniqueArray(
          fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 9 })).map(([heat, at]) => heat * 100 + at),
          { minLength: 1, maxLength: 6 },
        ),
      },
    ),
    places: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 9, maxLength: 9 }),
    strict: fc.nat(3).map((chance) => chance > 0),
  }),
  { maxLength: 4 },
);

/**
 * Heats with few different totals, so that ties on the line, also of withdrawn entries, are common; every kind of rule; and
 * decisions of the panel, most of them on what is tied once the earlier ones were made.
 */
export const randomAdvancement: fc.Arbitrary<AdvancementInput> = fc
  .record({ heats: fc.array(randomField, { maxLength: 4 }), rule: randomRule, asked: randomVotes })
  .map(({ heats: fields, rule, asked }) => {
    const heats: PublishedHeat[] = fields.map((field, at) => heatOf(at + 1, field));
    const votes: PanelDecision[] = [];
    for (const { on, places, strict } of asked) {
      const { ties } = planAdvancement({ heats, rule, votes });
      const entries = typeof on === "number" ? (ties[on % Math.max(1, ties.length)]?.entries ?? []) : on;
      const given = entries.map(
        (id, at) => [id, strict ? ((at + (places[0] ?? 0)) % entries.length) + 1 : (places[at] ?? 1)] as const,
      );
      if (given.length > 0)
        votes.push({ id: votes.length, recordedAt: new Date(votes.length), places: new Map(given) });
    }
    return { heats, rule, votes };
  });
