import type { LoaderFunctionArgs } from "@remix-run/node";
import { readObjectionFile } from "~/commands/notices/read-objection-file.ts";
import { objectionFor } from "~/reads/notices/objection-for.ts";
import type { ObjectionFileType } from "~/rules/notices/objection.ts";
import { fileResponse } from "~/services/files/file-response.ts";
import { noFile, notFound } from "~/services/http/guard.ts";

const endings = { "application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png" } as const;

/** A file of an objection for whoever handles it; that it is given is put on record first. */
export async function loader(args: LoaderFunctionArgs): Promise<Response> {
  const { actor, objection, handles } = await objectionFor(args);
  const id = /^[1-9]\d{0,8}$/.test(args.params.file ?? "") ? Number(args.params.file) : null;
  if (!handles || id === null) throw notFound();
  const { receipt } = objection;
  const read = await readObjectionFile({ db: args.context.db, actor }, { receipt, id });
  if (!read.ok) throw noFile(read.error, args.request);
  const { storeKey, size, sha256, kind } = read.value;
  const type = read.value.type as ObjectionFileType;
  const file = { storeKey, type, size, sha256, name: `${receipt}-${kind}-${id}.${endings[type]}` };
  return await fileResponse(args.context.files, file, { request: args.request, inline: false });
}
