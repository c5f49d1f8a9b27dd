import { z } from "zod";
import type { Strokes } from "~/rules/scoring/signature.ts";
import type { FieldError } from "../command.ts";

const key = z.string().min(1).max(200);

/** What every signing says: where, and the digest of what the person had before their eyes. */
export const signingInput = { round: key, digest: z.string().regex(/^[0-9a-f]{64}$/) };
export const signedEntry = { ...signingInput, entry: key };

export type SigningRefusal =
  /** What stands now is not what was shown. */
  | { type: "digest-differs" }
  /** There is nothing to sign yet, or no more. */
  | { type: "nothing-to-sign" }
  /** It is signed already, as it stands. */
  | { type: "signed-already" }
  | { type: "invalid-input"; fields: FieldError[] };

/** The drawing; null for a signature on the printed paper. */
export function strokesOf(signing: { means: "drawn"; strokes: Strokes } | { means: "paper" }): Strokes | null {
  return signing.means === "drawn" ? signing.strokes : null;
}
