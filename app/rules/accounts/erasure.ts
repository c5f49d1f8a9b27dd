import { type ApplicationState, canStep } from "../applications/application-state.ts";

/** What becomes of an application when its applicant has their data erased. */
export type ErasureOutcome = "withdraw" | "erase" | "keep-result" | "wait";

/** An application's place in a round. */
export interface ErasableEntry {
  /** The round takes and loses entries still, and nobody has judged this one. */
  removable: boolean;
  /** Its result is public, or it was a preliminary review that is over. */
  settled: boolean;
}

/**
 * Who is in a heat that is drawn, judged or not published yet waits: an erased contestant would change the others'
 * standings (PIPL, article 47: what the law or the purpose still needs). A published result stays as public record, without
 * the person. Everything else is withdrawn, where it can be, and erased.
 */
export function erasureOutcome(state: ApplicationState, entries: readonly ErasableEntry[]): ErasureOutcome {
  const staying = entries.filter((entry) => !entry.removable);
  if (staying.some((entry) => !entry.settled)) return "wait";
  if (staying.length > 0) return "keep-result";
  return canStep(state, "withdrawn") ? "withdraw" : "erase";
}
