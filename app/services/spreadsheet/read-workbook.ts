import { startThread } from "../thread.ts";
import type { ReadTable, WorkbookLimits } from "./unpack-workbook.ts";

/** Longer than the largest workbook that is taken needs, on a slow machine. */
const patienceMs = 30_000;
/** Workbooks read at once; who comes later waits. */
const most = 2;
let running = 0;
const waiting: (() => void)[] = [];

/**
 * The first sheet of a workbook from outside, as words. Read in a thread of its own that is ended after a time: whatever a file
 * makes of its parser, nobody else waits for it. What took too long is no workbook.
 */
export async function readWorkbook(
  bytes: Uint8Array,
  limits: WorkbookLimits,
  patience = patienceMs,
): Promise<ReadTable> {
  if (running < most) running++;
  else await new Promise<void>((turn) => waiting.push(turn));
  const resourceLimits = { maxOldGenerationSizeMb: 1024 };
  const worker = startThread("services/spreadsheet/workbook-worker.ts", {
    workerData: { bytes, limits },
    resourceLimits,
  });
  const late = setTimeout(() => void worker.terminate(), patience);
  try {
    return await new Promise<ReadTable>((done) => {
      worker.once("message", done);
      // Ended for its time or its memory, or broken by what it read: nobody can correct the file but by saving it again
      worker.once("error", () => done({ ok: false, why: "not-a-workbook" }));
      worker.once("exit", () => done({ ok: false, why: "not-a-workbook" }));
    });
  } finally {
    clearTimeout(late);
    void worker.terminate();
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}
