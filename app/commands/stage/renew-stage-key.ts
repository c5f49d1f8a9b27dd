import { randomUUID } from "node:crypto";
import { z } from "zod";
import { setStageKey } from "~db/queries/stage/stage.ts";
import { command, done } from "../command.ts";
import { roundSlug, roundToSetUp } from "../rounds/round-to-set-up.ts";

/** Gives the stage screens another address, for when the one before has gone astray: it leads nowhere at once. */
export const renewStageKey = command({
  name: "renew-stage-key",
  input: z.object({ round: roundSlug }),
  who: roundToSetUp,
  run: async ({ trx, subject: { roundId } }) => {
    // Nor does the audit trail, or the answer that is kept of a repeated request, say what it is
    await setStageKey(trx, roundId, randomUUID().replaceAll("-", ""));
    return done({});
  },
});
