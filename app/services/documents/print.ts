import { startThread } from "../thread.ts";
import type { Paper } from "./paper.ts";

/** Longer than the longest paper takes on a slow machine; what is not ready by then never will be. */
const patienceMs = 120_000;

/**
 * The paper as the bytes of its file. Laid out in a thread of its own, so that nobody in the hall waits for a hundred pages.
 * Throws when the thread breaks, ends early, or takes longer than `patience`, in milliseconds: nothing of it is left then.
 */
export async function print(paper: Paper, patience = patienceMs): Promise<Uint8Array> {
  const resourceLimits = { maxOldGenerationSizeMb: 1024 };
  const worker = startThread("services/documents/print-worker.tsx", { workerData: paper, resourceLimits });
  const late = setTimeout(() => void worker.terminate(), patience);
  const parts: Uint8Array[] = [];
  try {
    return await new Promise<Uint8Array>((done, fail) => {
      worker.on("message", (part: Uint8Array | null) => {
        if (part === null) done(Buffer.concat(parts));
        else parts.push(part);
      });
      worker.once("error", fail);
      worker.once("exit", () => fail(new Error("the thread that lays out a paper ended early")));
    });
  } finally {
    clearTimeout(late);
    void worker.terminate();
  }
}
