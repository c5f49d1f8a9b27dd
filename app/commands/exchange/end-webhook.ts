import { z } from "zod";
import { endWebhook as writeEnd } from "~db/queries/exchange/webhooks.ts";
import { command, done, refuse } from "../command.ts";
import { editionSlug, editionToSetUp } from "../editions/edition-to-set-up.ts";
import type { WebhookRefusal } from "./add-webhook.ts";

export const webhookId = z.coerce.number().pipe(z.int32().positive());

/** Ends an address: it is told nothing any more, and its secret is gone. */
export const endWebhook = command({
  name: "end-webhook",
  input: z.object({ edition: editionSlug, webhook: webhookId }),
  who: editionToSetUp,
  run: async ({ trx, input: { webhook }, at, subject: { editionId } }) => {
    const ended = await writeEnd(trx, { editionId, id: webhook, at });
    return ended ? done({}, { webhook }) : refuse<WebhookRefusal>({ type: "not-found" });
  },
});
