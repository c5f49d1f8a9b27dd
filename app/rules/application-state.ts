/** The life of an application: written, handed in, decided on; the applicant may withdraw it. */

export const applicationStates = ["draft", "submitted", "qualified", "ineligible", "withdrawn"] as const;
export type ApplicationState = (typeof applicationStates)[number];

/** The same steps stand in the database (migration 003). */
const steps: Record<ApplicationState, readonly ApplicationState[]> = {
  draft: ["submitted", "withdrawn"],
  submitted: ["qualified", "ineligible", "withdrawn"],
  qualified: ["submitted", "ineligible", "withdrawn"],
  ineligible: ["submitted", "qualified"],
  withdrawn: [],
};

/** Whether an application may go from one state to another. */
export function canStep(from: ApplicationState, to: ApplicationState): boolean {
  return steps[from].includes(to);
}

/** Whether the applicant may still write in it. */
export function isWritable(state: ApplicationState): boolean {
  return state === "draft";
}

/** Whether the screeners may decide on it, for the first time or anew: from one heat into another too. */
export function isDecidable(state: ApplicationState): boolean {
  return state === "submitted" || state === "qualified" || state === "ineligible";
}

/** Whether the applicant may withdraw it. */
export function isWithdrawable(state: ApplicationState): boolean {
  return canStep(state, "withdrawn");
}
