import { compare, type Fraction } from "~/primitives/fraction.ts";
import { byText, type HeatLine } from "./advancement-lines.ts";
import type { AdvancementRule } from "./advancement-rule.ts";
import { type Filled, type Found, fill, type Settling } from "./advancement-ties.ts";
import { measure } from "./wildcard.ts";

/** The best of those behind the lines, by the measure of the rule. */

interface Candidate {
  found: Found;
  value: Fraction;
  line: HeatLine;
  rank: number;
  /** Its place in the queue of its line. */
  place: number;
}

/** Gives the wildcards, as if nobody had withdrawn; null without any, and while a line is undecided. */
export function giveWildcards(
  lines: readonly HeatLine[],
  { wildcards: rule }: AdvancementRule,
  settle: Settling,
): Filled | null {
  if (!rule) return null;
  // Of equals who have all withdrawn some held the places: which of them hangs on no order in which heats come in
  const candidates = lines
    .flatMap((line) => candidatesOf(line, lines, rule.by))
    .sort((a, b) => byText(a.line.heat, b.line.heat) || byText(a.found.entry.entry, b.found.entry.entry));
  if (lines.some(({ undecided }) => undecided.length > 0)) return null;
  const rounds = roundsOf(candidates);
  const filled = fill(
    rounds.map((round) => round.map(({ found }) => found)),
    rule.places,
    settle,
  );
  const placeOf = new Map<Found, number>();
  let passed = 0;
  for (const round of rounds) {
    for (const { found } of round) placeOf.set(found, passed + 1);
    passed += round.length;
  }
  for (const { found, reason } of filled.going) {
    const place = placeOf.get(found);
    const figure = found.figure;
    const measured = { why: "measured", figure, place, places: rule.places };
    Object.assign(found, { standing: "wildcard", reason: reason ?? measured });
  }
  for (const { found, reason } of filled.undecided) Object.assign(found, { standing: "undecided", reason });
  tellRanks(candidates, filled);
  return filled;
}

function candidatesOf(line: HeatLine, lines: readonly HeatLine[], by: Parameters<typeof measure>[0]): Candidate[] {
  const together = lines.filter(({ ranking }) => ranking === line.ranking).flatMap(({ found }) => found);
  const field = together.flatMap(({ entry: { rank, total } }) => (rank && total ? [{ rank, total }] : []));
  return line.queue.flatMap((equals, place) =>
    equals.flatMap((found): Candidate[] => {
      const { rank, total } = found.entry;
      const measured = rank && total ? measure(by, { rank, total }, field) : null;
      if (!rank || !measured) return [];
      found.figure = measured.figure;
      return [{ found, value: measured.value, line, rank, place }];
    }),
  );
}

/**
 * Who competes with whom: only the best of each ranking do, and the best of them by the measure come first, so that nobody
 * passes one who is ranked better. Equals by the measure share a round.
 */
function roundsOf(candidates: readonly Candidate[]): Candidate[][] {
  const rounds: Candidate[][] = [];
  let rest = [...candidates];
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
function tellRanks(candidates: readonly Candidate[], { going, undecided, shared, queue }: Filled): void {
  const on = new Set([...going, ...undecided].map(({ found }) => found));
  const parted = new Set(shared?.entries);
  const reason = { why: "parted", by: "rank" } as const;
  const behind = new Set(queue.flat().filter((found) => !parted.has(found)));
  for (const winner of candidates.filter(({ found }) => on.has(found)))
    for (const loser of candidates.filter(({ found }) => behind.has(found))) {
      if (!isAhead(winner, loser) || compare(winner.value, loser.value) !== 0) continue;
      loser.found.reason = reason;
      if (winner.found.reason.why === "measured") winner.found.reason = reason;
    }
}
