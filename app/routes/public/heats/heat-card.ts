import type { LoaderFunctionArgs } from "@remix-run/node";
import { cardLocale, heatCard } from "~/reads/documents/share-cards.ts";
import { cardAnswer } from "~/services/documents/card-answer.ts";
import { notFound } from "~/services/http/guard.ts";
import { findPublicRound } from "~db/queries/editions/public-editions.ts";

/** The picture that goes with the link to a stop of the tour, wherever that has a page. */
export async function loader({ request, context, params }: LoaderFunctionArgs): Promise<Response> {
  const round = await findPublicRound(context.publicDb, params.round ?? "");
  if (!round || (round.editionState === "archived" && round.stage !== "published")) throw notFound();
  return await cardAnswer({ request }, heatCard(cardLocale(request), round));
}
