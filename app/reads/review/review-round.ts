import type { AppLoadContext } from "@remix-run/node";
import type { Action } from "~/rules/accounts/access.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";

/** The preliminary round, when the signed-in person may do that in it; any other round has no review. */
export async function reviewFor(
  args: { request: Request; context: AppLoadContext },
  slug: string | undefined,
  action: Action,
) {
  const found = await roundFor(args, slug, action);
  if (found.round.kind !== "preliminary") throw notFound();
  return found;
}
