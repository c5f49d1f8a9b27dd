import type { IncomingMessage, ServerResponse } from "node:http";
import type { Actor } from "~/rules/accounts/access.ts";
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
  const page = pageOf(request);
  if (!actor) return await leave(request, response, `/sign-in?returnTo=${encodeURIComponent(page)}`);
  const may = await allowed(actor);
  if (may === null) return answerJson(request, response, 404, { type: "not-found" });
  await answerOneAtATime(request, response, actor.id, () => take(may, actor));
}

/** The same for whoever `key` stands for, and may bring a file. */
export async function answerOneAtATime(
  request: IncomingMessage,
  response: ServerResponse,
  key: string,
  take: () => Promise<string>,
): Promise<void> {
  const page = pageOf(request);
  if (busy.has(key)) return await leave(request, response, `${page}?refused=upload-busy`);
  busy.add(key);
  try {
    await leave(request, response, `${page}${await take()}`);
  } finally {
    busy.delete(key);
  }
}

function pageOf(request: IncomingMessage): string {
  return (request.url ?? "/").split("?")[0] ?? "/";
}

/** A browser reads no answer before it has sent its form: what is still to come is let through. */
async function leave(request: IncomingMessage, response: ServerResponse, to: string): Promise<void> {
  if (!request.complete && !request.destroyed) await new Promise((done) => request.resume().once("close", done));
  response.writeHead(303, { Location: to, "Cache-Control": "no-store" }).end();
}
