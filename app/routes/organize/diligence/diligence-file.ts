import type { LoaderFunctionArgs } from "@remix-run/node";
import { readDiligenceFile } from "~/commands/diligence/read-diligence-file.ts";
import { diligenceFor } from "~/reads/diligence/diligence-for.ts";
import { fileResponse } from "~/services/files/file-response.ts";
import { noFile, notFound } from "~/services/http/guard.ts";

const endings = { "application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png" } as const;

/** A file about a finalist for those who may see it; that it is given is put on record first. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const { actor, edition } = await diligenceFor(args);
  const id = /^[1-9]\d{0,8}$/.test(args.params.file ?? "") ? Number(args.params.file) : null;
  if (id === null) throw notFound();
  const input = { edition: edition.slug, entry: args.params.entry, id };
  const read = await readDiligenceFile({ db: args.context.db, actor }, input);
  if (!read.ok) throw noFile(read.error, args.request);
  const { storeKey, type, size, sha256 } = read.value;
  const file = { storeKey, type, size, sha256, name: `diligence-${edition.slug}-${id}.${endings[type]}` };
  return await fileResponse(args.context.files, file, { request: args.request, inline: false });
}
