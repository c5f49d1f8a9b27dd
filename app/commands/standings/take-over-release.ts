import type { Transaction } from "kysely";
import { z } from "zod";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { findLiveReleases, markEnded } from "~db/queries/releases/releases.ts";
import { lockRound } from "~db/queries/rounds/rounds.ts";
import { findNewerCarried, takeOverRelease } from "~db/queries/standings/carried.ts";
import type { DB } from "~db/schema.ts";
import { command, done, refuse } from "../command.ts";

const key = z.string().min(1).max(200);

/**
 * A round that carries an earlier round's totals takes over the correction that stands there now, for a stated reason.
 * What was proposed on the old totals is void; a result that is public stays until it is corrected.
 */
export const takeOverCarried = command({
  name: "take-over-carried",
  input: z.object({
    round: key,
    source: key,
    /** The version that the page showed. */
    version: z.coerce.number().int().positive(),
    reason: z.string().trim().min(1).max(500),
  }),
  who: async (request: { trx: Transaction<DB>; actor: Actor; input: { round: string } }) => {
    const round = await lockRound(request.trx, request.input.round);
    const scope = round && { editionId: round.editionId, roundId: round.id };
    return scope && can(request.actor, "keep-scores", scope) ? scope : null;
  },
  run: async ({ trx, input, subject: { roundId }, actor, at }) => {
    const newer = (await findNewerCarried(trx, roundId)).find(({ slug }) => slug === input.source);
    if (!newer || newer.releaseId === null || newer.newest !== input.version)
      return refuse<{ type: "stale-version" }>({ type: "stale-version" });
    const { open } = await findLiveReleases(trx, roundId);
    if (open) await markEnded(trx, open.id, { byId: actor.id, at, state: "voided", reason: input.reason });
    await takeOverRelease(trx, { roundId, sourceId: newer.sourceId, releaseId: newer.releaseId, at });
    const { source, version, reason } = input;
    return done({ voided: open?.version ?? null }, { source, from: newer.taken, version, reason });
  },
});
