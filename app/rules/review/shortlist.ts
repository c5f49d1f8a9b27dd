import { digestOf } from "~/primitives/canonical-json.ts";

/** The line that a preliminary review draws: who goes on into which heat, who shares the line, who does not. */

/** An application that was reviewed and not decided on since. */
export interface ShortlistCandidate {
  id: number;
  version: number;
  entry: string;
  title: string;
  /** The key of its group; null without one. */
  group: string | null;
  /** Its place in the standings; null without a sheet that counts. */
  rank: number | null;
  total: string | null;
  /** The slug of the heat that the applicant wishes for; null where that is none of the edition's. */
  wished: string | null;
}

/** A heat that applications could go into. */
export interface ShortlistHeat {
  slug: string;
  title: string;
  titleEn: string | null;
  /** Places that are not taken; null: as many as there are. */
  free: number | null;
}

export interface ShortlistChoice {
  /** Into the heats that applicants wish for, or all into one (its slug). */
  into: string | null;
  /** How many go on, a heat and, by groups, a group. */
  places: Readonly<Record<string, number>>;
  byGroup: boolean;
  /** Of those who share the last place: all go on (「同分者均晋级」), or none. */
  ties: "all" | "none";
  others: "waiting" | "ineligible";
}

/** One line: a heat's, or that of a group in a heat. */
export interface ShortlistLine {
  heat: string;
  group: string | null;
  places: number;
  in: ShortlistCandidate[];
  /** Those who share the place on the line with more than there are places for; in or out by the choice. */
  shared: ShortlistCandidate[];
  out: ShortlistCandidate[];
}

export interface ShortlistPlan {
  lines: ShortlistLine[];
  /** Heats into which more would go than have room. */
  overfull: { heat: string; going: number; free: number }[];
  /** Who wishes for no heat that takes entries: they stay as they are. */
  unplaced: ShortlistCandidate[];
  digest: string;
}

/** What the choice makes of the candidates. Ranks are compared within a line, so they may be those of a larger list. */
export function planShortlist(
  candidates: readonly ShortlistCandidate[],
  heats: readonly ShortlistHeat[],
  choice: ShortlistChoice,
): ShortlistPlan {
  const heatOf = (candidate: ShortlistCandidate) => {
    const slug = choice.into ?? candidate.wished;
    return heats.some((heat) => heat.slug === slug) ? slug : null;
  };
  const lines = heats.flatMap(({ slug: heat }) => {
    const here = candidates.filter((candidate) => heatOf(candidate) === heat);
    const groups = choice.byGroup ? [...new Set(here.map(({ group }) => group))].sort(byText) : [undefined];
    return groups.map((group): ShortlistLine => {
      const list = group === undefined ? here : here.filter((candidate) => candidate.group === group);
      const places = choice.places[heat] ?? 0;
      return { heat, group: group ?? null, places, ...divideAtLine(list, places, choice.ties) };
    });
  });
  const overfull = heats.flatMap(({ slug: heat, free }) => {
    const going = lines.filter((line) => line.heat === heat).reduce((sum, line) => sum + line.in.length, 0);
    return free !== null && going > free ? [{ heat, going, free }] : [];
  });
  const unplaced = candidates.filter((candidate) => heatOf(candidate) === null);
  const { into, byGroup, ties, others } = choice;
  const digest = digestOf({
    choice: { into, byGroup, ties, others },
    lines: lines.map((line) => ({
      heat: line.heat,
      group: line.group,
      places: line.places,
      in: line.in.map(digestFactsOf),
      out: line.out.map(digestFactsOf),
    })),
    unplaced: unplaced.map(digestFactsOf),
    free: heats.map(({ slug, free }) => [slug, free]),
  });
  return { lines, overfull, unplaced, digest };
}

/** The first `places` of the list by rank. Who has no rank is never among them. */
function divideAtLine(list: readonly ShortlistCandidate[], places: number, ties: ShortlistChoice["ties"]) {
  const ranked = list.filter(isRanked).sort((a, b) => a.rank - b.rank || byText(a.entry, b.entry));
  const { ahead, shared } = splitAtLine(ranked, places, (a, b) => a.rank === b.rank);
  const going = ties === "all" ? [...ahead, ...shared] : ahead;
  const rest = ranked.filter((candidate) => !going.includes(candidate));
  return {
    in: going as ShortlistCandidate[],
    shared,
    out: [...rest, ...list.filter((candidate) => !isRanked(candidate))],
  };
}

function isRanked(candidate: ShortlistCandidate): candidate is ShortlistCandidate & { rank: number } {
  return candidate.rank !== null;
}

function digestFactsOf({ id, version, rank }: ShortlistCandidate) {
  return [id, version, rank];
}

function byText(a: string | null, b: string | null): number {
  const left = a ?? "";
  const right = b ?? "";
  return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0);
}

/** The line across a list, best first. */
export interface LineSplit<E> {
  /** Ahead of the line for certain. */
  ahead: E[];
  /** Who shares the place on the line with more than there is room for; empty where the line falls between two places. */
  shared: E[];
  /** How many of those who share it there is room for. */
  room: number;
  behind: E[];
}

/** Draws the line after the first `places` of a list, best first; `same` tells who shares a place with whom. */
export function splitAtLine<E>(list: readonly E[], places: number, same: (a: E, b: E) => boolean): LineSplit<E> {
  const last = list[places - 1];
  const next = list[places];
  const shared =
    last !== undefined && next !== undefined && same(last, next) ? list.filter((each) => same(each, last)) : [];
  const ahead = list.slice(0, places).filter((each) => !shared.includes(each));
  const behind = list.slice(places).filter((each) => !shared.includes(each));
  return { ahead, shared, room: shared.length > 0 ? places - ahead.length : 0, behind };
}
