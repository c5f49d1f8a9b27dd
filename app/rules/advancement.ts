import { type AdvancementRule, type AdvancementTies, placesOf } from "./advancement-rule.ts";
import { digestOf } from "./canonical-json.ts";
import { compare, parseDecimal } from "./fraction.ts";
import { lineAcross } from "./line.ts";
import { type Figure, type Measured, measure } from "./wildcard.ts";

/**
 * The line between the heats and the final (晋级): the first of each heat, wildcards across heats, and who moves up when one
 * withdraws. Everything rests on published standings; a withdrawal changes nobody's standing but by moving up.
 */

/** One line of a heat's published standings. */
export interface HeatEntry {
  id: number;
  entry: string;
  title: string;
  titleEn: string | null;
  group: string | null;
  rank: number | null;
  total: string | null;
  /** Its total in the preliminary review; null where it had none. */
  preliminary: string | null;
  withdrawn: boolean;
}

/** A heat with the release that its result was published by. */
export interface PublishedHeat {
  slug: string;
  /** Its groups are ranked each by itself: then each has a line of its own. */
  separate: boolean;
  version: number;
  digest: string;
  entries: readonly HeatEntry[];
}

export interface AdvancementInput {
  heats: readonly PublishedHeat[];
  rule: AdvancementRule;
  /** The panel's recorded decision on those who share a line, by entry: the smaller place is the better one. */
  votes: ReadonlyMap<number, number>;
}

export type Outcome = "advanced" | "wildcard" | "substitute" | "cut" | "undecided" | "withdrawn";
export type PartedBy = "rank" | "preliminary" | "vote";

/** Why an entry stands where it does. */
export type Reason =
  | { why: "within" | "behind"; rank: number; places: number }
  /** 「同分者均晋级」. */
  | { why: "all-equal"; shared: number }
  /** Equal on the line, and parted there. */
  | { why: "parted"; by: PartedBy }
  | { why: "undecided"; shared: number; room: number }
  | { why: "measured"; figure: Figure; place: number; places: number }
  /** A place became free, of the line or of the wildcards. */
  | { why: "moved-up"; free: "line" | "wildcards" }
  | { why: "unranked" }
  | { why: "withdrawn"; was: Standing };

/** Where an entry stands before anybody withdraws. */
export type Standing = Exclude<Outcome, "withdrawn">;

export interface Placed {
  entry: HeatEntry;
  heat: string;
  standing: Standing;
  outcome: Outcome;
  reason: Reason;
  /** Its place among those who could move up in its line, 1 for the next; equal ones share it. Null for everyone else. */
  next: number | null;
  /** By the measure of the wildcards, for those who came up for one. */
  figure: Figure | null;
}

export interface AdvancementLine {
  heat: string;
  /** Null: the line of the whole heat. */
  group: string | null;
  places: number;
  /** By rank; those without one last. */
  entries: Placed[];
}

export interface AdvancementPlan {
  lines: AdvancementLine[];
  /** Of everything that the plan rests on and says. */
  digest: string;
}

type Found = Omit<Placed, "next" | "figure" | "outcome"> & { outcome?: Outcome; next?: number; figure?: Figure };

/** Someone who was passed by a line, in the order in which they would move up; `place` is shared by equals. */
interface Queued {
  found: Found;
  place: number;
}

