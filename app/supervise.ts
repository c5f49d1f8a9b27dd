import { type ChildProcess, fork } from "node:child_process";
import cluster from "node:cluster";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { AggregatorRegistry } from "prom-client";
import type { Orders, ServerMessage } from "./serve.ts";

/** Exit codes: 2 is the server's own word that it cannot start (a port in use, say); anything but 0 else is a crash. */
const cannotStart = 2;
const mostCrashesAMinute = 5;
/** So many seconds the server may say nothing before it is taken for dead. */
const patienceSeconds = 30;

interface Supervised {
  orders: Omit<Orders, "worker">;
  /** How many processes serve the one address; left out: one. */
  workers?: number;
  stop: AbortSignal;
  ready: (url: string, restarted: boolean) => void;
  /** The module that serves, and how long it may be silent; others in tests. */
  server?: URL;
  silentSeconds?: number;
}

/**
 * Runs the server in processes of their own until `stop` is aborted, and starts one again when it dies, or when its loop stands
 * still: a hall does not wait for somebody to notice. Several share the address, each takes its turn, and when one dies the
 * others answer at once. `ready` is told the address when the first listens, and at each start after a death. Throws when a
 * server cannot start, or dies again and again.
 */
export async function supervise(given: Supervised): Promise<void> {
  const { workers = 1, server = defaultServer } = given;
  if (workers === 1) return await keepAlive(given, 0);
  cluster.setupPrimary({ exec: fileURLToPath(server), execArgv });
  // One that cannot go on takes the others down with it
  const over = new AbortController();
  const stop = AbortSignal.any([given.stop, over.signal]);
  let announced = false;
  const ready = (url: string, restarted: boolean) => {
    if (restarted || !announced) given.ready(url, restarted);
    announced = true;
  };
  const lives = Array.from({ length: workers }, async (_, worker) => {
    try {
      await keepAlive({ ...given, stop, ready }, worker);
    } finally {
      over.abort();
    }
  });
  const ends = await Promise.allSettled(lives);
  const failed = ends.find((end) => end.status === "rejected");
  if (failed) throw failed.reason;
}

const defaultServer = new URL("./serve.ts", import.meta.url);
const execArgv = ["--import", "tsx"];

async function keepAlive(given: Supervised, worker: number): Promise<void> {
  const crashes: number[] = [];
  while (!given.stop.aborted) {
    const restarted = crashes.length > 0;
    const code = await runOnce(given, worker, (url) => given.ready(url, restarted));
    if (given.stop.aborted || code === 0) return;
    if (code === cannotStart && !restarted) throw new Error("The server did not start.");
    crashes.push(Date.now());
    if (crashes.filter((at) => at > Date.now() - 60_000).length > mostCrashesAMinute)
      throw new Error("The server dies again and again; the log above says why.");
    await wait(200 * crashes.length, undefined, { signal: given.stop }).catch(() => {});
  }
}

/** One life of a server; answers its exit code, 1 for a signal. */
function runOnce(given: Supervised, worker: number, ready: (url: string) => void): Promise<number> {
  const { orders, stop, server = defaultServer, silentSeconds = patienceSeconds, workers = 1 } = given;
  // Who takes over the server finds no way there to become the tables' owner
  const { DATABASE_OWNER_URL: _, ...env } = process.env;
  const child: ChildProcess =
    workers === 1 ? fork(server, { execArgv, env }) : cluster.fork({ DATABASE_OWNER_URL: "" }).process;
  const end = () => child.kill("SIGTERM");
  stop.addEventListener("abort", end, { once: true });
  let watch: ReturnType<typeof setInterval> | undefined;
  // Counted by this process's own turns: a machine that slept, or is held back as a whole, is not the server's fault
  let silent = 0;
  child.on("message", (message: ServerMessage) => {
    silent = 0;
    if ("figures" in message) void tellFigures(child, message.figures);
    if (!("url" in message)) return;
    ready(message.url);
    // The dev server may stand at a breakpoint
    if (!orders.dev) watch = setInterval(() => ++silent === silentSeconds && kill(child, silentSeconds), 1000);
  });
  child.send({ ...orders, worker });
  return new Promise((done) => {
    child.once("error", () => done(1));
    child.once("exit", (code) => {
      clearInterval(watch);
      stop.removeEventListener("abort", end);
      done(code ?? 1);
    });
  });
}

let figures: AggregatorRegistry<"text/plain; version=0.0.4; charset=utf-8"> | undefined;

/** Answers a worker that is asked for the figures of all of them. */
async function tellFigures(child: ChildProcess, asked: number): Promise<void> {
  const { AggregatorRegistry } = (await import("prom-client")).default;
  figures ??= new AggregatorRegistry();
  const text = await figures.clusterMetrics().catch(() => null);
  if (child.connected) child.send({ figures: asked, text });
}

function kill(child: ChildProcess, seconds: number): void {
  process.stderr.write(`The server has said nothing for ${seconds} seconds; it is ended and started again.\n`);
  child.kill("SIGKILL");
}
