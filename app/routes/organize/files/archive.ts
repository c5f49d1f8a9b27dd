import type { LoaderFunctionArgs } from "@remix-run/node";
import { exportAttachments } from "~/commands/files/export-attachments.ts";
import { homeZone } from "~/primitives/home-zone.ts";
import { dayIn } from "~/primitives/local-time.ts";
import { contentDisposition } from "~/rules/files/attachment.ts";
import { filterOf } from "~/rules/screening/screening-filter.ts";
import { now } from "~/services/clock.ts";
import { archiveOf } from "~/services/files/archive.ts";
import { editionFor, noFile } from "~/services/http/guard.ts";

/** All files of the applications that the address lists, as one ZIP; with `identity=yes` the proofs of identity too. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const { actor, edition } = await editionFor(args, args.params.edition, "move-data");
  const { db, files } = args.context;
  const { search, searchParams } = new URL(args.request.url);
  const identity = searchParams.get("identity") === "yes";
  const recorded = await exportAttachments({ db, actor }, { edition: edition.slug, query: search, identity });
  if (!recorded.ok) throw noFile(recorded.error, args.request);
  const desk = { editionId: edition.id, me: actor.id };
  const zip = archiveOf({ db, files }, { desk, filter: filterOf(searchParams), identity });
  return new Response(zip, {
    headers: {
      "Content-Type": "application/zip",
      "Content-Disposition": contentDisposition(
        "attachment",
        `attachments-${edition.slug}-${dayIn(homeZone, now())}.zip`,
      ),
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "private, no-store",
    },
  });
}