/** What the rule makes of the published standings: the outcome of every entry, with its reason. */
export function planAdvancement({ heats, rule, votes }: AdvancementInput): AdvancementPlan {
  const settle = { ties: rule.ties, votes };
  const lines = heats.flatMap((heat) =>
    groupsOf(heat, rule).map((group) => lineOf(heat, group, placesOf(rule, heat.slug, group ?? null), settle)),
  );
  const wild = wildcards(lines, heats, rule, settle);
  if (rule.substitutes) {
    for (const line of lines) moveUp(line.queue, vacant(line.found, "advanced"), "advanced", settle);
    moveUp(
      wild,
      vacant(
        lines.flatMap(({ found }) => found),
        "wildcard",
      ),
      "wildcard",
      settle,
    );
  }
  const placed = lines.map(({ found, queue, group, ...line }) => {
    const waiting = queue.filter(({ found: { standing } }) => standing === "cut");
    const entries = found.map((each): Placed => {
      const at = rule.substitutes ? waiting.find(({ found: one }) => one === each) : undefined;
      const standing = at ? "substitute" : each.standing;
      const { outcome, reason } = afterWithdrawals(each, standing);
      const ahead = waiting.filter(({ found: one, place }) => place < (at?.place ?? 0) && !isGone(one)).length;
      const next = outcome === "substitute" ? ahead + 1 : null;
      return { entry: each.entry, heat: each.heat, standing, outcome, reason, next, figure: each.figure ?? null };
    });
    return { ...line, group: group ?? null, entries };
  });
  const digest = digestOf({
    rule: { ...rule, exceptions: [...rule.exceptions].map((each) => JSON.stringify(each)).sort() },
    heats: heats.map(({ slug, version, digest }) => [slug, version, digest]).sort(),
    entries: placed
      .flatMap(({ entries }) => entries)
      .map(({ entry, standing, outcome, next }) => [entry.id, standing, outcome, next])
      .sort(([a], [b]) => Number(a) - Number(b)),
  });
  return { lines: placed, digest };
}

/** Everybody of a plan who goes on. */
export function goingOn(plan: AdvancementPlan): Placed[] {
  return plan.lines.flatMap(({ entries }) => entries).filter(({ outcome }) => isIn(outcome));
}

export function isIn(outcome: Outcome): boolean {
  return outcome === "advanced" || outcome === "wildcard";
}

interface Settling {
  ties: AdvancementTies;
  votes: ReadonlyMap<number, number>;
}

/** The groups that have lines of their own; `undefined` is the line of the whole heat. */
function groupsOf(heat: PublishedHeat, rule: AdvancementRule): (string | null | undefined)[] {
  if (!rule.byGroup && !heat.separate) return [undefined];
  return [...new Set(heat.entries.map(({ group }) => group))].sort((a, b) => byText(a ?? "", b ?? ""));
}

function lineOf(heat: PublishedHeat, group: string | null | undefined, places: number, settle: Settling) {
  const list = heat.entries
    .filter((each) => group === undefined || each.group === group)
    .map((entry): Found => ({ entry, heat: heat.slug, standing: "cut", reason: { why: "unranked" } }))
    .sort(byRank);
  const ranked = list.filter(({ entry }) => entry.rank !== null && entry.total !== null);
  const sameRank = (a: Found, b: Found) => a.entry.rank === b.entry.rank;
  for (const each of ranked) each.reason = { why: "behind", rank: each.entry.rank ?? 0, places };
  const { going, undecided, queue } = fill(ranked, places, sameRank, settle);
  for (const { found, reason } of going) {
    found.standing = "advanced";
    found.reason = reason ?? { why: "within", rank: found.entry.rank ?? 0, places };
  }
  for (const { found, reason } of undecided) Object.assign(found, { standing: "undecided", reason });
  return { heat: heat.slug, group, places, found: list, queue };
}

interface Told {
  found: Found;
  reason: Reason | null;
}

/**
 * Fills so many places from a list, best first. Equals on the line all go on, or are parted: by what the rule says, then by
 * the panel's vote. Whoever is still equal on the line is undecided. The queue holds the others, in order.
 */
