import type { AdvancementTie, HeatEntry, PlannedPlace, PublishedHeat, Reason } from "./advancement.ts";
import { type AdvancementRule, placesOfHeat } from "./advancement-rule.ts";
import { type FilledPlaces, fillPlaces, groupTied, type SharedPlaces, type TieBreaking } from "./advancement-ties.ts";

/** The first step, the lines of the heats: the first so many of each. And what every step leaves to the next. */

export interface HeatLine extends FilledPlaces {
  heat: string;
  /** `undefined`: the line of the whole heat. */
  group: string | null | undefined;
  /** Who is ranked together has the same word. */
  ranking: string;
  places: number;
  /** By rank; those without one last. */
  entries: readonly HeatEntry[];
}

/** What the steps so far say of an entry. */
export type Verdict = Pick<PlannedPlace, "standing" | "outcome" | "reason" | "figure">;
/** By the entry's id. */
export type Verdicts = ReadonlyMap<number, Verdict>;

/** The plan after a step. The next step makes a new one of it and leaves this one as it is. */
export interface Draft {
  lines: readonly HeatLine[];
  verdicts: Verdicts;
  ties: readonly AdvancementTie[];
}

/** Who qualifies on the line of a heat, or of a group in it, as if nobody had withdrawn. */
export function qualify(heats: readonly PublishedHeat[], rule: AdvancementRule, tieBreaking: TieBreaking): Draft {
  const lines = heats.flatMap((heat) => linesOf(heat, rule, tieBreaking));
  return {
    lines,
    verdicts: new Map(lines.flatMap((line) => [...verdictsOn(line)])),
    ties: lines.flatMap((line) => tiesOf(line.shared, line, false)),
  };
}

function linesOf(heat: PublishedHeat, rule: AdvancementRule, tieBreaking: TieBreaking): HeatLine[] {
  return groupsOf(heat, rule).map((group) => {
    const entries = heat.entries.filter((each) => group === undefined || each.group === group).sort(byRank);
    const places = placesOfHeat(rule, heat.slug, group ?? null);
    const ranking = heat.separate ? `${heat.slug} ${group ?? ""}` : heat.slug;
    const equals = groupTied(entries.filter(isRanked), (a, b) => a.rank === b.rank);
    return { heat: heat.slug, group, ranking, places, entries, ...fillPlaces(equals, places, tieBreaking) };
  });
}

/** The groups that have lines of their own; `undefined` is the line of the whole heat. */
function groupsOf(heat: PublishedHeat, rule: AdvancementRule): (string | null | undefined)[] {
  if (!rule.byGroup && !heat.separate) return [undefined];
  return [...new Set(heat.entries.map(({ group }) => group))].sort((a, b) => byText(a ?? "", b ?? ""));
}

function verdictsOn({ entries, places, going, undecided, lost }: HeatLine): Verdicts {
  const behind = (entry: HeatEntry): Reason =>
    isRanked(entry) ? { why: "behind", rank: entry.rank ?? 0, places } : { why: "unranked" };
  const within = (entry: HeatEntry): Reason => ({ why: "within", rank: entry.rank ?? 0, places });
  const cut = entries.map((entry): [number, Verdict] => [
    entry.id,
    { standing: "cut", outcome: "cut", reason: behind(entry), figure: null },
  ]);
  return amend(new Map(cut), [
    ...lost.map(({ entry, reason }) => change(entry, { reason })),
    ...going.map(({ entry, reason }) => change(entry, stands("advanced", reason ?? within(entry)))),
    ...undecided.map(({ entry, reason }) => change(entry, stands("undecided", reason))),
  ]);
}

function isRanked({ rank, total }: HeatEntry): boolean {
  return rank !== null && total !== null;
}

type Change = readonly [id: number, change: Partial<Verdict>];

export function change({ id }: HeatEntry, to: Partial<Verdict>): Change {
  return [id, to];
}

/** Stands so before any withdrawal, and for the time being after them. */
export function stands(standing: Verdict["standing"], reason: Reason): Partial<Verdict> {
  return { standing, outcome: standing, reason };
}

/** New verdicts, with those changes. One entry is changed once. */
export function amend(verdicts: Verdicts, changes: readonly Change[]): Verdicts {
  const changed = new Map(changes);
  return new Map([...verdicts].map(([id, verdict]) => [id, { ...verdict, ...changed.get(id) }]));
}

/** Throws where the entry is on no line: every entry of a heat is on one. */
export function verdictOn(verdicts: Verdicts, { id }: HeatEntry): Verdict {
  const verdict = verdicts.get(id);
  if (!verdict) throw new Error(`entry ${id} is on no line`);
  return verdict;
}

/** The tie of those who share places, if any do, on that line or (null) among the wildcards. */
export function tiesOf(
  shared: SharedPlaces | null,
  line: Pick<HeatLine, "heat" | "group"> | null,
  movingUp: boolean,
): AdvancementTie[] {
  if (!shared) return [];
  const { room, decision } = shared;
  const entries = shared.entries.map(({ id }) => id).sort((a, b) => a - b);
  return [{ heat: line?.heat ?? null, group: line?.group ?? null, movingUp, room, entries, decision }];
}

function byRank(a: HeatEntry, b: HeatEntry): number {
  const left = a.rank ?? Number.POSITIVE_INFINITY;
  const right = b.rank ?? Number.POSITIVE_INFINITY;
  return left === right ? byText(a.entry, b.entry) : left - right;
}

export function byText(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
