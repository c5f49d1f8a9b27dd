import { randomBytes } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { Busboy } from "@fastify/busboy";

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
  } catch {
    form.problem = "form-broken";
    request.unpipe(reader);
    incoming?.destroy();
    await writing.catch(() => {});
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

/** Writes at most that many bytes and lets the rest go by; answers whether that was all. */
async function write(stream: Readable, handle: FileHandle, most: number): Promise<boolean> {
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= most) await handle.appendFile(chunk);
  }
  return bytes <= most;
}
