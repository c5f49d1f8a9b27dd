import type { ApplicationRefusal } from "~/commands/applications/refusal.ts";
import type { CommonRefusal } from "~/commands/command.ts";
import type { Problem } from "~/rules/applications/application-sections.ts";
import type { Texts } from "~/rules/applications/merge-texts.ts";
import type { Finding } from "~/rules/screening/eligibility.ts";

/** What a save brought about. */
export interface Saved {
  version: number;
  savedAt: string;
  problems: Problem[];
  findings: Finding[];
  /** The stored number of the identity document, masked; "" when there is none. */
  masked: string;
  /** All texts as they are stored now, where somebody else had written since the version that was sent. */
  stored?: Texts;
  /** When that was. */
  changedAt?: string;
}

export type Refused = ApplicationRefusal | CommonRefusal;

/** These fields were changed elsewhere since this page was loaded; all others are saved. */
export interface Differ {
  type: "differing";
  theirs: Texts;
  saved: Saved;
}

/** The answer to changed fields. */
export type SaveAnswer = { ok: true; value: Saved } | { ok: false; error: Differ | Refused };
