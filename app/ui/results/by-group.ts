import type { RoundStandings, Standing } from "~/rules/standings/standing.ts";

export interface Ranking {
  /** `null`: one ranking of all groups. */
  title: string | null;
  standings: Standing[];
}

/** The rankings that a round's standings are made of: one, or one a group; the entries without a group are called `without`. */
export function byGroup(
  { rule, standings }: Pick<RoundStandings, "rule" | "standings">,
  groups: Map<string, string>,
  without: string,
): Ranking[] {
  if (rule.groups === "together" || standings.length === 0) return [{ title: null, standings }];
  return Array.from(
    Map.groupBy(standings, (each) => each.group),
    ([group, ofGroup]) => ({ title: group === null ? without : (groups.get(group) ?? group), standings: ofGroup }),
  );
}
