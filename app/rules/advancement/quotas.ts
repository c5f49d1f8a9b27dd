import { compare, type Fraction, fraction, minus, parseDecimal, print, times } from "~/primitives/fraction.ts";
import { byText, type PublishedHeat } from "./advancement.ts";
import { type AdvancementRule, ownPlaces, type ShareRounding } from "./advancement-rule.ts";

/** How many places a line has: a share of its entries, or its part of the edition's places by largest remainder (最大余额法). */

/** So many registrations, or judged entries, of a group in a heat. */
export interface HeatCount {
  heat: string;
  track: string | null;
  group: string | null;
  count: number;
}

export interface QuotaClaim {
  key: string;
  /** In proportion to what: a whole number. */
  base: number;
}

/** What one got of the places, with the exact figures that it got it by. */
export interface Quota extends QuotaClaim {
  places: number;
  /** places · base / all bases, as a fraction "a/b". */
  quotient: string;
  whole: number;
  /** What is left of the quotient behind its whole number, as a fraction "a/b": the greatest have the places left over. */
  remainder: string;
  /** One of the places left over. */
  extra: boolean;
  /** The quotient was smaller than the least number. */
  raised: boolean;
}

/**
 * Distributes places in proportion to the bases by largest remainder: each has the whole number of its quotient, and the places
 * left over go to the greatest remainders; where these are equal to the greater base, then by the key. Whose quotient is below
 * `least` has that many, and the others share the rest in the same way; where there are fewer places than that takes, `least` is
 * as great as it can be. All of them are given out where there is anybody with a base.
 */
export function apportion(places: number, claims: readonly QuotaClaim[], least = 0): Quota[] {
  if (claims.length === 0) return [];
  const floor = Math.min(least, Math.floor(places / claims.length));
  const sharing = sharingAbove(floor, places, claims);
  const rest = places - floor * (claims.length - sharing.length);
  const shares = sharing.map((claim) => {
    const quotient = quotientOf(claim, rest, sharing);
    const whole = Number(quotient.over / quotient.under);
    return { claim, quotient, whole, remainder: minus(quotient, fraction(whole)) };
  });
  const left = shares.reduce((sum, { whole }) => sum - whole, rest);
  const extras = [...shares]
    .filter(({ claim }) => claim.base > 0)
    .sort(
      (a, b) => compare(b.remainder, a.remainder) || b.claim.base - a.claim.base || byText(a.claim.key, b.claim.key),
    )
    .slice(0, left)
    .map(({ claim }) => claim);
  return claims.map((claim): Quota => {
    const share = shares.find((each) => each.claim === claim);
    const quotient = share?.quotient ?? quotientOf(claim, places, claims);
    const whole = share?.whole ?? Number(quotient.over / quotient.under);
    const remainder = minus(quotient, fraction(whole));
    const extra = extras.includes(claim);
    return {
      ...claim,
      places: share ? whole + (extra ? 1 : 0) : floor,
      quotient: `${quotient.over}/${quotient.under}`,
      whole,
      remainder: `${remainder.over}/${remainder.under}`,
      extra,
      raised: share === undefined,
    };
  });
}

/** Those whose quotient is not below the floor, once all others have it. */
function sharingAbove(floor: number, places: number, claims: readonly QuotaClaim[]): readonly QuotaClaim[] {
  const next = (sharing: readonly QuotaClaim[]): readonly QuotaClaim[] => {
    const rest = places - floor * (claims.length - sharing.length);
    const above = sharing.filter((each) => compare(quotientOf(each, rest, sharing), fraction(floor)) >= 0);
    return above.length === sharing.length ? sharing : next(above);
  };
  return next(claims);
}

/** Where nobody has a base, nobody has a claim. */
function quotientOf({ base }: QuotaClaim, places: number, among: readonly QuotaClaim[]): Fraction {
  const all = among.reduce((sum, each) => sum + each.base, 0);
  return all === 0 ? fraction(0) : fraction(places * base, all);
}

/** By what a line has its number of places, where a share or a quota says it. */
export type PlacesBasis =
  | { by: "own" }
  | { by: "share"; percent: string; ranked: number; exact: string; rounding: ShareRounding }
  | { by: "quota" };

export interface LinePlaces {
  places: number;
  basis?: PlacesBasis;
}

/** A line whose places are asked for; `group` undefined: that of the whole heat. */
export interface LineToFill {
  heat: string;
  group: string | null | undefined;
  /** How many of its entries are ranked. */
  ranked: number;
}

/** A heat's, track's or group's part of the places, and where it has several lines the part of each. */
export interface QuotaOfUnit extends Quota {
  lines: (Quota & { heat: string; group: string | null })[];
}

