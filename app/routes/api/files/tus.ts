import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Server } from "@tus/server";
import { beginUpload } from "~/commands/files/begin-upload.ts";
import { endUpload, finishUpload } from "~/commands/files/finish-upload.ts";
import { now } from "~/services/clock.ts";
import { type FileStore, idOfKey, keptKey, uploadKey } from "~/services/files/file-store.ts";
import { log } from "~/services/log.ts";
import { findAttachedUpload } from "~db/queries/files/attachments.ts";
import { findUpload } from "~db/queries/files/uploads.ts";
import { answerJson, type UploadParts } from "./upload-answer.ts";

const resumable = { "Tus-Resumable": "1.0.0" };

/**
 * Resumable uploads by the tus protocol 1.0.0 (creation, creation-with-upload, expiration, termination). An upload is its
 * uploader's alone. The last byte is answered when the file is attached, or refused with `{ type, … }` and removed.
 */
export function tusEndpoint(files: FileStore) {
  const asking = new AsyncLocalStorage<UploadParts & { begun?: string }>();
  const parts = () => {
    const found = asking.getStore();
    if (!found) throw new Error("tus is asked outside of a request");
    return found;
  };
  const server = new Server({
    path: "/uploads",
    datastore: files.uploads,
    relativeLocation: true,
    allowedOrigins: [],
    namingFunction: () => uploadKey(randomBytes(16).toString("hex")),
    generateUrl: (_request, { path, id }) => `${path}/${idOfKey(id)}`,
    getFileIdFromRequest: (_request, id) => (id && /^[0-9a-f]{32}$/.test(id) ? uploadKey(id) : undefined),
    onUploadCreate: async (_request, { id: key, size, metadata }) => {
      const id = idOfKey(key) ?? "";
      const { filename: name, code, kind, redactedOf } = metadata ?? {};
      const of = redactedOf ? { redactedOf: Number(redactedOf) } : { code, kind };
      const begun = await beginUpload(parts(), { id, name, size, ...of });
      if (!begun.ok) throw refusal(begun.error);
      parts().begun = id;
      // The store needs no names: they stand in the database
      return { metadata: {} };
    },
    onUploadFinish: async (_request, { id }) => {
      const finished = await finishUpload(parts(), idOfKey(id) ?? "");
      if (!finished.ok) throw refusal(finished.error);
      return {};
    },
    onResponseError: (_request, error) => {
      if ("status_code" in error) return undefined;
      log.error({ err: error }, "an upload failed");
      return { status_code: 500, body: JSON.stringify({ type: "unavailable" }) };
    },
  });

  return async (
    request: IncomingMessage,
    response: ServerResponse,
    id: string | null,
    given: UploadParts & { begun?: string },
  ) => {
    const handle = async () => await asking.run(given, () => server.handle(request, response));
    if (request.method === "OPTIONS") return await handle();
    const { actor, db } = given;
    if (!actor) return answerJson(request, response, 401, { type: "signed-out" }, resumable);
    if (id === null) {
      if (request.method !== "POST") return answerJson(request, response, 405, { type: "not-found" }, resumable);
      await handle();
      if (given.begun && response.statusCode >= 500) await endUpload(given, given.begun, "store-failed");
      return;
    }
    if (request.method === "POST") return answerJson(request, response, 405, { type: "not-found" }, resumable);
    if (request.method === "HEAD") {
      const size = await endedSize(given, id);
      if (size !== null) {
        const at = { "Upload-Offset": String(size), "Upload-Length": String(size) };
        return answerJson(request, response, 200, {}, { ...resumable, ...at });
      }
    }
    if (!(await findUpload(db, id, actor.id, now())))
      return answerJson(request, response, 404, { type: "not-found" }, resumable);
    if (request.method !== "DELETE") return await handle();
    const ended = await endUpload(given, id, "cancelled");
    if (!ended.ok) return answerJson(request, response, 404, { type: "not-found" }, resumable);
    response.writeHead(204, resumable).end();
  };
}

/**
 * The size of an upload that has come to its end, null for any other. Where the last answer was lost, or the process died
 * before it, the upload is taken to its end now.
 */
async function endedSize(given: UploadParts, id: string): Promise<number | null> {
  const { actor, db, files } = given;
  if (!actor) return null;
  const size = async () => (await findAttachedUpload(db, keptKey(id), actor.id))?.size ?? null;
  const attached = await size();
  if (attached !== null) return attached;
  const upload = await findUpload(db, id, actor.id, now());
  if (!upload) return null;
  const arrived = (await files.sizeOf(keptKey(id))) ?? (await files.sizeOf(uploadKey(id)));
  if (arrived !== upload.size) return null;
  await finishUpload(given, id);
  return await size();
}

function refusal(error: { type: string }): { status_code: number; body: string } {
  const statuses: Record<string, number> = { "not-found": 404, "signed-out": 401, "file-too-large": 413 };
  return { status_code: statuses[error.type] ?? 422, body: JSON.stringify(error) };
}
