import { readFile } from "node:fs/promises";

/** The processes that this one has started. From /proc, as a slim machine has no `ps`. */
export async function childrenOf(pid = 0): Promise<number[]> {
  return (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8")).trim().split(/\s+/).filter(Boolean).map(Number);
}

/** Which of the product's processes render pages: those that let others go first. */
export async function pageProcessesOf(pid = 0): Promise<number[]> {
  const children = await childrenOf(pid);
  const found = await Promise.all(children.map(yieldsToOthers));
  return children.filter((_, at) => found[at]);
}

/** And which take what comes in. */
export async function serversOf(pid = 0): Promise<number[]> {
  const pages = await pageProcessesOf(pid);
  return (await childrenOf(pid)).filter((child) => !pages.includes(child));
}

async function yieldsToOthers(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const [, fields = ""] = stat.split(") ");
  return Number(fields.split(" ")[16]) > 0;
}

/** What a process holds of the machine's memory, in MB (of 1,048,576 bytes). */
export async function residentOf(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(/^Rss:\s+(\d+) kB/m.exec(rollup)?.[1]) / 1024;
}
