import { randomBytes } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { Busboy } from "@fastify/busboy";
import type { AppLoadContext } from "@remix-run/node";
import { Upload } from "@tus/server";
import type { Actor } from "~/rules/accounts/access.ts";
import type { DocumentType } from "~/rules/files/attachment.ts";
import { uploadKey } from "~/services/files/file-store.ts";
import { inspectFile, sourceIn } from "~/services/files/inspect-file.ts";
import { isDiskFull } from "~db/loss.ts";

const busy = new Set<string>();

/**
 * Answers a form that brings one file, one a person at a time, by leading back to its page: `take` reads the form and
 * answers what to add to the address. `allowed` is asked first; it answers null where the person may not bring anything.
 */
export async function answerByLeading<A>(
  request: IncomingMessage,
  response: ServerResponse,
  { actor }: Pick<UploadParts, "actor">,
  {
    allowed,
    take,
  }: { allowed: (actor: Actor) => Promise<A | null>; take: (allowed: A, actor: Actor) => Promise<string> },
): Promise<void> {
  const page = pageOf(request);
  if (!actor) return await leave(request, response, `/sign-in?returnTo=${encodeURIComponent(page)}`);
  const may = await allowed(actor);
  if (may === null) return answerJson(request, response, 404, { type: "not-found" });
  await answerOneAtATime(request, response, actor.id, () => take(may, actor));
}

/** The same for whoever `key` stands for, and may bring a file. */
export async function answerOneAtATime(
  request: IncomingMessage,
  response: ServerResponse,
  key: string,
  take: () => Promise<string>,
): Promise<void> {
  const page = pageOf(request);
  if (busy.has(key)) return await leave(request, response, `${page}?refused=upload-busy`);
  busy.add(key);
  try {
    await leave(request, response, `${page}${await take()}`);
  } finally {
    busy.delete(key);
  }
}

function pageOf(request: IncomingMessage): string {
  return (request.url ?? "/").split("?")[0] ?? "/";
}

/** A browser reads no answer before it has sent its form: what is still to come is let through. */
export async function readToEnd(request: IncomingMessage): Promise<void> {
  if (!request.complete && !request.destroyed) await new Promise((done) => request.resume().once("close", done));
}

async function leave(request: IncomingMessage, response: ServerResponse, to: string): Promise<void> {
  await readToEnd(request);
  response.writeHead(303, { Location: to, "Cache-Control": "no-store" }).end();
}

export interface ReceivedForm {
  fields: Record<string, string>;
  /** Its bytes are there until the caller closes `handle`; null when none was chosen or it was not taken. */
  file: { handle: FileHandle; name: string } | null;
  problem: "too-large" | "form-broken" | null;
}

/**
 * Reads a form of a few short fields and then one file, which goes to a temporary file of at most the bytes that
 * `mostBytes` allows for the field `kind` before it. That file has no name any more: should the process die, the system
 * gives it up, and no proof of identity stays behind. Reads to the end whatever comes, so that the browser hears the answer.
 * Throws where there was no room for it.
 */
export async function receiveForm(
  request: IncomingMessage,
  mostBytes: (kind: string | undefined) => number,
): Promise<ReceivedForm> {
  const form: ReceivedForm = { fields: {}, file: null, problem: null };
  const reader = readerOf(request);
  if (!reader) return { ...form, problem: "form-broken" };
  const handle = await openNameless();
  let writing = Promise.resolve(true);
  let incoming: Readable | undefined;
  reader.on("field", (name, value) => {
    form.fields[name] = value;
  });
  reader.on("file", (_field, stream, name) => {
    if (!name) return void stream.resume();
    form.file = { handle, name };
    incoming = stream;
    writing = write(stream, handle, mostBytes(form.fields.kind));
    writing.catch(() => {});
  });
  try {
    await new Promise((done, fail) => {
      reader.once("finish", done).once("error", fail);
      const breakOff = () => request.complete || fail(new Error("the request broke off"));
      // It may have closed already, and would not say so again
      if (request.destroyed) breakOff();
      request.once("close", breakOff);
      request.pipe(reader);
    });
    if (!(await writing)) form.problem = "too-large";
  } catch (error) {
    form.problem = "form-broken";
    request.unpipe(reader);
    incoming?.destroy();
    await writing.catch(() => {});
    if (isDiskFull(error)) {
      await handle.close();
      throw error;
    }
  }
  if (form.problem) form.file = null;
  if (!form.file) await handle.close();
  return form;
}

