import type { LoaderFunctionArgs } from "@remix-run/node";
import type { PaperType } from "~/rules/scoring/paper-sheet.ts";
import { fileResponse } from "~/services/files/file-response.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { findPaperPhoto } from "~db/queries/scoring/paper-sheets.ts";

/** The photo of a sheet on paper, for those who see scores. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const { round } = await roundFor(args, args.params.round, "see-scores");
  const id = /^[1-9]\d{0,8}$/.test(args.params.paper ?? "") ? Number(args.params.paper) : null;
  const found = id === null ? undefined : await findPaperPhoto(args.context.db, round.id, id);
  if (!found) throw notFound();
  const type = found.photoType as PaperType;
  const ending = { "image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf" }[type];
  const file = {
    storeKey: found.photo,
    type,
    size: found.photoSize,
    sha256: found.photoDigest,
    name: `${round.slug}-${found.entry}-${found.judge}.${ending}`,
  };
  return await fileResponse(args.context.files, file, { request: args.request, inline: true });
}
