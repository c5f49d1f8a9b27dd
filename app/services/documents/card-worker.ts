import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import type { Card } from "./card.ts";
import { cardSvg } from "./card-picture.ts";
import { fontFiles, loadFonts } from "./fonts.ts";

/** A thread for one card: sends its picture, once. */
const require = createRequire(import.meta.url);
await initWasm(await readFile(require.resolve("@resvg/resvg-wasm/index_bg.wasm")));
await loadFonts();
const fontBuffers = await Promise.all(fontFiles.map(async ({ src }) => new Uint8Array(await readFile(src))));
const drawn = new Resvg(cardSvg(workerData as Card), { font: { fontBuffers } }).render();
parentPort?.postMessage(drawn.asPng());
