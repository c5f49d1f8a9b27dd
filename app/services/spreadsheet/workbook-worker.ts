import { parentPort, workerData } from "node:worker_threads";
import { parseWorkbook, type WorkbookLimits } from "./unpack-workbook.ts";

/** A thread for one workbook: sends what it reads, once. */
const { bytes, limits } = workerData as { bytes: Uint8Array; limits: WorkbookLimits };
parentPort?.postMessage(await parseWorkbook(bytes, limits));
