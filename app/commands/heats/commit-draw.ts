import { z } from "zod";
import { commitmentDigest, secretPattern } from "~/rules/heats/draw.ts";
import { vault } from "~/services/vault/vault.ts";
import { findLatestDraw, findOpenCommitment, insertCommitment } from "~db/queries/heats/draws.ts";
import { command, done, type FieldError, refuse } from "../command.ts";
import { lockRoundForRunSheet, runSheetRound, whyNotDrawn } from "./run-sheet-round.ts";

export type CommitRefusal =
  | { type: "round-not-open" | "scoring-begun" | "already-called" | "stale-version" | "already-committed" }
  | { type: "invalid-input"; fields: FieldError[] };

/**
 * Commits to the secret half of a draw's seed, which the adapter has thrown: from now on its digest may be seen, and itself
 * lies sealed. `after` is the draw that the actor saw, null before the first: to draw again takes a reason, and waits for the
 * supervisor.
 */
export const commitDraw = command({
  name: "commit-draw",
  input: z.object({
    round: runSheetRound,
    secret: z.string().regex(secretPattern),
    after: z.number().int().positive().nullable(),
    reason: z.string().trim().max(500).default(""),
  }),
  omitFromDigest: ["secret"],
  who: lockRoundForRunSheet,
  run: async ({ trx, input: { secret, after, reason }, actor, subject: { roundId, round }, at }) => {
    const why = await whyNotDrawn(trx, round);
    if (why) return refuse<CommitRefusal>({ type: why });
    const latest = await findLatestDraw(trx, roundId);
    if ((latest?.id ?? null) !== after) return refuse<CommitRefusal>({ type: "stale-version" });
    if (await findOpenCommitment(trx, roundId)) return refuse<CommitRefusal>({ type: "already-committed" });
    if (latest && reason === "") {
      const field = { path: "reason", code: "reason", message: "Say why the order is drawn again." };
      return refuse<CommitRefusal>({ type: "invalid-input", fields: [field] });
    }
    const seedDigest = commitmentDigest(secret);
    const commitment = await insertCommitment(trx, {
      roundId,
      seedDigest,
      sealedSeed: vault().sealDraw(secret),
      reason: latest ? reason : null,
      committedById: actor.id,
      committedAt: at,
    });
    return done({ commitment, seedDigest }, { commitment, seedDigest, after });
  },
});
