import { z } from "zod";
import { newHookSecret } from "~/services/exchange/webhook-signature.ts";
import { vault } from "~/services/vault/vault.ts";
import { lockWebhook, updateHookSecret } from "~db/queries/exchange/webhooks.ts";
import { type By, command, done, refuse } from "../command.ts";
import { editionSlug, editionToSetUp } from "../editions/edition-to-set-up.ts";
import type { WebhookRefusal } from "./add-webhook.ts";
import { webhookId } from "./end-webhook.ts";

const renew = command({
  name: "renew-webhook",
  input: z.object({ edition: editionSlug, webhook: webhookId }),
  who: editionToSetUp,
  run: async ({ trx, input: { webhook }, subject: { editionId } }) => {
    const stored = await lockWebhook(trx, { editionId, id: webhook });
    if (!stored) return refuse<WebhookRefusal>({ type: "not-found" });
    const secret = newHookSecret();
    await updateHookSecret(trx, webhook, vault().sealHook({ editionId, url: stored.url }, secret));
    return done({ url: stored.url, secret }, { webhook });
  },
});

/**
 * Gives an address a new secret, answered this once: from now on everything is signed with it, what waits too. Takes no
 * idempotency key, as addWebhook does not.
 */
export function renewWebhook({ db, actor, at }: Omit<By, "idempotencyKey">, input: unknown): ReturnType<typeof renew> {
  return renew({ db, actor, at }, input);
}
