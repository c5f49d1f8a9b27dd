import { z } from "zod";
import { newHookSecret } from "~/services/exchange/webhook-signature.ts";
import { type AddressFlaw, flawOfAddress } from "~/services/http/reachable-address.ts";
import { vault } from "~/services/vault/vault.ts";
import { countWebhooks, insertWebhook } from "~db/queries/exchange/webhooks.ts";
import { type By, command, done, refuse } from "../command.ts";
import { editionSlug, editionToSetUp } from "../editions/edition-to-set-up.ts";

export const mostWebhooks = 10;
const mostLetters = 500;

export type WebhookRefusal =
  | { type: "webhook-exists" | "too-many-webhooks" | "delivery-waits" | "not-found" }
  | { type: "webhook-address"; flaw: AddressFlaw };

const no = refuse<WebhookRefusal>;

const add = command({
  name: "add-webhook",
  input: z.object({ edition: editionSlug, url: z.string().trim().max(mostLetters), local: z.boolean() }),
  who: editionToSetUp,
  run: async ({ trx, input, actor, at, subject: { editionId } }) => {
    const flaw = flawOfAddress(input.url, input.local);
    if (flaw) return no({ type: "webhook-address", flaw });
    const { href: url } = new URL(input.url);
    // Letters beyond ASCII are longer there than they were typed
    if (url.length > mostLetters) return no({ type: "webhook-address", flaw: "too-long" });
    if ((await countWebhooks(trx, editionId)) >= mostWebhooks) return no({ type: "too-many-webhooks" });
    const secret = newHookSecret();
    const sealed = vault().sealHook({ editionId, url }, secret);
    const id = await insertWebhook(trx, { editionId, url, ...sealed, addedById: actor.id, addedAt: at });
    if (id === undefined) return no({ type: "webhook-exists" });
    return done({ url, secret }, { webhook: id });
  },
});

/**
 * Adds an address that is told of the edition's results; answers the secret that its deliveries are signed with, this once.
 * `local`: the server may tell its own machine. Takes no idempotency key: the kept answer would hold the secret in clear.
 */
export function addWebhook({ db, actor, at }: Omit<By, "idempotencyKey">, input: unknown): ReturnType<typeof add> {
  return add({ db, actor, at }, input);
}
