import { randomInt } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { connect } from "../../db/client.ts";
import { embeddedPostgres } from "../../db/embedded.ts";
import { findWrongs, type JudgedSheet, makeChaosHeat, scoreHeat, untilItWorks } from "./heat.ts";
import { Instance, killPostgres } from "./judges.ts";
import { watchOutages } from "./outages.ts";

/**
 * A heat is scored over HTTP while two instances of the product, single processes of theirs and their PostgreSQL are killed, and
 * processes hang, again and again; at the end what was acknowledged is held against the database, and how long nobody was answered
 * is said. Exit code 1 when a single sheet or audit entry is wrong.
 */
const kills = Number(process.env.CHAOS_KILLS ?? 10);
const faults = [
  "an instance killed",
  "PostgreSQL killed",
  "a server killed",
  "pages' process killed",
  "a server hung",
] as const;
type FaultKind = (typeof faults)[number];
const port = Number(process.env.CHAOS_PORT ?? 3270);
const folder = ".data/chaos";

await embeddedPostgres(`${folder}/postgres`).then((left) => left.leave());
await rm(folder, { recursive: true, force: true });
const instances = [new Instance(port, folder), new Instance(port + 1, folder)];
// One after the other: the first makes the database
for (const instance of instances) await instance.start();
const secret = (await readFile(`${folder}/auth-secret`, "utf8")).trim();

const happened = new Map<FaultKind, number>(faults.map((fault) => [fault, 0]));
const least = () => Math.min(...happened.values());
const outages = watchOutages(instances.map(({ url }) => url));
const acknowledged: JudgedSheet[] = [];
const rounds: number[] = [];
let done = false;
const failed = new AbortController();

const killing = killAllTheTime();
const wrongs: string[] = [];
try {
  // A heat after the other, until each fault has come often enough and the last heat is whole
  while (least() < kills || rounds.length === 0) {
    const heat = await untilItWorks(makeHeatHere);
    rounds.push(heat.round.id);
    if (heat.cookies[0]) outages.signIn(heat.cookies[0]);
    const urls = instances.map(({ url }) => url);
    await scoreHeat(heat, urls, { signal: failed.signal, taken: (sheet) => void acknowledged.push(sheet) });
  }
} finally {
  done = true;
  await killing;
  await outages.stop();
}
const server = await embeddedPostgres(`${folder}/postgres`);
const database = connect(server.url());
for (const round of rounds)
  wrongs.push(
    ...(await findWrongs(
      database,
      round,
      acknowledged.filter(({ task }) => task.round === `chaos-${round}`),
    )),
  );
await database.end();
for (const instance of instances) await instance.stop();
await server.leave();

const again = acknowledged.filter(({ tries }) => tries > 1).length;
for (const line of outages.lines()) printLine(line);
printLine(
  `acknowledged: ${acknowledged.length} sheets in ${rounds.length} heats, ${again} of them sent more than once`,
);
for (const wrong of wrongs) printLine(`WRONG  ${wrong}`);
printLine(
  wrongs.length === 0 ? "chaos: nothing lost, nothing doubled, nothing missing" : `chaos: ${wrongs.length} wrong`,
);
process.exit(wrongs.length === 0 ? 0 : 1);

async function makeHeatHere() {
  const server = await embeddedPostgres(`${folder}/postgres`);
  try {
    return await makeChaosHeat(server.url(), { baseUrl: instances[0]?.url ?? "", secret });
  } finally {
    await server.leave();
  }
}

/** One fault after the other, whichever came least often. */
async function killAllTheTime(): Promise<void> {
  while (!done) {
    await wait(500 + Math.random() * 2500);
    if (done) return;
    const due = faults.filter((fault) => happened.get(fault) === least());
    const fault = due[randomInt(due.length)] ?? "PostgreSQL killed";
    const instance = instances[randomInt(instances.length)] ?? instances[0];
    if (!instance) return;
    try {
      if (await doFault(fault, instance)) happened.set(fault, (happened.get(fault) ?? 0) + 1);
    } catch (error) {
      failed.abort(error);
      done = true;
    }
  }
}

/** False where there was nothing to be hit just then. */
async function doFault(fault: FaultKind, instance: Instance): Promise<boolean> {
  if (fault === "PostgreSQL killed") {
    outages.happened(fault, null);
    await killPostgres(`${folder}/postgres`);
    return true;
  }
  if (fault === "an instance killed") {
    outages.happened(fault, instance.url);
    await instance.killAndStart();
    return true;
  }
  const pid = await instance.processOf(fault === "pages' process killed" ? "pages" : "server");
  if (pid === undefined) return false;
  outages.happened(fault, instance.url);
  // What hangs is ended and replaced by the one that watches over it, half a minute later
  process.kill(pid, fault === "a server hung" ? "SIGSTOP" : "SIGKILL");
  return true;
}

function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
