import type { LoaderFunctionArgs } from "@remix-run/node";
import { can } from "~/rules/accounts/access.ts";
import { readsObjections } from "~/rules/notices/objector-secrecy.ts";
import { notFound, signedIn } from "~/services/http/guard.ts";
import { findObjection } from "~db/queries/notices/objections.ts";

/** The objection of the address for those who may see that it exists, and whether they handle it; else the same 404. */
export async function objectionFor(args: Pick<LoaderFunctionArgs, "request" | "context" | "params">) {
  const actor = await signedIn(args);
  const receipt = args.params.receipt ?? "";
  const objection = /^YY-[A-Z0-9]{6}$/.test(receipt) ? await findObjection(args.context.db, receipt) : undefined;
  if (!objection) throw notFound();
  const { editionId, roundId } = objection;
  if (!can(actor, "see-objections", { editionId, roundId })) throw notFound();
  return { actor, objection, handles: readsObjections(actor, { editionId, roundId }) };
}
