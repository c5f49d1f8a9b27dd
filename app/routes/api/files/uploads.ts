import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AppLoadContext } from "@remix-run/node";
import { Server, Upload } from "@tus/server";
import { beginUpload } from "~/commands/files/begin-upload.ts";
import { endUpload, finishUpload } from "~/commands/files/finish-upload.ts";
import { can } from "~/rules/accounts/access.ts";
import { type AttachmentKind, attachmentKinds, kindRules } from "~/rules/files/attachment.ts";
import { findSession } from "~/services/auth/auth.ts";
import { now } from "~/services/clock.ts";
import { type FileStore, idOfKey, storedFileKey, uploadKey } from "~/services/files/file-store.ts";
import { type UploadAddress, uploadAddress } from "~/services/files/upload-addresses.ts";
import { failureAnswer } from "~/services/http/failure-page.ts";
import { log } from "~/services/log.ts";
import { isDiskFull } from "~db/loss.ts";
import { findApplication } from "~db/queries/applications/applications.ts";
import { findAttachedUpload, findAttachment } from "~db/queries/files/attachments.ts";
import { findUpload } from "~db/queries/files/uploads.ts";
import { answerDiligence } from "../diligence/diligence-upload.ts";
import { answerLanding } from "../landing/landing-upload.ts";
import { answerObjection } from "../notices/objection-upload.ts";
import { answerPaper } from "../scoring/paper-upload.ts";
import { answerHosted } from "./hosted-upload.ts";
import {
  answerByLeading,
  answerJson,
  type ReceivedForm,
  readToEnd,
  receiveForm,
  type UploadParts,
} from "./receive-form.ts";

const resumable = { "Tus-Resumable": "1.0.0" };

/**
 * Resumable uploads by the tus protocol 1.0.0 (creation, creation-with-upload, expiration, termination). An upload is its
 * uploader's alone. The last byte is answered when the file is attached, or refused with `{ type, … }` and removed.
 */
