import type { About } from "../spreadsheet/workbook.ts";
import type { Worked } from "../spreadsheet/workbook-plan.ts";
import { startThread } from "../thread.ts";
import type { Paper } from "./paper.ts";

/** Longer than the longest paper takes on a slow machine; what is not ready by then never will be. */
const patienceMs = 120_000;

/** The standings as a workbook (`standingsWorkbook`), of a round that is too large to be worked out beside everything else. */
export interface WorkbookPrint {
  kind: "workbook";
  worked: Worked;
  about: About;
}

/** What takes long to make and stands in one line for it. */
export type Printable = Paper | WorkbookPrint;

/**
 * The paper as PDF, or the workbook as XLSX: the bytes of its file. Made in a thread of its own, so that nobody in the hall waits for a hundred pages.
 * Throws when the thread breaks, ends early, or takes longer than `patience`, in milliseconds: nothing of it is left then.
 */
export async function print(paper: Printable, patience = patienceMs): Promise<Uint8Array> {
  const resourceLimits = { maxOldGenerationSizeMb: 1024 };
  const options = { workerData: paper, resourceLimits };
  const worker =
    paper.kind === "workbook"
      ? startThread("services/spreadsheet/workbook-writer.ts", options)
      : startThread("services/documents/print-worker.tsx", options);
  const late = setTimeout(() => void worker.terminate(), patience);
  const parts: Uint8Array[] = [];
  try {
    return await new Promise<Uint8Array>((done, fail) => {
      worker.on("message", (part: Uint8Array | null) => {
        if (part === null) done(Buffer.concat(parts));
        else parts.push(part);
      });
      worker.once("error", fail);
      worker.once("exit", () => fail(new Error("the thread that makes a print ended early")));
    });
  } finally {
    clearTimeout(late);
    void worker.terminate();
  }
}
