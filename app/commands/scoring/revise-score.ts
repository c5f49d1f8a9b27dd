import type { Transaction } from "kysely";
import { z } from "zod";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { readRevision, revisionBounds } from "~/rules/scoring/deliberation.ts";
import { findBundledInputs } from "~db/queries/releases/signed-tables.ts";
import { findOwnDeliberation, insertDeliberationValue } from "~db/queries/scoring/deliberations.ts";
import { findRule } from "~db/queries/standings/rules.ts";
import type { DB } from "~db/schema.ts";
import { command, done, type FieldError, refuse } from "../command.ts";
import type { DeliberationRefusal } from "./deliberation-at.ts";

const key = z.string().min(1).max(200);

type ReviseRefusal = DeliberationRefusal | { type: "invalid-input"; fields: FieldError[] };

/** A judge gives another value after conferring, once an entry and with a reason; it counts when the end is confirmed. */
export const reviseScore = command({
  name: "revise-score",
  input: z.object({
    round: key,
    entry: key,
    score: z.string().trim().min(1).max(40),
    reason: z.string().trim().min(1).max(500),
  }),
  who: ownDeliberation,
  run: async ({ trx, input, subject, at }) => {
    const { roundId, deliberationId, state, judgeId, judge, roundState, sheet } = subject;
    if (roundState !== "judging") return refuse<ReviseRefusal>({ type: "round-not-open" });
    if (deliberationId === null || state !== "open" || sheet !== "submitted")
      return refuse<ReviseRefusal>({ type: "no-deliberation" });
    const rule = await findRule(trx, roundId);
    const { criteria } = await findBundledInputs(trx, roundId);
    const read = rule && readRevision(input.score, revisionBounds({ rule, criteria }));
    if (!read || "problem" in read) {
      const code = read?.problem ?? "not-a-score";
      const fields = [{ path: "score", code, message: "A decimal within the sheet's bounds." }];
      return refuse<ReviseRefusal>({ type: "invalid-input", fields });
    }
    const value = { roundId, deliberationId, judgeId, score: read.score, reason: input.reason, givenAt: at };
    if (!(await insertDeliberationValue(trx, value))) return refuse<ReviseRefusal>({ type: "already-revised" });
    return done({}, { entry: input.entry, judge, score: read.score, reason: input.reason });
  },
});

async function ownDeliberation(request: {
  trx: Transaction<DB>;
  actor: Actor;
  input: { round: string; entry: string };
}) {
  const { trx, actor, input } = request;
  const own = await findOwnDeliberation(trx, { ...input, userId: actor.id });
  return own && can(actor, "judge", { editionId: own.editionId, roundId: own.roundId }) ? own : null;
}
