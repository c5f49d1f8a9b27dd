import type { LoaderFunctionArgs } from "@remix-run/node";
import { can } from "~/rules/accounts/access.ts";
import { fileResponse } from "~/services/files/file-response.ts";
import { notFound } from "~/services/http/guard.ts";
import { findServedFile } from "~db/queries/files/hosted-files.ts";

/** A file that an edition gives out, for everybody; while the edition is being prepared, for those who prepare it. */
export async function loader({ context, params, request }: LoaderFunctionArgs): Promise<Response> {
  const id = /^[1-9]\d{0,8}$/.test(params.file ?? "") ? Number(params.file) : null;
  const file = id === null ? undefined : await findServedFile(context.publicDb, params.edition ?? "", id);
  if (!file) throw notFound();
  const shared = file.editionState !== "draft";
  if (!shared) {
    const actor = await context.actor();
    if (!actor || !can(actor, "set-up", { editionId: file.editionId })) throw notFound();
  }
  return await fileResponse(context.files, file, { request, inline: false, shared });
}
