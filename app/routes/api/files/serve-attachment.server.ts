import type { LoaderFunctionArgs } from "@remix-run/node";
import { readIdentityDocument } from "~/commands/files/read-identity-document.ts";
import { isPreviewable } from "~/rules/files/attachment.ts";
import { attachmentFor } from "~/services/files/attachment-guard.ts";
import { fileResponse } from "~/services/files/file-response.ts";
import { noFile, notFound } from "~/services/http/guard.ts";

/**
 * The file of the address for those who may read it. That staff is given an identity document, or a piece
 * of one, is put on record first.
 */
export async function serveAttachment(args: LoaderFunctionArgs, { inline }: { inline: boolean }): Promise<Response> {
  const { request, context, params } = args;
  const { actor, file, byStaff } = await attachmentFor(args, params.id);
  if (inline && !isPreviewable(file.type)) throw notFound();
  if (byStaff && file.kind === "identity" && request.method === "GET") {
    const recorded = await readIdentityDocument({ db: context.db, actor }, { id: file.id });
    if (!recorded.ok) throw noFile(recorded.error, request);
  }
  return await fileResponse(context.files, file, { request, inline });
}
