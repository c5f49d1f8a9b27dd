import type { CommonRefusal } from "./command.ts";
import { codeOf } from "./transaction.ts";

/** The database's own guards (db/migrations) as refusals, for what slipped past a command's checks in a race. */
const guards: Record<string, CommonRefusal> = {
  CD001: { type: "illegal-step" },
  CD002: { type: "illegal-step" },
  CD003: { type: "sheet-locked" },
  CD004: { type: "recused" },
  CD005: { type: "rule-frozen" },
  CD006: { type: "release-fixed" },
};

/** The refusal that a guard's exception stands for; undefined for any other error, which is a bug and stays one. */
export function refusalOfDatabase(error: unknown): CommonRefusal | undefined {
  return guards[codeOf(error)];
}
