import type { EditionPage } from "../editions/edition-page.ts";
import type { Rule } from "../standings/rule.ts";
import type { Standing } from "../standings/standing.ts";

/**
 * Prizes (奖项) by place: the edition's page lists them from the first down, and each takes the next places of a ranking, as
 * many as are given of it; one whose number is not said is given once. Where a place is shared (1, 1, 3) there are two questions:
 * - Which prize goes with the place? `prizeOfRank`: equals share it, as they share the place (并列). So do the ceremony, a
 *   heat's results and the certificates call them; by then the panel has left the tie as it is.
 * - Which of the prizes fall to the equals together? `prizesByEntry`: each is given as often as it is promised, so where their
 *   places take up several, people decide. The scorer's live table shows them all, and `planAwards`, which grants the money,
 *   waits for that decision.
 */

export type Prize = EditionPage["prizes"][number];

/** The prize of each place, from the first down. */
export function prizesInOrder<P extends Pick<Prize, "places">>(prizes: readonly P[]): P[] {
  return prizes.flatMap((prize) => Array.from({ length: prizePlaces(prize) }, () => prize));
}

/** How many places a prize takes. */
export function prizePlaces({ places }: Pick<Prize, "places">): number {
  return places ?? 1;
}

/** A prize, with the ranks that get it. */
export interface RankedPrize {
  title: string;
  titleEn: string | null;
  from: number;
  to: number;
}

/** The prizes of that scope, one after the other as the edition lists them: the first takes the first places. */
export function rankedPrizes(prizes: readonly Prize[], scope: Prize["scope"]): RankedPrize[] {
  const ranked: RankedPrize[] = [];
  for (const prize of prizes.filter((each) => each.scope === scope)) {
    const from = (ranked.at(-1)?.to ?? 0) + 1;
    const { title, titleEn } = prize;
    ranked.push({ title, titleEn, from, to: from + prizePlaces(prize) - 1 });
  }
  return ranked;
}

/** The prize that goes with a rank, to everybody who has it; null where there is none, or no rank. */
export function prizeOfRank(rank: number | null, prizes: readonly RankedPrize[]): RankedPrize | null {
  return prizes.find(({ from, to }) => rank !== null && from <= rank && rank <= to) ?? null;
}

/** The prizes that fall to each place of a round, by entry: where groups are ranked by themselves, each has them all. */
export function prizesOfRound<P extends Pick<Prize, "places">>(
  standings: readonly Pick<Standing, "entry" | "group" | "rank">[],
  { groups, prizes }: { groups: Rule["groups"]; prizes: readonly P[] },
): Map<string, P[]> {
  const rankings = Map.groupBy(standings, ({ group }) => (groups === "separate" ? group : null));
  return new Map([...rankings.values()].flatMap((ranking) => [...prizesByEntry(ranking, prizes)]));
}

/**
 * The prizes that fall to each place of one ranking, by entry: those who share a place lie on all the prizes of the places
 * that they take up together, and nobody says here who gets which.
 */
export function prizesByEntry<P extends Pick<Prize, "places">>(
  standings: readonly Pick<Standing, "entry" | "rank">[],
  prizes: readonly P[],
): Map<string, P[]> {
  const byPlace = prizesInOrder(prizes);
  const sharing = Map.groupBy(standings, ({ rank }) => rank);
  return new Map(
    standings.flatMap(({ entry, rank }) => {
      if (rank === null) return [];
      const taken = byPlace.slice(rank - 1, rank - 1 + (sharing.get(rank)?.length ?? 1));
      return taken.length === 0 ? [] : [[entry, [...new Set(taken)]] as const];
    }),
  );
}
