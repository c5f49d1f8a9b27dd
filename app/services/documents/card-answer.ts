import type { LoaderFunctionArgs } from "@remix-run/node";
import { tagAskedFor } from "../http/entity-tag.ts";
import { type Card, cardDigest, makeCardDesk } from "./card.ts";

/** The rounds of an edition, shared in both languages within a moment. */
const desk = makeCardDesk({ waiting: 20 });

/** The card as a picture, the same for everybody; whoever has it already is told so, and nothing is drawn. */
export async function cardAnswer({ request }: Pick<LoaderFunctionArgs, "request">, card: Card): Promise<Response> {
  const tag = `"${cardDigest(card)}"`;
  // Asked for anew each time, as the page is: what is withdrawn is gone in that moment
  const headers = { "Content-Type": "image/png", "Cache-Control": "public, no-cache", ETag: tag };
  if (tagAskedFor(request.headers.get("If-None-Match"), tag)) return new Response(null, { status: 304, headers });
  const picture = await desk(card)?.catch(() => null);
  if (!picture)
    return new Response(null, { status: 503, headers: { "Retry-After": "30", "Cache-Control": "no-store" } });
  return new Response(new Uint8Array(picture), { headers });
}
