import { type AdvancementOutcome, type HeatEntry, isAdvancing } from "./advancement.ts";
import type { AdvancementRule } from "./advancement-rule.ts";
import { amend, change, type Draft, type HeatLine, takenIn, tiesOf, verdictOn } from "./lines.ts";
import { type FilledPlaces, fillPlaces, type TieBreaking } from "./ties.ts";
import type { WithWildcards } from "./wildcards.ts";

/** Who stands by, and who of them moves up into places that are empty since somebody withdrew (递补). */

/** Names the substitutes: everybody in the queue of a line who has no wildcard and is not waiting for one. */
export function nameSubstitutes(draft: WithWildcards, rule: AdvancementRule): WithWildcards {
  if (!rule.substitutes) return draft;
  const waiting = draft.lines
    .flatMap((line) => reservesOn(line, draft.verdicts, rule.reserves))
    .filter((entry) => verdictOn(draft.verdicts, entry).standing === "cut");
  const verdicts = amend(
    draft.verdicts,
    waiting.map((entry) => change(entry, { standing: "substitute", outcome: "substitute" })),
  );
  return { ...draft, verdicts };
}

/** The first so many in the queue of a line, with their equals; who is passed over by the cap takes none of the reserve's places. */
function reservesOn({ queue }: HeatLine, verdicts: Draft["verdicts"], most = Number.POSITIVE_INFINITY): HeatEntry[] {
  const waits = (entry: HeatEntry) => {
    const { standing, reason } = verdictOn(verdicts, entry);
    return standing === "cut" && reason.why !== "capped";
  };
  const sizes = queue.map((equals) => equals.filter(waits).length);
  return queue.filter((_, at) => sizes.slice(0, at).reduce((sum, size) => sum + size, 0) < most).flat();
}

/** Fills the free places of every line, then those of the wildcards. Nobody's standing changes, only the outcome. */
export function moveUp({ wildcards, ...draft }: WithWildcards, rule: AdvancementRule, tieBreaking: TieBreaking): Draft {
  if (!rule.substitutes) return draft;
  const lines = draft.lines.reduce((now, line) => fillFree(now, line, line.places, line, tieBreaking), draft);
  if (!wildcards || !rule.wildcards) return lines;
  return fillFree(lines, wildcards, rule.wildcards.places, null, tieBreaking);
}

/** Gives the empty ones of so many places to the next; nobody passes one who is undecided. `line` is null for the wildcards. */
function fillFree(
  draft: Draft,
  { going, undecided, queue }: FilledPlaces,
  places: number,
  line: HeatLine | null,
  tieBreaking: TieBreaking,
): Draft {
  if (undecided.length > 0) return draft;
  const outcomeOf = (entry: HeatEntry) => verdictOn(draft.verdicts, entry).outcome;
  const free = Math.max(0, places - going.filter(({ entry }) => !entry.withdrawn).length);
  const left = queue
    .map((equals) => equals.filter((entry) => !entry.withdrawn && canMoveUp(outcomeOf(entry))))
    .filter((equals) => equals.length > 0);
  const barrier = left.findIndex((equals) => equals.some((entry) => outcomeOf(entry) === "undecided"));
  const filled = fillPlaces(
    barrier < 0 ? left : left.slice(0, barrier),
    free,
    tieBreaking,
    takenIn(draft, "outcome", tieBreaking.cap),
  );
  const outcome = line ? "advanced" : "wildcard";
  const reason = { why: "moved-up", free: line ? "line" : "wildcards" } as const;
  const verdicts = amend(draft.verdicts, [
    ...filled.lost.map((each) => change(each.entry, { reason: each.reason })),
    ...filled.going.map(({ entry }) => change(entry, { outcome, reason })),
    ...filled.undecided.map((each) => change(each.entry, { outcome: "undecided", reason: each.reason })),
  ]);
  return { ...draft, verdicts, ties: [...draft.ties, ...tiesOf(filled.shared, line, true)] };
}

/** Whoever is in and whoever is beyond the reserve does not. */
function canMoveUp(outcome: AdvancementOutcome): boolean {
  return outcome !== "cut" && !isAdvancing(outcome);
}
