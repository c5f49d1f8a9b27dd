import type { LoaderFunctionArgs } from "@remix-run/node";
import { can } from "~/rules/accounts/access.ts";
import { notFound, signedIn } from "~/services/http/guard.ts";
import { findFinalOf } from "~db/queries/diligence.ts";
import { findEdition } from "~db/queries/editions/editions.ts";

/** The edition of the address with its final, for those who may see what due diligence found there; else the same 404. */
export async function diligenceFor(args: Pick<LoaderFunctionArgs, "request" | "context" | "params">) {
  const actor = await signedIn(args);
  const { db } = args.context;
  const edition = args.params.edition ? await findEdition(db, args.params.edition) : undefined;
  if (!edition) throw notFound();
  const final = (await findFinalOf(db, edition.id)) ?? null;
  const scope = { editionId: edition.id, roundId: final?.id };
  if (!can(actor, "see-diligence", scope)) throw notFound();
  return {
    actor,
    edition,
    final,
    may: {
      setUp: can(actor, "set-up", { editionId: edition.id }),
      examine: can(actor, "examine-finalists", scope),
      grant: can(actor, "grant-awards", scope),
      publish: final !== null && can(actor, "publish-release", scope),
      screen: can(actor, "screen", { editionId: edition.id }),
    },
  };
}
