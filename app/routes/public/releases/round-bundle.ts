import type { LoaderFunctionArgs } from "@remix-run/node";
import { makeBundle } from "~/commands/releases/make-bundle.ts";
import { bundleText } from "~/rules/releases/bundle.ts";
import { publicView, versionIn } from "~/rules/releases/public-view.ts";
import { trailKeysOf } from "~/services/audit/trail-keys.ts";
import { cacheHeader } from "~/services/http/page-cache.ts";
import { findPublishedRelease } from "~db/queries/releases/public-releases.ts";

/**
 * The signed bundle of a round's results as they stand or, by number, of a version that they replaced, where the edition
 * offers it; whatever else is asked for is one answer.
 */
export async function loader({ context, params }: LoaderFunctionArgs): Promise<Response> {
  const version = params.version === undefined ? undefined : versionIn(params.version);
  const release =
    version === null ? undefined : await findPublishedRelease(context.publicDb, params.round ?? "", version);
  const { bundleKey } = context.settings;
  const offered = release?.bundlePublic && bundleKey !== null && publicView(release) !== null;
  const { noted } = trailKeysOf(context.settings);
  const bundleRequest = offered ? { round: release.slug, version: release.version, key: bundleKey, noted } : null;
  const made = bundleRequest && (await makeBundle(context.db, bundleRequest, context.publicDb));
  if (made?.ok === false && made.error.type === "not-sealed")
    return Response.json(
      { error: "not-sealed-yet" },
      { status: 503, headers: { "Retry-After": "60", "Cache-Control": "no-store" } },
    );
  if (!made?.ok || !release)
    return Response.json({ error: "not-found" }, { status: 404, headers: { "Cache-Control": "no-store" } });
  return new Response(bundleText(made.bundle), {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="${release.slug}-v${release.version}.bundle.json"`,
      "Cache-Control": "public, no-cache",
      [cacheHeader]: "1",
    },
  });
}
