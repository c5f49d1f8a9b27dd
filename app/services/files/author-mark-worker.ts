import { parentPort, workerData } from "node:worker_threads";
import type { AttachmentType } from "~/rules/files/attachment.ts";
import { authorMarks } from "./author-marks.ts";

/** A thread for one copy: sends who is named in it, once. */
const { bytes, type, needles } = workerData as { bytes: Uint8Array; type: AttachmentType; needles: string[] };
parentPort?.postMessage(await authorMarks(Buffer.from(bytes), type, needles));
