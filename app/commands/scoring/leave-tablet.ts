import { z } from "zod";
import { endTablet } from "~db/queries/scoring/tablets.ts";
import { command, done } from "../command.ts";

/** The judge leaves the tablet: whoever holds it next has to pair it again. */
export const leaveTablet = command({
  name: "leave-tablet",
  input: z.object({}),
  who: async ({ actor }) => {
    const [grant] = actor.grants;
    return actor.tabletId === undefined || !grant?.roundId ? null : { roundId: grant.roundId };
  },
  run: async ({ trx, actor, subject: { roundId }, at }) => {
    await endTablet(trx, { id: actor.tabletId ?? 0, roundId, byId: null, at });
    return done({}, { tabletId: actor.tabletId ?? 0 });
  },
});
