import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const chunkSize = 1 << 16;

/** Writes text to standard output as fast as it is taken. A reader who has seen enough (`| head`) is no error. */
export async function writeToStdout(pieces: AsyncIterable<string>, signal?: AbortSignal): Promise<void> {
  await pipeline(Readable.from(inChunks(pieces)), process.stdout, { end: false, signal }).catch((error) => {
    if (error.code !== "EPIPE") throw error;
  });
}

/** Writes text to a file, which is there only once it is whole. */
export async function writeTo(
  file: string,
  pieces: AsyncIterable<string> | Iterable<string>,
  signal?: AbortSignal,
): Promise<void> {
  const draft = `${file}.${process.pid}.part`;
  try {
    await pipeline(Readable.from(inChunks(pieces)), createWriteStream(draft), { signal });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Small pieces as chunks that are worth a write. */
async function* inChunks(pieces: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  let chunk = "";
  for await (const piece of pieces) {
    chunk += piece;
    if (chunk.length < chunkSize) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk) yield chunk;
}
