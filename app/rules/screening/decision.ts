import { type ApplicationState, canStep } from "../applications/application-state.ts";

/** What screeners decide on an application; "take-back" opens the question again. */
export const decisions = ["qualify", "ineligible", "return", "wait", "take-back"] as const;
export type Decision = (typeof decisions)[number];

const outcomes: Record<Decision, ApplicationState> = {
  qualify: "qualified",
  ineligible: "ineligible",
  return: "returned",
  wait: "waiting",
  "take-back": "submitted",
};

/** The state that a decision brings the application to. */
export function stateAfter(decision: Decision): ApplicationState {
  return outcomes[decision];
}

/**
 * Whether the decision can be made on an application in that state: the same one may be made anew, with another heat or
 * other words; what is returned for correction must not have a place in a heat.
 */
export function canDecide(from: ApplicationState, decision: Decision): boolean {
  const to = outcomes[decision];
  return from === to ? decision !== "take-back" : canStep(from, to) && !(from === "draft" || from === "withdrawn");
}
