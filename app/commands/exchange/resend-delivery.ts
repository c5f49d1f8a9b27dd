import { z } from "zod";
import { sendDeliveries } from "~/services/exchange/webhooks.ts";
import { existsDelivery, requeueDelivery } from "~db/queries/exchange/webhooks.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug, editionToSetUp } from "../editions/edition-to-set-up.ts";
import type { WebhookRefusal } from "./add-webhook.ts";

const no = refuse<WebhookRefusal>;

/** Sends a delivery that has ended again, under its own id: whoever had it takes it for what it is. */
export const resendDelivery = command({
  name: "resend-delivery",
  input: z.object({ edition: editionSlug, delivery: z.string().regex(/^[1-9]\d{0,17}$/) }),
  who: editionToSetUp,
  run: async ({ trx, input: { delivery }, at, subject: { editionId } }) => {
    if (!(await existsDelivery(trx, editionId, delivery))) return no({ type: "not-found" });
    if (!(await requeueDelivery(trx, { editionId, id: delivery, at }))) return no({ type: "delivery-waits" });
    await sendDeliveries(trx, [delivery]);
    return done({}, { delivery });
  },
});
