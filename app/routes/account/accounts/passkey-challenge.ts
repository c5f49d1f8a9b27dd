import type { LoaderFunctionArgs } from "@remix-run/node";
import { proofOptions } from "~/services/auth/passkeys.ts";
import { allow, type Limit } from "~/services/auth/rate-limit.ts";
import { now } from "~/services/clock.ts";
import { findAllPasskeysOf } from "~db/queries/accounts/passkeys.ts";

/** Nobody shows a passkey so often. */
const challenges: Limit = { name: "passkey challenges for a person", uses: 120, seconds: 900 };

/** What the person's device answers when they show a passkey for something: asked for by the page's script, when they press the button. */
export async function loader({ context }: LoaderFunctionArgs): Promise<Response> {
  const headers = { "Cache-Control": "private, no-store" };
  const actor = await context.actor();
  if (!actor) return Response.json({ error: { type: "signed-out" } }, { status: 401, headers });
  const at = now();
  const allowance = await allow(context.auth, [[challenges, actor.id]], at);
  if (!allowance.ok) return Response.json({ error: allowance.error }, { status: 429, headers });
  const passkeys = await findAllPasskeysOf(context.db, actor.id);
  return Response.json(proofOptions(context.settings.baseUrl, { userId: actor.id, passkeys, at }), { headers });
}
