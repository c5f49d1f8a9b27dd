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