function fill(
  list: readonly Found[],
  places: number,
  same: (a: Found, b: Found) => boolean,
  { ties, votes }: Settling,
  inOneRanking = false,
): { going: Told[]; undecided: Told[]; queue: Queued[] } {
  const { ahead, shared, room, behind } = lineAcross(list, places, same);
  const going: Told[] = ahead.map((found) => ({ found, reason: null }));
  if (ties === "all") {
    const reason = { why: "all-equal", shared: shared.length } as const;
    return {
      going: [...going, ...shared.map((found) => ({ found, reason }))],
      undecided: [],
      queue: queued([[behind, same]]),
    };
  }
  const parted = part(shared, room, stepsOf(ties, votes, inOneRanking));
  for (const { found, by } of parted.lost) found.reason = { why: "parted", by };
  const undecided = { why: "undecided", shared: parted.left.length, room: parted.room } as const;
  const lost = parted.lost.map(({ found }) => found);
  return {
    going: [...going, ...parted.won.map(({ found, by }) => ({ found, reason: { why: "parted", by } as const }))],
    undecided: parted.left.map((found) => ({ found, reason: undecided })),
    queue: queued([
      [lost, (a, b) => parted.classOf(a) === parted.classOf(b)],
      [behind, same],
    ]),
  };
}

interface PartingStep {
  by: PartedBy;
  /** Negative when a is better; null where one of them has nothing to go by. */
  order: (a: Found, b: Found) => number;
  knows: (found: Found) => boolean;
}

function stepsOf(ties: AdvancementTies, votes: ReadonlyMap<number, number>, inOneRanking: boolean): PartingStep[] {
  const rank = {
    by: "rank",
    order: (a, b) => (a.entry.rank ?? 0) - (b.entry.rank ?? 0),
    knows: ({ entry }) => entry.rank !== null,
  } satisfies PartingStep;
  const preliminary = {
    by: "preliminary",
    order: (a, b) => compare(parseDecimal(b.entry.preliminary ?? "0"), parseDecimal(a.entry.preliminary ?? "0")),
    knows: ({ entry }) => entry.preliminary !== null,
  } satisfies PartingStep;
  const vote = {
    by: "vote",
    order: (a, b) => (votes.get(a.entry.id) ?? 0) - (votes.get(b.entry.id) ?? 0),
    knows: ({ entry }) => votes.has(entry.id),
  } satisfies PartingStep;
  return [...(inOneRanking ? [rank] : []), ...(ties === "preliminary" ? [preliminary] : []), vote];
}

interface Parted {
  won: { found: Found; by: PartedBy }[];
  left: Found[];
  room: number;
  lost: { found: Found; by: PartedBy }[];
  /** Equal for those whom nothing set apart. */
  classOf: (found: Found) => string;
}

/** Parts equals on a line step by step; a step that knows nothing of one of them parts nobody. */
function part(shared: readonly Found[], room: number, steps: readonly PartingStep[]): Parted {
  const [step, ...rest] = steps;
  if (shared.length === 0 || !step) return { won: [], left: [...shared], room, lost: [], classOf: () => "" };
  if (!shared.every(step.knows)) return part(shared, room, rest);
  const ordered = [...shared].sort(step.order);
  const line = lineAcross(ordered, room, (a, b) => step.order(a, b) === 0);
  const further = part(line.shared, line.room, rest);
  const { by } = step;
  const placeOf = (found: Found) => ordered.findIndex((each) => step.order(each, found) === 0);
  return {
    won: [...line.ahead.map((found) => ({ found, by })), ...further.won],
    left: further.left,
    room: further.room,
    lost: [...further.lost, ...line.behind.map((found) => ({ found, by }))],
    classOf: (found) => `${placeOf(found)} ${line.shared.includes(found) ? further.classOf(found) : ""}`,
  };
}

/** Lists behind each other as one queue: equals, of the same list, share a place in it. */
function queued(parts: readonly (readonly [readonly Found[], (a: Found, b: Found) => boolean])[]): Queued[] {
  let passed = 0;
  return parts.flatMap(([list, same]) => {
    const from = passed;
    passed += list.length;
    return list.map((found) => ({ found, place: from + list.findIndex((each) => same(each, found)) + 1 }));
  });
}

type HeatLine = ReturnType<typeof lineOf>;

