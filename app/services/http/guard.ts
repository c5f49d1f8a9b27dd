import { redirect } from "@remix-run/node";
import { type Action, type Actor, can } from "~/rules/accounts/access.ts";
import { withoutForgetMark } from "~/rules/scoring/forget-mark.ts";
import { type Edition, findEdition } from "~db/queries/editions/editions.ts";
import { findRound, type Round } from "~db/queries/rounds/rounds.ts";

const here = "http://own.invalid";

/** The path when it leads to a page of this site, else "/": a link from outside must not send people elsewhere. */
export function localPath(path: string | null | undefined): string {
  if (!path?.startsWith("/") || !URL.canParse(path, here)) return "/";
  const { origin, pathname, search, hash } = new URL(path, here);
  // What a browser makes of the path counts, and "/.//elsewhere" becomes "//elsewhere" only when it is resolved.
  return origin === here && !pathname.startsWith("//") ? pathname + search + hash : "/";
}

interface Asked {
  request: Request;
  context: import("@remix-run/node").AppLoadContext;
}

/** The signed-in person; anyone else is led to the sign-in page and back. */
export async function signedIn({ request, context }: Asked): Promise<Actor> {
  const address = withoutForgetMark(new URL(request.url));
  if (address !== null) throw redirect(address, 303);
  const actor = await context.actor();
  if (actor) return actor;
  const { pathname, search } = new URL(request.url);
  throw redirect(`/sign-in?returnTo=${encodeURIComponent(pathname + search)}`);
}

/** The round, when the signed-in person may do that in it. No such round and no such right are the same 404. */
export async function roundFor(
  args: Asked,
  slug: string | undefined,
  action: Action,
): Promise<{ actor: Actor; round: Round }> {
  const actor = await signedIn(args);
  const round = slug === undefined ? undefined : await findRound(args.context.db, slug);
  if (!round || !can(actor, action, { editionId: round.editionId, roundId: round.id })) throw notFound();
  return { actor, round };
}

/** The edition, when the signed-in person may do that in the whole of it; otherwise the same 404. */
export async function editionFor(
  args: Asked,
  slug: string | undefined,
  action: Action,
): Promise<{ actor: Actor; edition: Edition }> {
  const actor = await signedIn(args);
  const edition = slug === undefined ? undefined : await findEdition(args.context.db, slug);
  if (!edition || !can(actor, action, { editionId: edition.id })) throw notFound();
  return { actor, edition };
}

/** The one answer for what is not there and what is not theirs. */
export function notFound(): Response {
  return new Response(null, { status: 404 });
}

function toProof(request: Request): Response {
  const { pathname, search } = new URL(request.url);
  return redirect(`/account/confirm?returnTo=${encodeURIComponent(pathname + search)}`);
}

/** For who has shown a moment ago that it is them; anyone else is led to where they do, and back. */
export function assertProven({ proven }: Pick<Actor, "proven">, request: Request): void {
  if (!proven) throw toProof(request);
}

/** Why a file is not given: who has to show first that it is them is led to where they do, and from there on to the file; for everybody else it is not there. */
export function noFile({ type }: { type: string }, request: Request): Response {
  return type === "proof-needed" ? toProof(request) : notFound();
}
