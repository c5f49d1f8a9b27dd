import {
  type AdvancementOutcome,
  type AdvancementPlan,
  type AdvancementTie,
  isAdvancing,
  type LineStanding,
  type PlannedPlace,
  type Reason,
} from "./advancement.ts";

/** A line that was drawn, and how it agrees with what the results say now. */

/** One entry of a heat as the latest line found it. */
export interface RecordedPlace {
  entryId: number;
  /** The heat's slug, and the entry's key there. */
  heat: string;
  entry: string;
  title: string;
  titleEn: string | null;
  standing: Exclude<LineStanding, "undecided">;
  outcome: Exclude<AdvancementOutcome, "undecided">;
  reason: Reason;
  rank: number | null;
  total: string | null;
  /** Of the release that its result was published by. */
  version: number;
  digest: string;
  movedUpAt: Date | null;
  /** Its place in the running order of its heat; none in a heat that was not drawn. */
  number?: number | null;
}

/** Where an entry no longer stands as the line found it; `now` is null where its heat has no published result any more. */
export interface LineDifference {
  heat: string;
  entry: string;
  title: string;
  titleEn: string | null;
  number: number | null;
  was: Pick<RecordedPlace, "standing" | "rank" | "total"> | null;
  now: (Pick<PlannedPlace, "standing"> & Pick<PlannedPlace["entry"], "rank" | "total">) | null;
}

/** Entry by entry, how the results as published now differ from the line that was drawn. Withdrawals are no difference. */
export function lineDifferences(drawn: readonly RecordedPlace[], plan: AdvancementPlan): LineDifference[] {
  const now = new Map(plan.lines.flatMap(({ entries }) => entries).map((placed) => [placed.entry.id, placed]));
  const gone = drawn.flatMap((was): LineDifference[] => {
    const placed = now.get(was.entryId);
    now.delete(was.entryId);
    const { heat, entry, title, titleEn } = was;
    const number = placed?.entry.number ?? was.number ?? null;
    if (!placed) return [{ heat, entry, title, titleEn, number, was, now: null }];
    const { rank, total } = placed.entry;
    const stands = placed.entry.withdrawn || placed.standing === was.standing;
    const same = stands && rank === was.rank && total === was.total;
    return same ? [] : [{ heat, entry, title, titleEn, number, was, now: { standing: placed.standing, rank, total } }];
  });
  const come = [...now.values()].map(
    ({ heat, standing, entry: { entry, title, titleEn, number, rank, total } }): LineDifference => {
      return { heat, entry, title, titleEn, number: number ?? null, was: null, now: { standing, rank, total } };
    },
  );
  return [...gone, ...come];
}

/**
 * Heats whose result was published again since the line was drawn, even where everybody stands where they stood: the line
 * rests on a version that stands no more.
 */
export function heatsPublishedSince(
  drawn: readonly RecordedPlace[],
  heats: readonly { slug: string; version: number }[],
): string[] {
  const changed = drawn.filter(({ heat, version }) =>
    heats.some((each) => each.slug === heat && each.version !== version),
  );
  return [...new Set(changed.map(({ heat }) => heat))];
}

/** Who is to move up into the final now: the line says so, and nobody has done it yet. */
export function substitutesToMoveUp(plan: AdvancementPlan, inFinal: ReadonlySet<number>): PlannedPlace[] {
  return plan.lines
    .flatMap(({ entries }) => entries)
    .filter(
      ({ entry, outcome, reason }) => isAdvancing(outcome) && reason.why === "moved-up" && !inFinal.has(entry.id),
    );
}

/** Whether a decision on those equals can be recorded: there is none yet, or nothing was done by it. */
export function isTieOpen(
  { decision, entries, optional }: AdvancementTie,
  drawn: { drawnAt: Date; places: readonly RecordedPlace[] } | null,
): boolean {
  if (decision === null && optional) return drawn === null;
  if (decision === null || drawn === null) return true;
  const done = drawn.places.flatMap(({ entryId, movedUpAt }) =>
    movedUpAt && entries.includes(entryId) ? [movedUpAt] : [],
  );
  return [drawn.drawnAt, ...done].every((at) => at < decision.recordedAt);
}
