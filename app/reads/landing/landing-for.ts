import type { LoaderFunctionArgs } from "@remix-run/node";
import { editionFor, notFound } from "~/services/http/guard.ts";
import { findLanding } from "~db/queries/landing/landings.ts";

/** The landing of the address for those who may see it; else the same 404. */
export async function landingFor(args: Pick<LoaderFunctionArgs, "request" | "context" | "params">) {
  const { actor, edition } = await editionFor(args, args.params.edition, "see-landing");
  const number = args.params.number ?? "";
  const landing = /^[1-9]\d{0,4}$/.test(number)
    ? await findLanding(args.context.db, edition.id, Number(number))
    : undefined;
  if (!landing) throw notFound();
  return { actor, edition, landing };
}