function tusEndpoint(files: FileStore) {
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
    onResponseError: async (_request, error) => {
      if ("status_code" in error && error.status_code < 500) return undefined;
      log.error({ err: error }, "an upload failed");
      const { begun } = parts();
      // Before who sent it hears of it, so that a second attempt finds nothing of the first
      if (begun) await endUpload(parts(), begun, "store-failed");
      if ("status_code" in error) return undefined;
      // What has come stays, and it goes on once there is room
      if (isDiskFull(error)) return { status_code: 507, body: JSON.stringify({ type: "disk-full" }) };
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
      return await handle();
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
  const size = async () => (await findAttachedUpload(db, storedFileKey(id), actor.id))?.size ?? null;
  const attached = await size();
  if (attached !== null) return attached;
  const upload = await findUpload(db, id, actor.id, now());
  if (!upload) return null;
  const arrived = (await files.sizeOf(storedFileKey(id))) ?? (await files.sizeOf(uploadKey(id)));
  if (arrived !== upload.size) return null;
  await finishUpload(given, id);
  return await size();
}

function refusal(error: { type: string }): { status_code: number; body: string } {
  const statuses: Record<string, number> = { "not-found": 404, "signed-out": 401, "file-too-large": 413 };
  return { status_code: statuses[error.type] ?? 422, body: JSON.stringify(error) };
}

const idleMilliseconds = 120_000;

/**
 * Answers what brings files: tus at /uploads, and forms with one file. Stands before Remix, which would hold all of a
 * body in memory. Answers false for any other request.
 */
export function uploadsOf({ auth, db, files }: Pick<AppLoadContext, "auth" | "db" | "files">) {
  const tus = tusEndpoint(files);
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const address = uploadAddress(request.url);
    if (!address || request.method === "GET") return false;
    if (address.by !== "tus" && !/^multipart\//i.test(request.headers["content-type"] ?? "")) return false;
    // A connection that brings nothing any more is given up; what has arrived of an upload stays
    request.setTimeout(idleMilliseconds, () => request.destroy());
    const sessionRequest = new Request(new URL(request.url ?? "/", "http://localhost"), {
      headers: { cookie: request.headers.cookie ?? "" },
    });
    findSession(auth, sessionRequest)
      .then(async (session) => {
        const parts = { db, files, actor: session?.user ?? null };
        if (address.by === "tus") await tus(request, response, address.id, parts);
        else if (address.by === "objection") await answerObjection(request, response, address, parts);
        else if (address.by === "landing") await answerLanding(request, response, address, parts);
        else if (address.by === "hosted") await answerHosted(request, response, address, parts);
        else if (address.by === "diligence") await answerDiligence(request, response, address, parts);
        else if (address.by === "paper") await answerPaper(request, response, address, parts);
        else await answerForm(request, response, address, parts);
      })
      .catch(async (error: unknown) => {
        log.error({ err: error }, "an upload could not be answered");
        if (response.headersSent) response.destroy();
        else if (!isDiskFull(error)) answerJson(request, response, 503, { type: "unavailable" });
        else if (address.by === "tus") answerJson(request, response, 507, { type: "disk-full" }, resumable);
        else {
          await readToEnd(request);
          const { status, headers, body } = failureAnswer(request.headers, "disk-full");
          response.writeHead(status, headers).end(body);
        }
      });
    return true;
  };
}

type FormAddress = Extract<UploadAddress, { by: "form" }>;

/**
 * Takes the one file of a form that was sent without script, and leads back to its page, which says how it went. The
 * file goes through the disk, never through memory, and then the same way as any upload.
 */
async function answerForm(
  request: IncomingMessage,
  response: ServerResponse,
  address: FormAddress,
  parts: UploadParts,
): Promise<void> {
  await answerByLeading(request, response, parts, {
    allowed: () => kindFor(address, parts),
    take: async (fixed) => {
      const form = await receiveForm(request, (kind) => kindRules[fixed === "said" ? kindOf(kind) : fixed].mostBytes);
      const kind = fixed === "said" ? kindOf(form.fields.kind) : fixed;
      const error = await readUpload(form, kind, address, parts);
      const most = error && "mostBytes" in error ? `&most=${error.mostBytes}` : "";
      // Where somebody is named, never who: an address is written down in many places
      const places = error && "marks" in error ? new Set(error.marks.map(({ place }) => `&in=${place}`)) : [];
      const more = `${most}${[...places].join("")}`;
      return `?${error ? `refused=${error.type}${more}` : "added=1"}&kind=${kind}#attachments.${kind}`;
    },
  });
}

/** The kind that the address fixes, "said" where the form says it, null where the person may not bring anything. */
async function kindFor(address: FormAddress, { db, actor }: UploadParts): Promise<AttachmentKind | "said" | null> {
  if ("code" in address) {
    const application = await findApplication(db, address.code);
    return application && application.applicantId === actor?.id ? "said" : null;
  }
  const original = await findAttachment(db, address.redactedOf);
  const application = original && (await findApplication(db, original.code));
  return application && actor && can(actor, "screen", { editionId: application.editionId }) ? original.kind : null;
}

function kindOf(value: string | undefined): AttachmentKind {
  return attachmentKinds.find((kind) => kind === value) ?? "statement";
}

async function readUpload(form: ReceivedForm, kind: AttachmentKind, address: FormAddress, parts: UploadParts) {
  try {
    if (form.problem === "too-large") return { type: "file-too-large", mostBytes: kindRules[kind].mostBytes } as const;
    if (form.problem || !form.file) return { type: form.problem ?? "file-missing" } as const;
    const { handle, name } = form.file;
    const { size } = await handle.stat();
    const id = randomBytes(16).toString("hex");
    const of = "code" in address ? { code: address.code, kind } : { redactedOf: address.redactedOf };
    const begun = await beginUpload(parts, { id, name, size, ...of });
    if (!begun.ok) return begun.error;
    try {
      await parts.files.uploads.create(new Upload({ id: uploadKey(id), size, offset: 0, metadata: {} }));
      await parts.files.uploads.write(handle.createReadStream({ start: 0 }), uploadKey(id), 0);
      const finished = await finishUpload(parts, id);
      return finished.ok ? null : finished.error;
    } catch (error) {
      // No script goes on with it
      await endUpload(parts, id, "store-failed");
      throw error;
    }
  } finally {
    await form.file?.handle.close();
  }
}
