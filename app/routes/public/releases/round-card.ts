import type { LoaderFunctionArgs } from "@remix-run/node";
import { cardLocale, resultCard } from "~/reads/documents/share-cards.ts";
import { publicView } from "~/rules/releases/public-view.ts";
import { cardAnswer } from "~/services/documents/card-answer.ts";
import { notFound } from "~/services/http/guard.ts";
import { findPublishedRelease } from "~db/queries/releases/public-releases.ts";

/** The picture that goes with the link to a round's results as they stand: that they are published, and nothing of what they say. */
export async function loader({ request, context, params }: LoaderFunctionArgs): Promise<Response> {
  const release = await findPublishedRelease(context.publicDb, params.round ?? "");
  const result = publicView(release);
  if (!release || !result) throw notFound();
  return await cardAnswer({ request }, resultCard(cardLocale(request), release, result.publishedAt));
}
