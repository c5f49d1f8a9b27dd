import { data, redirect } from "@remix-run/node";
import type { CommonRefusal, Refusal } from "~/commands/command.ts";
import { notFound } from "~/services/http/guard.ts";

/**
 * A command's refusal as a route's answer: 404 and the way to the sign-in page are thrown; anything else comes back as
 * `{ error }` for the page to say in words (422 for bad input, 409 for a state that does not allow it).
 */
export function refused<E extends Refusal | CommonRefusal>(error: E, request: Request) {
  if (error.type === "not-found") throw notFound();
  if (error.type === "signed-out") {
    const { pathname, search } = new URL(request.url);
    throw redirect(`/sign-in?returnTo=${encodeURIComponent(pathname + search)}`);
  }
  return data({ error }, { status: error.type === "invalid-input" ? 422 : 409 });
}
