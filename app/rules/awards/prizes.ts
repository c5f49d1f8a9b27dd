import type { EditionPage } from "../editions/edition-page.ts";
import type { Standing } from "../standings/standing.ts";

export type Prize = EditionPage["prizes"][number];

/**
 * The prizes that fall to each place of one ranking, by entry, where the edition says how many of each are given: those who
 * share a place lie on all the prizes of the places that they take up together, and nobody says here who gets which.
 */
export function prizesByEntry<P extends Pick<Prize, "places">>(
  standings: readonly Pick<Standing, "entry" | "rank">[],
  prizes: readonly P[],
): Map<string, P[]> {
  const byPlace = prizes.flatMap((prize) => Array.from({ length: prize.places ?? 0 }, () => prize));
  const sharing = Map.groupBy(standings, ({ rank }) => rank);
  return new Map(
    standings.flatMap(({ entry, rank }) => {
      if (rank === null) return [];
      const taken = byPlace.slice(rank - 1, rank - 1 + (sharing.get(rank)?.length ?? 1));
      return taken.length === 0 ? [] : [[entry, [...new Set(taken)]] as const];
    }),
  );
}
