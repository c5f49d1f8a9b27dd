import type { LoaderFunctionArgs } from "@remix-run/node";
import { publicView, versionIn } from "~/rules/releases/public-view.ts";
import { cacheHeader } from "~/services/http/page-cache.ts";
import { findPublishedStandings } from "~db/queries/releases/public-releases.ts";

/**
 * The contract's standings of a published round, for anyone: those that stand or, with `?version=`, a version that they
 * replaced. A round that is not public and none at all are one answer. `Sheets-Digest` is what the digest takes besides.
 */
export async function loader({ request, context, params }: LoaderFunctionArgs): Promise<Response> {
  const requested = new URL(request.url).searchParams.get("version");
  const version = requested === null ? undefined : versionIn(requested);
  const found = version === null ? null : await findPublishedStandings(context.publicDb, params.round ?? "", version);
  const result = publicView(found);
  if (!result) {
    return Response.json({ error: "not-found" }, { status: 404, headers: { "Cache-Control": "no-store" } });
  }
  const headers = {
    // Of all that the answer says: the version that stands and the same version replaced differ in their state alone
    ETag: `W/"${result.digest}-${result.standings.state}"`,
    "Cache-Control": "public, no-cache",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Sheets-Digest",
    ...(result.sheetsDigest ? { "Sheets-Digest": result.sheetsDigest } : {}),
    [cacheHeader]: "1",
  };
  if (request.headers.get("If-None-Match") === headers.ETag) return new Response(null, { status: 304, headers });
  return Response.json([result.standings], { headers });
}
