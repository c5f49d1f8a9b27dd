import type { LoaderFunctionArgs } from "@remix-run/node";
import type { Actor } from "~/rules/accounts/access.ts";
import { notFound, signedIn } from "~/services/http/guard.ts";
import { type Application, findApplication } from "~db/queries/applications/applications.ts";

/** The signed-in person's own application of the address; anyone else's and none are the same 404. */
export async function ownApplication(
  args: Pick<LoaderFunctionArgs, "request" | "context" | "params">,
): Promise<{ actor: Actor; application: Application }> {
  const actor = await signedIn(args);
  const application = await findApplication(args.context.db, args.params.code ?? "");
  if (!application || application.applicantId !== actor.id) throw notFound();
  return { actor, application };
}
