import type { LoaderFunctionArgs } from "@remix-run/node";
import { publicView } from "~/rules/public-view.ts";
import { cacheHeader } from "~/services/page-cache.ts";
import { findPublishedStandings } from "~db/queries/releases.ts";

/** The contract's standings of a published round, for anyone. A round that is not public and none at all are one answer. */
export async function loader({ request, context, params }: LoaderFunctionArgs): Promise<Response> {
  const result = publicView(await findPublishedStandings(context.db, params.round ?? ""));
  if (!result) {
    return Response.json({ error: "not-found" }, { status: 404, headers: { "Cache-Control": "no-store" } });
  }
  // The digest covers all that the answer says but for its state, which is always the same here.
  const headers = {
    ETag: `W/"${result.digest}"`,
    "Cache-Control": "public, no-cache",
    "Access-Control-Allow-Origin": "*",
    [cacheHeader]: "1",
  };
  if (request.headers.get("If-None-Match") === headers.ETag) return new Response(null, { status: 304, headers });
  return Response.json([result.standings], { headers });
}