/** How many places a line has by the rule: its own number before everything else. */
export function placesOfLine(
  rule: AdvancementRule,
  { heat, group, ranked }: LineToFill,
  quotas: readonly QuotaOfUnit[] | null,
): LinePlaces {
  const own = ownPlaces(rule, heat, group ?? null);
  if (!rule.share && !rule.quota) return { places: own ?? rule.places };
  if (own !== undefined) return { places: own, basis: { by: "own" } };
  if (rule.share) return shareOf(ranked, rule.share);
  const line = (quotas ?? []).flatMap(({ lines }) => lines).find(({ key }) => key === keyOf(heat, group));
  return { places: line?.places ?? 0, basis: { by: "quota" } };
}

/** A share of so many entries, rounded as the edition says. */
function shareOf(ranked: number, { percent, rounding }: NonNullable<AdvancementRule["share"]>): LinePlaces {
  const exact = times(parseDecimal(percent), fraction(ranked, 100));
  const add = { up: fraction(exact.under - 1n, exact.under), "half-up": fraction(1, 2), down: fraction(0) }[rounding];
  const raised = { over: exact.over * add.under + add.over * exact.under, under: exact.under * add.under };
  const places = Number(raised.over / raised.under);
  return { places, basis: { by: "share", percent, ranked, exact: print(exact, undefined), rounding } };
}

/**
 * The edition's places over its heats, tracks or groups, then within each over its lines, both by largest remainder. Lines with
 * a number of their own take no part. `lines`: of the published heats; a heat that is not published yet keeps its part by its registrations.
 */
export function quotasOf(
  rule: AdvancementRule,
  heats: readonly PublishedHeat[],
  lines: readonly LineToFill[],
  registrations: readonly HeatCount[],
): QuotaOfUnit[] | null {
  const { quota } = rule;
  if (!quota) return null;
  const counts = quota.by === "registrations" ? registrations : judgedOf(heats);
  const lineOf = ({ heat, group }: HeatCount): LineToFill => {
    const published = lines.filter((line) => line.heat === heat);
    const grouped = published.length > 0 ? published.every((line) => line.group !== undefined) : rule.byGroup;
    return { heat, group: grouped ? group : undefined, ranked: 0 };
  };
  const claimed = counts
    .map((each) => ({ ...each, line: lineOf(each) }))
    .filter(({ line }) => ownPlaces(rule, line.heat, line.group ?? null) === undefined);
  const tracks = new Map([
    ...heats.map(({ slug, track }) => [slug, track ?? null] as const),
    ...registrations.map(({ heat, track }) => [heat, track] as const),
  ]);
  const unitOf = (heat: string, group: string | null) =>
    ({ heat, track: tracks.get(heat) ?? "", group: group ?? "" })[quota.over];
  const sharing = lines.filter(({ heat, group }) => ownPlaces(rule, heat, group ?? null) === undefined);
  const open = claimed.map(({ line }) => line).filter(({ heat }) => !lines.some((line) => line.heat === heat));
  const all = [...new Map([...sharing, ...open].map((line) => [keyOf(line.heat, line.group), line])).values()];
  const units = [
    ...new Set([
      ...all.map(({ heat, group }) => unitOf(heat, group ?? null)),
      ...claimed.map(({ heat, group }) => unitOf(heat, group)),
    ]),
  ].sort(byText);
  const baseOf = (unit: string) => sumOf(claimed.filter(({ heat, group }) => unitOf(heat, group) === unit));
  const claims = units.map((key) => ({ key, base: baseOf(key) }));
  return apportion(quota.places, claims, quota.least).map((unit) => {
    const own = all.filter(({ heat, group }) => unitOf(heat, group ?? null) === unit.key);
    const ofLine = (key: string) => sumOf(claimed.filter(({ line }) => keyOf(line.heat, line.group) === key));
    const parts = own
      .map(({ heat, group }) => ({ heat, group: group ?? null, key: keyOf(heat, group) }))
      .sort((a, b) => byText(a.key, b.key));
    const shares = apportion(
      unit.places,
      parts.map(({ key }) => ({ key, base: ofLine(key) })),
    );
    return { ...unit, lines: shares.map((share, at) => ({ ...share, ...(parts[at] as (typeof parts)[number]) })) };
  });
}

function judgedOf(heats: readonly PublishedHeat[]): HeatCount[] {
  return heats.flatMap(({ slug, track, entries }) =>
    entries
      .filter(({ rank, total }) => rank !== null && total !== null)
      .map(({ group }) => ({ heat: slug, track: track ?? null, group, count: 1 })),
  );
}

function sumOf(counts: readonly { count: number }[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}

function keyOf(heat: string, group: string | null | undefined): string {
  return group === undefined ? heat : `${heat} ${group ?? ""}`;
}
