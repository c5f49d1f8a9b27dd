import {
  type AdvancementTie,
  byText,
  type HeatEntry,
  isAdvancing,
  type PlannedPlace,
  type PublishedHeat,
  type Reason,
} from "./advancement.ts";
import type { AdvancementRule } from "./advancement-rule.ts";
import { type CapInUse, noneTaken, type Taken, take } from "./cap.ts";
import { type LinePlaces, type LineToFill, type PlacesBasis, placesOfLine, type QuotaOfUnit } from "./quotas.ts";
import { type FilledPlaces, fillPlaces, groupTied, type SharedPlaces, type TieBreaking } from "./ties.ts";

/** The first step, the lines of the heats: the first so many of each. And what every step leaves to the next. */

export interface HeatLine extends FilledPlaces {
  heat: string;
  /** `undefined`: the line of the whole heat. */
  group: string | null | undefined;
  /** Who is ranked together has the same word. */
  ranking: string;
  /** Places make its totals. */
  byPlaces?: boolean;
  places: number;
  /** By what it has so many, where the rule has a share or a quota. */
  basis?: PlacesBasis;
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

/**
 * Who qualifies on the line of a heat, or of a group in it, as if nobody had withdrawn. `quotas`: the parts of the edition's
 * places, where the rule distributes them.
 */
export function qualify(
  heats: readonly PublishedHeat[],
  rule: AdvancementRule,
  tieBreaking: TieBreaking,
  quotas: readonly QuotaOfUnit[] | null = null,
): Draft {
  const lines = heats.flatMap((heat) => linesOf(heat, rule, tieBreaking, quotas));
  return {
    lines,
    verdicts: new Map(lines.flatMap((line) => [...verdictsOn(line)])),
    ties: lines.flatMap((line) => tiesOf(line.shared, line, false)),
  };
}

/** The lines of the heats as the places are asked for. */
export function linesToFill(heats: readonly PublishedHeat[], rule: AdvancementRule): LineToFill[] {
  return heats.flatMap((heat) =>
    groupsOf(heat, rule).map((group) => {
      const ranked = entriesOf(heat, group).filter(isRanked).length;
      return { heat: heat.slug, group, ranked };
    }),
  );
}

/** The lines of a heat, one group after the other: what the cap counts in one counts in the next. */
function linesOf(
  heat: PublishedHeat,
  rule: AdvancementRule,
  tieBreaking: TieBreaking,
  quotas: readonly QuotaOfUnit[] | null,
): HeatLine[] {
  const lines: HeatLine[] = [];
  for (const group of groupsOf(heat, rule)) {
    const entries = entriesOf(heat, group).sort(byRank);
    const equals = groupTied(entries.filter(isRanked), (a, b) => a.rank === b.rank);
    const ranked = equals.flat().length;
    const given: LinePlaces = placesOfLine(rule, { heat: heat.slug, group, ranked }, quotas);
    const ranking = heat.separate ? `${heat.slug} ${group ?? ""}` : heat.slug;
    const filled = fillPlaces(equals, given.places, tieBreaking, lines.at(-1)?.taken ?? noneTaken);
    lines.push({ heat: heat.slug, group, ranking, byPlaces: heat.byPlaces, ...given, entries, ...filled });
  }
  return lines;
}

function entriesOf(heat: PublishedHeat, group: string | null | undefined): HeatEntry[] {
  return heat.entries.filter((each) => group === undefined || each.group === group);
}

/** Who has the places that the cap counts: who stands so before any withdrawal, or who is still going on after them. */
export function takenIn({ lines, verdicts }: Draft, by: "standing" | "outcome", cap: CapInUse | null = null): Taken {
  const on = lines
    .flatMap(({ entries }) => entries)
    .filter((entry) => isAdvancing(verdictOn(verdicts, entry)[by]) && (by === "standing" || !entry.withdrawn));
  return take(noneTaken, on, cap);
}

/** The groups that have lines of their own; `undefined` is the line of the whole heat. */
function groupsOf(heat: PublishedHeat, rule: AdvancementRule): (string | null | undefined)[] {
  if (!rule.byGroup && !heat.separate) return [undefined];
  return [...new Set(heat.entries.map(({ group }) => group))].sort((a, b) => byText(a ?? "", b ?? ""));
}

function verdictsOn({ entries, places, going, undecided, lost }: HeatLine): Verdicts {
  const capped = lost.filter(({ reason }) => reason.why === "capped").map(({ entry }) => entry);
  const placed = (why: "within" | "behind", { rank }: HeatEntry): Reason => {
    const past = capped.filter((each) => (each.rank ?? 0) < (rank ?? 0)).length;
    const reason = { why, rank: rank ?? 0, places };
    return past > 0 ? { ...reason, past } : reason;
  };
  const behind = (entry: HeatEntry): Reason => (isRanked(entry) ? placed("behind", entry) : { why: "unranked" });
  const within = (entry: HeatEntry): Reason => placed("within", entry);
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

/** The ties of those who share places, if any do, on that line or (null) among the wildcards. */
export function tiesOf(
  shared: readonly SharedPlaces[],
  line: Pick<HeatLine, "heat" | "group"> | null,
  movingUp: boolean,
): AdvancementTie[] {
  return shared.map(({ room, decision, optional, ...tied }): AdvancementTie => {
    const entries = tied.entries.map(({ id }) => id).sort((a, b) => a - b);
    const tie = { heat: line?.heat ?? null, group: line?.group ?? null, movingUp, room, entries, decision };
    return optional ? { ...tie, optional } : tie;
  });
}

function byRank(a: HeatEntry, b: HeatEntry): number {
  const left = a.rank ?? Number.POSITIVE_INFINITY;
  const right = b.rank ?? Number.POSITIVE_INFINITY;
  return left === right ? byText(a.entry, b.entry) : left - right;
}
