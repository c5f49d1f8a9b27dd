import { z } from "zod";
import { sendDeliveries } from "~/services/exchange/webhooks.ts";
import { insertTestDelivery } from "~db/queries/exchange/webhooks.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug, editionToSetUp } from "../editions/edition-to-set-up.ts";
import type { WebhookRefusal } from "./add-webhook.ts";
import { webhookId } from "./end-webhook.ts";

/** Sends an address a test that says nothing but the edition. */
export const testWebhook = command({
  name: "test-webhook",
  input: z.object({ edition: editionSlug, webhook: webhookId }),
  who: editionToSetUp,
  run: async ({ trx, input: { webhook }, at, subject: { editionId } }) => {
    const id = await insertTestDelivery(trx, { editionId, webhookId: webhook, at });
    if (id === undefined) return refuse<WebhookRefusal>({ type: "not-found" });
    await sendDeliveries(trx, [id]);
    return done({ delivery: id }, { webhook, delivery: id });
  },
});
