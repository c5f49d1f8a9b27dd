import { compare, type Fraction } from "~/primitives/fraction.ts";
import { byText, type HeatEntry } from "./advancement.ts";
import type { AdvancementRule } from "./advancement-rule.ts";
import { amend, change, type Draft, type HeatLine, stands, takenIn, tiesOf, verdictOn } from "./lines.ts";
import { type FilledPlaces, fillPlaces, type TieBreaking } from "./ties.ts";
import { type MeasuredTotal, measure } from "./wildcard-measure.ts";

/** The best of those behind the lines, by the measure of the rule. */

interface Candidate extends MeasuredTotal {
  entry: HeatEntry;
  line: HeatLine;
  rank: number;
  /** Its place in the queue of its line. */
  place: number;
}

export interface Shortlisted extends Draft {
  candidates: readonly Candidate[];
}

export interface WithWildcards extends Draft {
  /** Null without any, and while a line is undecided. */
  wildcards: FilledPlaces | null;
}

/** Who comes up for a wildcard: everybody behind a line for whom the measure has a meaning. */
export function shortlist(draft: Draft, { wildcards: rule }: AdvancementRule): Shortlisted {
  // Of equals who have all withdrawn some held the places: which of them hangs on no order in which heats come in
  const candidates = draft.lines
    .flatMap((line) => (rule ? candidatesOf(line, draft.lines, rule.by) : []))
    .sort((a, b) => byText(a.line.heat, b.line.heat) || byText(a.entry.entry, b.entry.entry));
  const figures = candidates.map(({ entry, figure }) => change(entry, { figure }));
  return { ...draft, verdicts: amend(draft.verdicts, figures), candidates };
}

/** Gives the wildcards, as if nobody had withdrawn. They wait until every line is decided. */
export function giveWildcards(
  { candidates, ...draft }: Shortlisted,
  { wildcards: rule }: AdvancementRule,
  tieBreaking: TieBreaking,
): WithWildcards {
  if (!rule || draft.lines.some(({ undecided }) => undecided.length > 0)) return { ...draft, wildcards: null };
  const rounds = roundsOf(candidates);
  const wildcards = fillPlaces(
    rounds.map((round) => round.map(({ entry }) => entry)),
    rule.places,
    tieBreaking,
    takenIn(draft, "standing", tieBreaking.cap),
  );
  const placeOf = (candidate: Candidate) =>
    rounds
      .slice(
        0,
        rounds.findIndex((round) => round.includes(candidate)),
      )
      .flat().length + 1;
  const going = candidates.flatMap((candidate) => {
    const found = wildcards.going.find(({ entry }) => entry === candidate.entry);
    if (!found) return [];
    const { entry, figure } = candidate;
    const measured = { why: "measured", figure, place: placeOf(candidate), places: rule.places } as const;
    return [change(entry, stands("wildcard", found.reason ?? measured))];
  });
  const given = amend(draft.verdicts, [
    ...wildcards.lost.map(({ entry, reason }) => change(entry, { reason })),
    ...going,
    ...wildcards.undecided.map(({ entry, reason }) => change(entry, stands("undecided", reason))),
  ]);
  return {
    ...draft,
    wildcards,
    ties: [...draft.ties, ...tiesOf(wildcards.shared, null, false)],
    verdicts: partByRank(given, candidates, wildcards),
  };
}

function candidatesOf(line: HeatLine, lines: readonly HeatLine[], by: Parameters<typeof measure>[0]): Candidate[] {
  const together = lines.filter(({ ranking }) => ranking === line.ranking).flatMap(({ entries }) => entries);
  const field = together.flatMap(({ rank, total }) => (rank && total ? [{ rank, total }] : []));
  return line.queue.flatMap((equals, place) =>
    equals.flatMap((entry): Candidate[] => {
      const { rank, total } = entry;
      const measured = rank && total ? measure(by, { rank, total }, field, line.byPlaces) : null;
      return rank && measured ? [{ ...measured, entry, line, rank, place }] : [];
    }),
  );
}

/**
 * Who competes with whom: only the best of each ranking do, and the best of them by the measure come first, so that nobody
 * passes one who is ranked better. Equals by the measure share a round.
 */
function roundsOf(candidates: readonly Candidate[]): Candidate[][] {
  const rounds: Candidate[][] = [];
  let rest = candidates;
  while (rest.length > 0) {
    const heads = rest.filter((each) => !rest.some((other) => isAhead(other, each)));
    const best = heads.reduce((top, { value }) => (compare(value, top) > 0 ? value : top), heads[0]?.value as Fraction);
    const round = heads.filter(({ value }) => compare(value, best) === 0);
    rounds.push(round);
    rest = rest.filter((each) => !round.includes(each));
  }
  return rounds;
}

function isAhead(a: Candidate, b: Candidate): boolean {
  if (a.line.ranking !== b.line.ranking) return false;
  return a.rank < b.rank || (a.line === b.line && a.place < b.place);
}

/** Where equals by the measure stand on both sides of the line, and only the rank of their ranking parts them. */
function partByRank(
  verdicts: Draft["verdicts"],
  candidates: readonly Candidate[],
  { going, undecided, shared, queue }: FilledPlaces,
): Draft["verdicts"] {
  const on = new Set([...going, ...undecided].map(({ entry }) => entry));
  const behind = new Set(queue.flat().filter((entry) => !shared.some(({ entries }) => entries.includes(entry))));
  const pairs = candidates
    .filter(({ entry }) => on.has(entry))
    .flatMap((winner) =>
      candidates
        .filter(
          (loser) => behind.has(loser.entry) && isAhead(winner, loser) && compare(winner.value, loser.value) === 0,
        )
        .map((loser) => ({ winner: winner.entry, loser: loser.entry })),
    );
  const winners = pairs.map(({ winner }) => winner);
  const losers = pairs.map(({ loser }) => loser);
  const parted = [...winners.filter((entry) => verdictOn(verdicts, entry).reason.why === "measured"), ...losers];
  const reason = { why: "parted", by: "rank" } as const;
  return amend(
    verdicts,
    parted.map((entry) => change(entry, { reason })),
  );
}
