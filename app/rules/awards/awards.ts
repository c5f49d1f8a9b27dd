import { z } from "zod";
import { type DiligenceOutcome, hasLostRank } from "../diligence/diligence.ts";
import type { Standing } from "../standings/standing.ts";
import { type Prize, prizePlaces, prizesByEntry, prizesInOrder } from "./prizes.ts";

/**
 * Awards (授奖): what becomes of the provisional ranks of a final once its finalists are looked into. Who failed, or withdrew,
 * loses the rank; the next move up (递补) only where the edition says so. The published standings stay as they are.
 */

const englishOrNone = z
  .string()
  .trim()
  .max(100)
  .nullish()
  .transform((text) => text || null);

/** A level of the ladder: how many are given, and whole yuan for each, null without money. */
const levelSchema = z.object({
  title: z.string().trim().min(1).max(60),
  titleEn: englishOrNone,
  places: z.number().int().min(1).max(999),
  yuan: z
    .number()
    .int()
    .min(1)
    .max(1_000_000_000)
    .nullish()
    .transform((yuan) => yuan ?? null),
});
export type AwardLevel = z.output<typeof levelSchema>;

/** Whether the next move up, and the ladder from the first level down. */
export const awardSettingsSchema = z.object({ moveUp: z.boolean(), levels: z.array(levelSchema).min(1).max(40) });
export type AwardSettings = { moveUp: boolean; levels: AwardLevel[] };

/** The ladder that the edition's page promises for its final. */
export function levelsOfPage(prizes: readonly Prize[]): AwardLevel[] {
  return prizes
    .filter(({ scope }) => scope === "final")
    .map((prize) => ({ title: prize.title, titleEn: prize.titleEn, places: prizePlaces(prize), yuan: prize.yuan }));
}

/** An entry between its provisional rank and its award. */
export interface AwardLine {
  entry: string;
  group: string | null;
  /** The provisional one: that of the published result. */
  rank: number | null;
  outcome: DiligenceOutcome | null;
  /** Null for whoever has no provisional rank, or has lost it. */
  awardedRank: number | null;
  /** Those before it who lost their rank, where it moved up: `awardedRank` is `rank` less their number. */
  past: string[];
  /** Its level, from 1; null where it gets none, or is in a tie. */
  level: number | null;
  /** It shares a place on which levels, or the end of the ladder, part. */
  tied: boolean;
}

/** Equals whose places take up several levels, or more places than the ladder still has. */
export interface AwardTie {
  entries: string[];
  awardedRank: number;
  /** From 1. */
  levels: number[];
  /** Places of the ladder that they take up; fewer than they are where it ends among them. */
  places: number;
}

/** One ranking: the whole final or, where groups are ranked by themselves, one of them. */
export interface AwardRanking {
  group: string | null;
  lines: AwardLine[];
  ties: AwardTie[];
  /** Places of the ladder that nobody takes up, each with its level. */
  vacant: { place: number; level: number }[];
}

export interface AwardPlan {
  rankings: AwardRanking[];
  /** Entries within the ladder, by the plan as it is, on whom nobody has decided. */
  undecided: string[];
}

type Ranked = Pick<Standing, "entry" | "group" | "rank">;

/**
 * The final awards, from published standings, decisions and the ladder. Nobody passes anybody of better rank: an awarded rank
 * is the provisional one, less the number of those before it who lost theirs where the next move up. Each place of the ladder is
 * given once; equals get an award only where their places are all of one level, and otherwise wait: a ladder is corrected by
 * people. Whoever is not decided on yet keeps the rank meanwhile.
 */
export function planAwards({
  standings,
  separate,
  decisions,
  levels,
  moveUp,
}: {
  standings: readonly Ranked[];
  /** Groups are ranked by themselves; each has the whole ladder. */
  separate: boolean;
  decisions: ReadonlyMap<string, DiligenceOutcome>;
  levels: readonly AwardLevel[];
  moveUp: boolean;
}): AwardPlan {
  const groups = Map.groupBy(standings, ({ group }) => (separate ? group : null));
  const rankings = [...groups].map(([group, members]) => rankingOf(group, members, { decisions, levels, moveUp }));
  const within = rankings.flatMap(({ lines }) => lines).filter(({ level, tied }) => level !== null || tied);
  return { rankings, undecided: within.filter(({ outcome }) => outcome === null).map(({ entry }) => entry) };
}