/** The best of those behind the lines, by the measure of the rule; answers who would be next. */
function wildcards(
  lines: readonly HeatLine[],
  heats: readonly PublishedHeat[],
  { wildcards: rule }: AdvancementRule,
  settle: Settling,
): Queued[] {
  if (!rule) return [];
  const measured = new Map<Found, Measured>();
  for (const { queue, heat, found } of lines) {
    const separate = heats.find(({ slug }) => slug === heat)?.separate;
    const field = separate ? found : lines.filter((line) => line.heat === heat).flatMap((line) => line.found);
    const ranked = field.flatMap(({ entry: { rank, total } }) => (rank && total ? [{ rank, total }] : []));
    for (const { found: each } of queue) {
      const { rank, total } = each.entry;
      const value = rank && total ? measure(rule.by, { rank, total }, ranked) : null;
      if (!value) continue;
      measured.set(each, value);
      each.figure = value.figure;
    }
  }
  const order = (a: Found, b: Found) => compare(worthOf(b), worthOf(a));
  const worthOf = (found: Found) => measured.get(found)?.value ?? { over: 0n, under: 1n };
  const list = [...measured.keys()].sort((a, b) => order(a, b) || byText(a.heat, b.heat) || byRank(a, b));
  const same = (a: Found, b: Found) => order(a, b) === 0;
  const onLine = lineAcross(list, rule.places, same).shared;
  const oneRanking = onLine.every(({ heat, entry }) => {
    const separate = heats.find(({ slug }) => slug === heat)?.separate;
    return heat === onLine[0]?.heat && (!separate || entry.group === onLine[0]?.entry.group);
  });
  const { going, undecided, queue } = fill(list, rule.places, same, settle, oneRanking);
  for (const { found, reason } of going) {
    const place = list.findIndex((each) => same(each, found)) + 1;
    const figure = found.figure as Figure;
    Object.assign(found, {
      standing: "wildcard",
      reason: reason ?? { why: "measured", figure, place, places: rule.places },
    });
  }
  for (const { found, reason } of undecided) Object.assign(found, { standing: "undecided", reason });
  return queue;
}

/** How many of those who had a place of that kind have withdrawn. */
function vacant(found: readonly Found[], standing: "advanced" | "wildcard"): number {
  return found.filter((each) => each.standing === standing && each.entry.withdrawn).length;
}

/** Gives free places to the next; nobody passes one who is undecided. */
function moveUp(queue: readonly Queued[], free: number, to: "advanced" | "wildcard", settle: Settling): void {
  const left = queue.filter(({ found }) => !isGone(found));
  const barrier = left.findIndex(({ found }) => outcomeOf(found) === "undecided");
  const list = barrier < 0 ? left : left.slice(0, barrier);
  const placeOf = new Map(list.map(({ found, place }) => [found, place]));
  const same = (a: Found, b: Found) => placeOf.get(a) === placeOf.get(b);
  const { going, undecided } = fill(
    list.map(({ found }) => found),
    free,
    same,
    settle,
  );
  const reason = { why: "moved-up", free: to === "advanced" ? "line" : "wildcards" } as const;
  for (const { found } of going) Object.assign(found, { outcome: to, reason });
  for (const { found, reason: why } of undecided) Object.assign(found, { outcome: "undecided", reason: why });
}

/** In already, or withdrawn: such a one is passed over. */
function isGone(found: Found): boolean {
  return found.entry.withdrawn || isIn(outcomeOf(found));
}

function outcomeOf({ outcome, standing }: Found): Outcome {
  return outcome ?? standing;
}

function afterWithdrawals({ entry, outcome, reason }: Found, standing: Standing): Pick<Placed, "outcome" | "reason"> {
  if (entry.withdrawn) return { outcome: "withdrawn", reason: { why: "withdrawn", was: standing } };
  return { outcome: outcome ?? standing, reason };
}

function byRank(a: Found, b: Found): number {
  const [left, right] = [a.entry.rank ?? Number.POSITIVE_INFINITY, b.entry.rank ?? Number.POSITIVE_INFINITY];
  return left === right ? byText(a.entry.entry, b.entry.entry) : left - right;
}

function byText(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
