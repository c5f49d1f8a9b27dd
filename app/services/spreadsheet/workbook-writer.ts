import { parentPort, workerData } from "node:worker_threads";
import type { WorkbookPrint } from "../documents/print.ts";
import { standingsWorkbook } from "./workbook.ts";

/** A thread that writes one workbook: sends its bytes as they come, then `null`. */
const { worked, about } = workerData as WorkbookPrint;
for await (const piece of standingsWorkbook(worked, about)) parentPort?.postMessage(piece);
parentPort?.postMessage(null);