function rankingOf(
  group: string | null,
  members: readonly Ranked[],
  {
    decisions,
    levels,
    moveUp,
  }: { decisions: ReadonlyMap<string, DiligenceOutcome>; levels: readonly AwardLevel[]; moveUp: boolean },
): AwardRanking {
  const lost = members.filter(({ entry }) => hasLostRank(decisions.get(entry)));
  const placed = members.map(({ entry, rank }) => {
    const out = rank === null || hasLostRank(decisions.get(entry));
    const past = moveUp && !out ? lost.filter((other) => other.rank !== null && other.rank < rank) : [];
    return { entry, rank: out ? null : rank - past.length, past: past.map((other) => other.entry) };
  });
  const ranked = placed.filter(({ rank }) => rank !== null);
  const ladder = prizesInOrder(levels).map((level) => levels.indexOf(level) + 1);
  const given = prizesByEntry(ranked, levels);
  const sharing = Map.groupBy(ranked, ({ rank }) => rank ?? 0);
  const ties = [...sharing].flatMap(([awardedRank, equals]): AwardTie[] => {
    const places = ladder.slice(awardedRank - 1, awardedRank - 1 + equals.length);
    const parted = new Set(places).size > 1 || (places.length > 0 && places.length < equals.length);
    const tie = { entries: equals.map(({ entry }) => entry), awardedRank, levels: [...new Set(places)] };
    return parted ? [{ ...tie, places: places.length }] : [];
  });
  const tied = new Set(ties.flatMap(({ entries }) => entries));
  const taken = new Set([...sharing].flatMap(([rank, equals]) => equals.map((_, at) => rank + at)));
  return {
    group,
    lines: members.map(({ entry, group: own, rank }, at) => {
      const [only] = tied.has(entry) ? [] : (given.get(entry) ?? []);
      return {
        entry,
        group: own,
        rank,
        outcome: decisions.get(entry) ?? null,
        awardedRank: placed[at]?.rank ?? null,
        past: placed[at]?.past ?? [],
        level: only ? levels.indexOf(only) + 1 : null,
        tied: tied.has(entry),
      };
    }),
    ties,
    vacant: ladder.flatMap((level, at) => (taken.has(at + 1) ? [] : [{ place: at + 1, level }])),
  };
}

/** An award as it is granted. */
export interface Award extends AwardLevel {
  entry: string;
  level: number;
  rank: number;
  awardedRank: number;
}

/** The awards of a plan, from the first place down; ties have none. */
export function awardsOf(plan: AwardPlan, levels: readonly AwardLevel[]): Award[] {
  return plan.rankings.flatMap(({ lines }) =>
    lines
      .flatMap(({ entry, rank, awardedRank, level }): Award[] => {
        const of = level === null ? undefined : levels[level - 1];
        return of && level !== null && rank !== null && awardedRank !== null
          ? [{ ...of, entry, level, rank, awardedRank }]
          : [];
      })
      .toSorted((a, b) => a.awardedRank - b.awardedRank),
  );
}

/** Why the awards of a plan may not be granted. */
export type AwardBar = "nothing-published" | "no-prizes" | "awards-tied" | "finalists-undecided" | "notice-open";

/** What stands in the way of granting; none when they may be granted. */
export function barsOf(
  plan: AwardPlan | null,
  { levels, noticeOpen }: { levels: readonly AwardLevel[]; noticeOpen: boolean },
): AwardBar[] {
  if (!plan) return ["nothing-published"];
  const awards = awardsOf(plan, levels);
  const ties = plan.rankings.flatMap((ranking) => ranking.ties);
  const bars: (AwardBar | null)[] = [
    awards.length + ties.length === 0 ? "no-prizes" : null,
    ties.length > 0 ? "awards-tied" : null,
    plan.undecided.length > 0 ? "finalists-undecided" : null,
    noticeOpen ? "notice-open" : null,
  ];
  return bars.filter((bar) => bar !== null);
}
