import type { Choices, DraftAnswers } from "~/rules/applications/application.ts";
import type { Problem } from "~/rules/applications/application-sections.ts";
import type { ApplicationState } from "~/rules/applications/application-state.ts";

/** Why a command about an application was not done. */
export type ApplicationRefusal =
  | { type: "registration-not-open" | "deadline-passed" | "too-many-drafts" | "already-decided" }
  /** What has a place in a heat, or was refused or accepted, has to be opened again first. */
  | { type: "take-back-first" }
  /** Strong duplicates have qualified in this edition already: whoever saw that may go on. */
  | { type: "likely-duplicate"; codes: string[] }
  /** Another screener's proposal waits for its second check. */
  | { type: "proposal-waiting"; proposedBy: string }
  /** The second check is for somebody else than who proposed; taking back a proposal is for who proposed. */
  | { type: "own-proposal" | "others-proposal" }
  /** The application, or the proposal, is not the one that was looked at. */
  | { type: "proposal-outdated" }
  /** The heat takes no entries (or loses none) any more. */
  | { type: "round-not-open" }
  | { type: "heat-full"; capacity: number | null }
  /** The state that the application is in does not allow it. */
  | { type: "application-locked"; state: ApplicationState }
  /** Somebody, perhaps the same person in another window, has written meanwhile; with the version that is stored. */
  | {
      type: "stale-version";
      version: number;
      updatedAt: string;
      /** For the applicant: the texts that are stored. */
      stored?: { answers: DraftAnswers; choices: Choices };
    }
  /** The applicant was told something new since they looked. */
  | { type: "news-since"; state: ApplicationState }
  /** The organizers have begun to look at it: what was handed in stands still. Says nothing about an outcome. */
  | { type: "screening-begun" }
  | { type: "incomplete"; problems: Problem[] };
