import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy } from "@fastify/busboy";

export interface ReceivedForm {
  fields: Record<string, string>;
  /** Lies at `path` until the caller removes it; null when none was chosen or it was not taken. */
  file: { path: string; name: string } | null;
  problem: "too-large" | "form-broken" | null;
}

/**
 * Reads a form of a few short fields and then one file, which goes to a temporary file of at most the bytes that
 * `mostBytes` allows for the field `kind` before it. Reads to the end whatever comes, so that the browser hears the answer.
 */
export async function receiveForm(
  request: IncomingMessage,
  mostBytes: (kind: string | undefined) => number,
): Promise<ReceivedForm> {
  const form: ReceivedForm = { fields: {}, file: null, problem: null };
  const path = join(tmpdir(), `upload-${randomBytes(16).toString("hex")}`);
  const reader = readerOf(request);
  if (!reader) return { ...form, problem: "form-broken" };
  let writing = Promise.resolve(true);
  let incoming: Readable | undefined;
  reader.on("field", (name, value) => {
    form.fields[name] = value;
  });
  reader.on("file", (_field, stream, name) => {
    if (!name) return void stream.resume();
    form.file = { path, name };
    incoming = stream;
    writing = write(stream, path, mostBytes(form.fields.kind));
    writing.catch(() => {});
  });
  try {
    await new Promise((done, fail) => {
      reader.once("finish", done).once("error", fail);
      request.once("close", () => request.complete || fail(new Error("the request broke off")));
      request.pipe(reader);
    });
    if (!(await writing)) form.problem = "too-large";
  } catch {
    form.problem = "form-broken";
    request.unpipe(reader);
    incoming?.destroy();
    await writing.catch(() => {});
  }
  if (form.problem) {
    await rm(path, { force: true });
    form.file = null;
  }
  return form;
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
async function write(stream: Readable, path: string, most: number): Promise<boolean> {
  let bytes = 0;
  await pipeline(
    stream,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        if (bytes <= most) yield chunk;
      }
    },
    createWriteStream(path, { mode: 0o600 }),
  );
  return bytes <= most;
}
