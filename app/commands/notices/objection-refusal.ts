import type { FieldError } from "../command.ts";

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
