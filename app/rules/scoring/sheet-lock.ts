import type { RoundState } from "../rounds/round.ts";

/**
 * When a judge may still write the own sheet: while the round is judged and the sheet is not handed in. What was handed in is
 * locked, whatever becomes of the round; only a reopening by two others unlocks it. In the database triggers hold the same
 * (db/guards/sheets.ts).
 */
export interface SheetLock {
  recused: boolean;
  submitted: boolean;
  round: RoundState;
  /** The stored sheet's version, 0 without one, and the one over which the judge has written. */
  version: number;
  writtenOver: number;
}

/** Why the sheet cannot be written now; null when it can. A draft may be written before the conductor opens the scoring. */
export function whyNotWriteSheet({
  recused,
  submitted,
  round,
  version,
  writtenOver,
}: SheetLock): "recused" | "sheet-locked" | "round-not-open" | "stale-version" | null {
  if (recused) return "recused";
  if (submitted) return "sheet-locked";
  if (round !== "judging") return "round-not-open";
  return version === writtenOver ? null : "stale-version";
}

/** Why the sheet cannot be handed in now; null when it can: the conductor may open the scoring project by project. */
export function whyNotSubmitSheet(
  sheet: SheetLock & { scoringOpen: boolean },
): NonNullable<ReturnType<typeof whyNotWriteSheet>> | "scoring-not-open" | null {
  return whyNotWriteSheet(sheet) ?? (sheet.scoringOpen ? null : "scoring-not-open");
}

/**
 * Why that person cannot confirm that a sheet which was handed in is opened again; null when they can: another one has asked
 * for it, of the very version that stands, and no conferring of the panel has gone by it.
 */
export function whyNotReopenSheet(
  reopening: { state: string; askedById: string; version: number },
  place: { round: RoundState; deliberated: boolean; sheet: { state: string; version: number } | null },
  confirmedBy: string,
): "illegal-step" | "same-person" | "round-not-open" | "entry-held" | "stale-version" | null {
  if (reopening.state !== "asked") return "illegal-step";
  if (reopening.askedById === confirmedBy) return "same-person";
  if (place.round !== "judging") return "round-not-open";
  if (place.deliberated) return "entry-held";
  return place.sheet?.state === "submitted" && place.sheet.version === reopening.version ? null : "stale-version";
}
