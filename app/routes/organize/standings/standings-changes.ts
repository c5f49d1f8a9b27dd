import type { LoaderFunctionArgs } from "@remix-run/node";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { changesSince, readLiveTable } from "./live-table.server.tsx";

/**
 * The desk's table as it is now for somebody who holds lines of it, by their digests in the header `Lines-Held`: what they lack,
 * and where everything else stands there; `?entry=` as on the page. Whoever says nothing of what they hold gets all.
 */
export async function loader({ request, context, params }: LoaderFunctionArgs): Promise<Response> {
  const { round } = await roundFor({ request, context }, params.round, "see-scores");
  const { db, locale } = context;
  const asked = new URL(request.url).searchParams.get("entry");
  const live = await readLiveTable(db, round, { asked, locale });
  if (!live) throw notFound();
  const pieces = changesSince(request.headers.get("Lines-Held") ?? "", live.made);
  return Response.json(
    { revision: live.desk.revision, held: live.made.held, pieces },
    { headers: { "Cache-Control": "no-store" } },
  );
}
