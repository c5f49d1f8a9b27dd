import { z } from "zod";
import { can } from "~/rules/accounts/access.ts";
import { findRound } from "~db/queries/rounds/rounds.ts";
import { endTablet } from "~db/queries/scoring/tablets.ts";
import { command, done } from "../command.ts";

/** The scorer ends a tablet's session at once: it was lost, or is in the wrong hands. What it has not sent stays on it. */
export const revokeTablet = command({
  name: "revoke-tablet",
  input: z.object({ round: z.string().max(200), tabletId: z.coerce.number().pipe(z.int32().positive()) }),
  who: async ({ trx, input, actor }) => {
    const round = await findRound(trx, input.round);
    const scope = round && { editionId: round.editionId, roundId: round.id };
    return scope && can(actor, "keep-scores", scope) ? scope : null;
  },
  run: async ({ trx, input: { tabletId }, actor, subject: { roundId }, at }) => {
    const judge = await endTablet(trx, { id: tabletId, roundId, byId: actor.id, at });
    // Twice is as good as once
    return done({ ended: judge !== undefined }, { tabletId, judge: judge ?? null });
  },
});
