import { byCodePoint } from "~/primitives/code-points.ts";
import { compare, type Fraction, minus, print, zero } from "~/primitives/fraction.ts";
import type { JudgedRound } from "./judged-round.ts";
import { areSameEntries } from "./panel-vote.ts";
import { type RankedContender, type RankPlace, rank } from "./ranks-and-ties.ts";
import type { Rule } from "./rule.ts";
import type { RoundFigures, Standing } from "./standing.ts";
import { type Scored, score } from "./total-steps.ts";

export type { JudgedRound } from "./judged-round.ts";

/** An entry with its total and its place, all figures exact. */
export type RankedEntry = Scored & { place: RankPlace | { rank: null; shared: false; partedBy: null } };

/**
 * The standings of a round, exactly as the contest's rule says: totals, ranks, what was dropped and what parted equals.
 * The database answers the same by one query; the two statements of the rule are held against each other by a test.
 */
export function standings(judged: JudgedRound): Standing[] {
  return standingsAndFigures(judged).standings;
}

/** The standings, and what is said beside them of the round as a whole. */
export function standingsAndFigures(judged: JudgedRound): RoundFigures & { standings: Standing[] } {
  const { rule } = judged;
  const { entries, figures } = rankedBy({ ...judged, votes: countingVotes(judged) });
  const places = rule.places[rule.carry ? "overall" : "total"];
  const lines = entries.map(({ entry, total, line: { sheets, counted, dropped, untrimmed, ...line }, place }) => ({
    rank: place.rank,
    shared: place.shared,
    entry: entry.key,
    title: entry.title,
    group: entry.group,
    total: total === null ? null : rule.placings ? print(minus(zero, total), undefined) : print(total, places),
    sheets,
    counted,
    dropped,
    ...(untrimmed && { untrimmed }),
    partedBy: place.partedBy,
    ...line,
  }));
  return { ...figures, standings: lines };
}

/** Every entry in the order of the standings, before anything is written as text. */
export function ranked(judged: JudgedRound): RankedEntry[] {
  return rankedBy({ ...judged, votes: countingVotes(judged) }).entries;
}

/**
 * The entries that are equal in total and in every step before the panel's vote, each circle of them a tie that a vote
 * could part; none where the rule knows no vote. `rank`: the place that they share without one.
 */
export function tiesToVoteOn(judged: JudgedRound): { rank: number; entries: string[] }[] {
  const before = judged.rule.ties.indexOf("vote");
  if (before < 0) return [];
  const rule = { ...judged.rule, ties: judged.rule.ties.slice(0, before) };
  const placed = rankedBy({ ...judged, rule }).entries.filter((each) => each.place.rank !== null);
  return rankings(placed, rule).flatMap((ranking) =>
    [...Map.groupBy(ranking, ({ place }) => place.rank ?? 0)].flatMap(([rank, circle]) =>
      circle.length > 1 ? [{ rank, entries: circle.map(({ entry }) => entry.key) }] : [],
    ),
  );
}

/** By entry, the places that decide: those of a vote on other entries than are tied now decide nothing. */
export function countingVotes(judged: JudgedRound): Record<string, number> {
  const { votes = {} } = judged;
  const outdated = new Set(outdatedVotes(judged).flat());
  return Object.fromEntries(Object.entries(votes).filter(([entry]) => !outdated.has(entry)));
}

/** The entries of each vote that was held on others than are tied now. */
export function outdatedVotes(judged: JudgedRound): string[][] {
  const { votedOn = [] } = judged;
  if (votedOn.length === 0) return [];
  const ties = tiesToVoteOn(judged);
  return votedOn.filter((held) => !ties.some((tie) => areSameEntries(tie.entries, held)));
}

function rankedBy(judged: JudgedRound): { entries: RankedEntry[]; figures: RoundFigures } {
  const { rule } = judged;
  const { scored, figures } = score(judged);
  const placed = scored.filter((each): each is Scored & RankedContender => each.total !== null && !each.unranked);
  const places = new Map<Scored, RankPlace>();
  for (const ranking of rankings(placed, rule)) {
    for (const [each, place] of rank(ranking, rule.ties, rule.lacking)) places.set(each, place);
  }
  const entries = scored
    .map((each): RankedEntry => ({ ...each, place: places.get(each) ?? { rank: null, shared: false, partedBy: null } }))
    .sort(
      (a, b) =>
        (rule.groups === "separate" ? byGroup(a.entry.group, b.entry.group) : 0) ||
        lastWithout(a.place.rank, b.place.rank) ||
        (a.place.rank === null ? downwards(a.total, b.total) : 0) ||
        lastWithout(a.entry.order, b.entry.order) ||
        byCodePoint(a.entry.key, b.entry.key),
    );
  return { entries, figures };
}

/** Who is kept from a rank by a threshold stands before who has no total. */
function downwards(a: Fraction | null, b: Fraction | null): number {
  if (a === null || b === null) return (a === null ? 1 : 0) - (b === null ? 1 : 0);
  return compare(b, a);
}

/** Those who are ranked against each other: all, or the entries of a group. */
export function rankings<T extends Scored>(placed: readonly T[], rule: Rule): T[][] {
  if (rule.groups === "together") return [[...placed]];
  const groups = new Set(placed.map((each) => each.entry.group));
  return Array.from(groups, (group) => placed.filter((each) => each.entry.group === group));
}

/** Entries without a group are a group of their own, listed first. */
function byGroup(a: string | null, b: string | null): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  return byCodePoint(a, b);
}

function lastWithout(a: number | null | undefined, b: number | null | undefined): number {
  if (a == null || b == null) return (a == null ? 1 : 0) - (b == null ? 1 : 0);
  return a - b;
}
