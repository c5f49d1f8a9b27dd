/** The panel's vote on a tie: who was present, and in which order each of them wants the entries to stand. */

/** One member's order: the place that they give each entry, 1 the best; every place once. */
export type Ballot = Readonly<Record<string, number>>;

/** Why a member's order is none; null where it is one. `places`: of the entries asked for, each place once. */
export function flawOfBallot(ballot: Ballot, entries: readonly string[]): "places" | null {
  const given = entries.map((entry) => ballot[entry] ?? 0).sort((a, b) => a - b);
  const whole = entries.every((_, at) => given[at] === at + 1);
  return whole && Object.keys(ballot).length === entries.length ? null : "places";
}

/** Whether both are the same entries, in whatever order: whether a vote was held on that tie. */
export function areSameEntries(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && new Set([...a, ...b]).size === a.length;
}

/**
 * The places that the votes give: an entry stands before another when more members put it there than the other way round,
 * and by the number of entries that it stands before so, less those that stand before it. What is equal then shares its
 * place (1, 1, 3): the vote has not parted it. Of two entries this is the plain majority.
 */
export function placesOfVote(ballots: readonly Ballot[], entries: readonly string[]): Record<string, number> {
  const wins = (one: string, other: string) =>
    Math.sign(ballots.reduce((sum, ballot) => sum + Math.sign((ballot[other] ?? 0) - (ballot[one] ?? 0)), 0));
  const scores = entries.map((one) => entries.reduce((sum, other) => sum + (one === other ? 0 : wins(one, other)), 0));
  return Object.fromEntries(
    entries.map((entry, at) => [entry, 1 + scores.filter((score) => score > (scores[at] ?? 0)).length]),
  );
}
