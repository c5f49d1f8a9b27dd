import type { Choices, DraftAnswers } from "~/rules/applications/application.ts";
import type { ApplicationProblem } from "~/rules/applications/application-sections.ts";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import type { UploadRefusal } from "~/rules/files/attachment.ts";
import type { Conflict } from "~/rules/review/conflict.ts";
import type { CopyRefusal } from "~/services/files/find-author-marks.ts";
import type { ContentRefusal } from "~/services/files/inspect-file.ts";
import type { CommonRefusal, FieldError } from "./command.ts";
import { codeOf } from "./transaction.ts";

/** PostgreSQL keeps no NUL, in a text or in JSON; no person types one. */
const unstorable: CommonRefusal = {
  type: "invalid-input",
  fields: [{ path: "", code: "unstorable", message: "A text contains a NUL." }],
};

/** The database's own guards (db/migrations) as refusals, for what slipped past a command's checks in a race. */
const guards: Record<string, CommonRefusal> = {
  CD001: { type: "illegal-step" },
  CD002: { type: "illegal-step" },
  CD003: { type: "sheet-locked" },
  CD004: { type: "recused" },
  CD005: { type: "rule-frozen" },
  CD006: { type: "release-fixed" },
  CD008: { type: "assignment-fixed" },
  CD009: { type: "rehearsal" },
  CD010: { type: "entry-out" },
  CD011: { type: "redraw-unconfirmed" },
  CD012: { type: "scoring-not-open" },
  CD013: { type: "scoring-begun" },
  CD014: { type: "hand-taken" },
  CD015: { type: "factor-used" },
  CD016: { type: "objection-decided" },
  CD034: { type: "role-too-young" },
  CD035: { type: "supervisor-unconfirmed" },
  CD051: { type: "no-deliberation" },
  CD052: { type: "entry-held" },
  CD053: { type: "practice-begun" },
  CD054: { type: "practice-closed" },
  CD055: { type: "hall-vote-fixed" },
  CD022: { type: "illegal-step" },
  "22021": unstorable,
  "22P05": unstorable,
};

/** The refusal that a guard's exception stands for; undefined for any other error, which is a bug and stays one. */
export function refusalOfDatabase(error: unknown): CommonRefusal | undefined {
  return guards[codeOf(error)];
}

/** Why a command about an application was not done. */
export type ApplicationRefusal =
  | { type: "registration-not-open" | "deadline-passed" | "too-many-drafts" | "already-decided" }
  /** Nothing personal is kept before the consent; and by the rules each person hands in but one application. */
  | { type: "consent-missing" | "one-entry" }
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
  | { type: "incomplete"; problems: ApplicationProblem[] };

/** Why a file was not taken, or not taken out. */
export type AttachmentRefusal =
  | UploadRefusal
  | ContentRefusal
  | CopyRefusal
  /** Nothing is left of the name when what cannot be shown is gone. */
  | { type: "name-empty" }
  /** Not all of it is there. */
  | { type: "upload-incomplete" }
  /** The applicant cannot write any more. */
  | { type: "deadline-passed" | "screening-begun" | "application-ended" };

/** Why an act on a review was refused. */
export type ReviewRefusal =
  /** How the round is reviewed is not set yet. */
  | { type: "review-not-set" }
  | { type: "round-not-open" }
  /** What was looked at has changed: the assignment, the panel, the entries, the standings. */
  | { type: "stale-preview" }
  /** The judge is bound to the project in these ways. */
  | { type: "conflict"; conflicts: Conflict[] }
  | { type: "already-assigned" | "not-assigned" | "sheet-begun" }
  /** The judge sits on another panel than the one that judges the project. */
  | { type: "other-panel" };

/** Why something about an objection is not done. */
export type ObjectionRefusal =
  | {
      type:
        | "not-found"
        | "notice-closed"
        | "objection-decided"
        | "objection-not-yours"
        | "no-handler"
        | "stale-version";
    }
  | { type: "no-correction" | "objection-erased" | "replayed-with-other-input" | "files-full" | "file-there" }
  | { type: "invalid-input"; fields: FieldError[] };

/** Why an edition does not give a file out. */
export type HostedFileRefusal = { type: "hosted-file-gone" | "hosted-files-full" | "file-there" | "title-missing" };

/** Why something about a landing is not done. */
export type LandingRefusal =
  | { type: "not-found" | "landing-there" | "no-final-to-land" | "landing-given-up" | "landing-not-given-up" }
  | { type: "files-full" | "file-there" }
  | { type: "milestone-done" | "milestone-not-done" | "funds-need-agreement" | "stale-version" }
  | { type: "invalid-input"; fields: FieldError[] };

/** A field that the rules refuse, by the rule's own reason. */
export function wrong(path: string, code: string): LandingRefusal {
  return { type: "invalid-input", fields: [{ path, code, message: code }] };
}
