import type { HeatEntry, PublishedHeat } from "./advancement.ts";
import { type AdvancementRule, placesOf } from "./advancement-rule.ts";
import { equalsOf, type Filled, type Found, fill, type Settling } from "./advancement-ties.ts";

/** The lines of the heats: the first so many of each. */

export interface HeatLine extends Filled {
  heat: string;
  /** `undefined`: the line of the whole heat. */
  group: string | null | undefined;
  /** Who is ranked together has the same word. */
  ranking: string;
  places: number;
  /** By rank; those without one last. */
  found: Found[];
}

/** Every line of a heat, as if nobody had withdrawn. */
export function linesOf(heat: PublishedHeat, rule: AdvancementRule, settle: Settling): HeatLine[] {
  return groupsOf(heat, rule).map((group) => {
    const entries = heat.entries.filter((each) => group === undefined || each.group === group);
    const places = placesOf(rule, heat.slug, group ?? null);
    const ranking = heat.separate ? `${heat.slug} ${group ?? ""}` : heat.slug;
    return { heat: heat.slug, group, ranking, places, ...lineOf(heat.slug, entries, places, settle) };
  });
}

/** The groups that have lines of their own; `undefined` is the line of the whole heat. */
function groupsOf(heat: PublishedHeat, rule: AdvancementRule): (string | null | undefined)[] {
  if (!rule.byGroup && !heat.separate) return [undefined];
  return [...new Set(heat.entries.map(({ group }) => group))].sort((a, b) => byText(a ?? "", b ?? ""));
}

function lineOf(heat: string, entries: readonly HeatEntry[], places: number, settle: Settling) {
  const found = entries
    .map((entry): Found => ({ entry, heat, standing: "cut", reason: { why: "unranked" } }))
    .sort(byRank);
  const ranked = found.filter(({ entry }) => entry.rank !== null && entry.total !== null);
  for (const each of ranked) each.reason = { why: "behind", rank: each.entry.rank ?? 0, places };
  const equals = equalsOf(ranked, (a, b) => a.entry.rank === b.entry.rank);
  const filled = fill(equals, places, settle);
  for (const { found: each, reason } of filled.going)
    Object.assign(each, {
      standing: "advanced",
      reason: reason ?? { why: "within", rank: each.entry.rank ?? 0, places },
    });
  for (const { found: each, reason } of filled.undecided) Object.assign(each, { standing: "undecided", reason });
  return { found, ...filled };
}

export function byRank(a: Found, b: Found): number {
  const left = a.entry.rank ?? Number.POSITIVE_INFINITY;
  const right = b.entry.rank ?? Number.POSITIVE_INFINITY;
  return left === right ? byText(a.entry.entry, b.entry.entry) : left - right;
}

export function byText(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