/** A file for us alone that nobody else can open by a name. */
async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `upload-${randomBytes(16).toString("hex")}`);
  const handle = await open(path, "wx+", 0o600);
  await rm(path);
  return handle;
}

function readerOf(request: IncomingMessage): Busboy | null {
  const { "content-type": type = "" } = request.headers;
  const limits = { files: 1, fields: 10, fieldSize: 500, parts: 12, headerPairs: 50 };
  try {
    return new Busboy({ headers: { ...request.headers, "content-type": type }, limits });
  } catch {
    return null;
  }
}

/** Writes at most that many bytes and lets the rest go by, as after a failure, which it throws; answers whether that was all. */
async function write(stream: Readable, handle: FileHandle, most: number): Promise<boolean> {
  let bytes = 0;
  const failures: unknown[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= most && failures.length === 0)
      await handle.appendFile(chunk).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
  return bytes <= most;
}

/** A file that is kept already: its id in the store, what its content shows it to be, its bytes, and their SHA-256. */
interface TakenFile<T> {
  id: string;
  type: T;
  size: number;
  sha256: string;
}

/**
 * Keeps the one file of a form, where its content is of one of these types, and lets `bring` put it into the database;
 * what is refused, or finds no room, is not kept. Answers why it was refused, or null.
 */
export async function takeFormFile<T extends DocumentType, E>(
  form: ReceivedForm,
  types: readonly T[],
  { files }: Pick<UploadParts, "files">,
  bring: (file: TakenFile<T>) => Promise<{ ok: true } | { ok: false; error: E }>,
) {
  const id = randomBytes(16).toString("hex");
  try {
    if (form.problem === "too-large") return { type: "file-too-large" } as const;
    if (form.problem || !form.file) return { type: form.problem ?? "file-missing" } as const;
    const { handle } = form.file;
    const { size } = await handle.stat();
    if (size === 0) return { type: "file-empty" } as const;
    await files.uploads.create(new Upload({ id: uploadKey(id), size, offset: 0, metadata: {} }));
    await files.uploads.write(handle.createReadStream({ start: 0 }), uploadKey(id), 0);
    const found = await inspectFile(sourceIn(files, uploadKey(id), size), types);
    if (!found.ok) return found.error;
    // It is kept a moment before the database knows of it, in which the sweep leaves it alone
    await files.keep(id);
    const brought = await bring({ id, type: found.type as T, size, sha256: found.sha256 });
    if (brought.ok) return null;
    await files.remove(id);
    return brought.error;
  } catch (error) {
    // What had no room is in no row: nothing speaks of the file
    if (isDiskFull(error)) await files.remove(id);
    throw error;
  } finally {
    await files.removeUpload(id);
    await form.file?.handle.close();
  }
}

/** What every answer about an upload needs. */
export interface UploadParts extends Pick<AppLoadContext, "db" | "files"> {
  actor: Actor | null;
}

/** An answer that a script reads. A body that nobody read to its end would stand before the connection's next request. */
export function answerJson(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  const json = JSON.stringify(body);
  response.writeHead(status, {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": Buffer.byteLength(json),
    "Cache-Control": "no-store",
    ...(request.complete ? {} : { Connection: "close" }),
    ...headers,
  });
  response.end(request.method === "HEAD" ? undefined : json);
}
