/**
 * The life of an application: written, handed in, perhaps returned for correction, decided on; the applicant may withdraw
 * it. A decision counts for the applicant once it is announced: until then they see the state before it.
 */

export const applicationStates = [
  "draft",
  "submitted",
  "returned",
  "waiting",
  "qualified",
  "ineligible",
  "withdrawn",
] as const;
export type ApplicationState = (typeof applicationStates)[number];

/** The same steps stand in the database (db/guards/applications.ts). */
const steps: Record<ApplicationState, readonly ApplicationState[]> = {
  draft: ["submitted", "withdrawn"],
  submitted: ["returned", "waiting", "qualified", "ineligible", "withdrawn"],
  returned: ["submitted", "waiting", "qualified", "ineligible", "withdrawn"],
  waiting: ["submitted", "returned", "qualified", "ineligible", "withdrawn"],
  qualified: ["submitted", "waiting", "ineligible", "withdrawn"],
  ineligible: ["submitted", "returned", "waiting", "qualified"],
  withdrawn: [],
};

/** Whether an application may go from one state to another. */
export function canStep(from: ApplicationState, to: ApplicationState): boolean {
  return steps[from].includes(to);
}

/** What decides whether the applicant may still write: the true state, the one they were told, and the dates. */
export interface EditingFacts {
  state: ApplicationState;
  announcedState: ApplicationState;
  /** Whether the edition takes applications now. */
  open: boolean;
  /** Until when a returned application can be handed in again; null: no end. */
  returnUntil: Date | null;
}

/**
 * Whether the applicant may write now, or why not. A draft and what was submitted can be written until the deadline, what
 * was returned until its own day; once a screener has decided anything else, the words stand still.
 */
export function editingStateAt(
  { state, announcedState, open, returnUntil }: EditingFacts,
  at: Date,
): "writable" | "deadline-passed" | "screening-begun" | "ended" {
  if (state === "withdrawn") return "ended";
  if (announcedState === "returned" && state === "returned")
    return returnUntil && at >= returnUntil ? "deadline-passed" : "writable";
  if (state === "draft") return open ? "writable" : "deadline-passed";
  if (announcedState === "qualified" || announcedState === "ineligible" || announcedState === "waiting") return "ended";
  if (state !== "submitted") return "screening-begun";
  return open ? "writable" : "deadline-passed";
}

/** Whether a heat takes projects of a track, by their keys: a heat without one takes all, and who names none fits everywhere. */
export function isOfTrack(heatTrack: string | null, track: string | null): boolean {
  return heatTrack === null || track === null || heatTrack === track;
}

/** Whether the screeners may decide on it, for the first time or again: from one heat into another too. */
export function isDecidable(state: ApplicationState): boolean {
  return state !== "draft" && state !== "withdrawn";
}

/** Whether the applicant may withdraw it. */
export function isWithdrawable(state: ApplicationState): boolean {
  return canStep(state, "withdrawn");
}
