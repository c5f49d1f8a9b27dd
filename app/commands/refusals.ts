import type { CommonRefusal } from "./command.ts";
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
  CD022: { type: "illegal-step" },
  "22021": unstorable,
  "22P05": unstorable,
};

/** The refusal that a guard's exception stands for; undefined for any other error, which is a bug and stays one. */
export function refusalOfDatabase(error: unknown): CommonRefusal | undefined {
  return guards[codeOf(error)];
}
