import type { Arrival, DrawScope } from "~/rules/heats/attendance.ts";
import type { RunSheetEntry } from "~db/queries/heats/attendances.ts";
import type { findLatestDraw } from "~db/queries/heats/draws.ts";

/** Whom the latest draw was about, as the rules ask for it; null before the first. */
export function drawSubjects(
  draw: Pick<NonNullable<Awaited<ReturnType<typeof findLatestDraw>>>, "among" | "entryKeys"> | undefined,
): { among: DrawScope; keys: string[] } | null {
  return draw ? { among: draw.among as DrawScope, keys: draw.entryKeys } : null;
}

/** The run sheet's sign-ins, as the rules ask for them. */
export function arrivalsOf(sheet: readonly RunSheetEntry[]): Arrival[] {
  return sheet.map(({ key, state, recordedAt }) => ({
    key,
    attendance: state && recordedAt ? { state, at: recordedAt } : null,
  }));
}
