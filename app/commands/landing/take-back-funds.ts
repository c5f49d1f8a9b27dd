import { z } from "zod";
import { takeBackPayment, updateMilestone } from "~db/queries/landing/landings.ts";
import { command, done, refuse } from "../command.ts";
import type { LandingRefusal } from "../refusals.ts";
import { landingInput, landingToTrack, reason } from "./landing-to-track.ts";

/** Takes an instalment back that was entered by mistake, for a reason; the funds are not done any more. */
export const takeBackFunds = command({
  name: "take-back-funds",
  input: z.object({
    ...landingInput,
    payment: z.coerce
      .number()
      .int()
      .positive()
      .max(2 ** 31 - 1),
    reason,
  }),
  who: landingToTrack,
  run: async ({ trx, input: { number, payment, reason }, subject: { landing }, at }) => {
    if (landing.givenUp) return refuse<LandingRefusal>({ type: "landing-given-up" });
    const yuan = await takeBackPayment(trx, landing.id, payment, at);
    if (yuan === undefined) return refuse<LandingRefusal>({ type: "not-found" });
    await updateMilestone(trx, landing.id, "funds", { doneOn: null });
    return done({ number }, { landing: number, payment, yuan, reason });
  },
});
