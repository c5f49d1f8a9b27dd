import type { Problem } from "~/rules/application-sections.ts";
import type { ApplicationState } from "~/rules/application-state.ts";

/** Why a command about an application was not done. */
export type ApplicationRefusal =
  | { type: "registration-not-open" | "deadline-passed" | "too-many-drafts" | "already-decided" }
  /** The heat takes no entries (or loses none) any more. */
  | { type: "round-not-open" }
  | { type: "heat-full"; capacity: number | null }
  /** The state that the application is in does not allow it. */
  | { type: "application-locked"; state: ApplicationState }
  /** Somebody, perhaps the same person in another window, has written meanwhile; with the version that is stored. */
  | { type: "stale-version"; version: number; updatedAt: string }
  | { type: "incomplete"; problems: Problem[] };
