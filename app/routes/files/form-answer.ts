import type { IncomingMessage, ServerResponse } from "node:http";
import type { Actor } from "~/rules/access.ts";
import { answerJson, type UploadParts } from "./upload-answer.ts";

const busy = new Set<string>();

/**
 * Answers a form that brings one file, one a person at a time, by leading back to its page: `take` reads the form and
 * answers what to add to the address. `allowed` is asked first; it answers null where the person may not bring anything.
 */
export async function answerByLeading<A>(
  request: IncomingMessage,
  response: ServerResponse,
  { actor }: Pick<UploadParts, "actor">,
  {
    allowed,
    take,
  }: { allowed: (actor: Actor) => Promise<A | null>; take: (allowed: A, actor: Actor) => Promise<string> },
): Promise<void> {
  const page = (request.url ?? "/").split("?")[0] ?? "/";
  if (!actor) return await leave(`/sign-in?returnTo=${encodeURIComponent(page)}`);
  const may = await allowed(actor);
  if (may === null) return answerJson(request, response, 404, { type: "not-found" });
  if (busy.has(actor.id)) return await leave(`${page}?refused=upload-busy`);
  busy.add(actor.id);
  try {
    await leave(`${page}${await take(may, actor)}`);
  } finally {
    busy.delete(actor.id);
  }

  /** A browser reads no answer before it has sent its form: what is still to come is let through. */
  async function leave(to: string): Promise<void> {
    if (!request.complete && !request.destroyed) await new Promise((done) => request.resume().once("close", done));
    response.writeHead(303, { Location: to, "Cache-Control": "no-store" }).end();
  }
}
