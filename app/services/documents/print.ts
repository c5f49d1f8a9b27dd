import { once } from "node:events";
import { resolve } from "node:path";
import { PassThrough, type Readable } from "node:stream";
import { Worker } from "node:worker_threads";
import type { Paper } from "./paper.ts";

/** Papers laid out at once; who comes later waits. */
const most = 2;
/** So long an answer waits for the first bytes, to be an error where there are none; later it only breaks off. */
const patienceMs = 8000;
let running = 0;
const waiting: (() => void)[] = [];

/**
 * The paper as PDF. Laid out in a thread of its own, so that nobody in the hall waits for a hundred pages; comes as it is
 * written. Throws when it soon turns out that it cannot be made; who stops reading stops the thread.
 */
export async function print(paper: Paper): Promise<Readable> {
  if (running < most) running++;
  else await new Promise<void>((turn) => waiting.push(turn));
  // Named from where the server stands, as its builds are: a bundle has no such file beside it
  const file = resolve("app/services/documents/print-worker.tsx");
  const worker = new Worker(file, { workerData: paper, execArgv: ["--import", "tsx"] });
  const out = new PassThrough();
  worker.on("message", (part: Uint8Array | null) => void (part === null ? out.end() : out.write(part)));
  worker.once("error", (error) => out.destroy(error));
  worker.once("exit", () => {
    const next = waiting.shift();
    if (next) next();
    else running--;
    if (!out.writableEnded) out.destroy(new Error("the thread that lays out a paper ended early"));
  });
  out.once("close", () => void worker.terminate());
  await once(out, "readable", { signal: AbortSignal.timeout(patienceMs) }).catch((error: Error) => {
    if (error.name !== "AbortError") throw error;
  });
  return out;
}
