import type { FieldError } from "../command.ts";

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
