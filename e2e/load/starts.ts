import { readFile, rm } from "node:fs/promises";
import { buildDirectory } from "../../app/build/current.mjs";
import { residentOf } from "../processes.ts";
import { startProduct } from "./judges.ts";

/** How long the first start takes and the next one, from nothing but what `npm ci` leaves; the folder of the data is empty. */
export async function benchStarts(port: number): Promise<string> {
  await rm(buildDirectory(""), { recursive: true, force: true });
  const lines: string[] = [];
  for (const [which, aim] of [
    ["first", 20],
    ["second", 3],
  ] as const) {
    const began = performance.now();
    const product = await startProduct(port);
    lines.push(`${which} start, to ready: ${((performance.now() - began) / 1000).toFixed(1)} s (aim ${aim} s)`);
    await product.stop();
  }
  return lines.join("\n");
}

/** What the product's processes hold of the machine's memory, in MB (of 1,048,576 bytes), beside what they may. */
export async function memoryOf(supervisor: number, workerAim: number): Promise<string> {
  const children = await readFile(`/proc/${supervisor}/task/${supervisor}/children`, "utf8");
  const workers = await Promise.all(children.trim().split(/\s+/).map(Number).map(residentOf));
  const held = workers.map((each) => each.toFixed(0)).join(", ");
  return `supervisor ${(await residentOf(supervisor)).toFixed(0)} MB (aim 60), each worker ${held} MB (aim ${workerAim})`;
}
