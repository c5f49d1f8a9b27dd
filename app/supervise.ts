import { type ChildProcess, fork } from "node:child_process";
import cluster from "node:cluster";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Orders, ServerMessage } from "./serve.ts";
import type { FiguresAnswer, FiguresQuestion } from "./services/operations/metrics.ts";

/** Exit codes: 2 is the server's own word that it cannot start (a port in use, say); anything but 0 else is a crash. */
const cannotStart = 2;
const mostCrashesAMinute = 5;
/** So many seconds the server may say nothing before it is taken for dead. */
const patienceSeconds = 30;

interface Supervised {
  orders: Omit<Orders, "worker" | "pages">;
  /** How many processes serve the one address; left out: one. */
  workers?: number;
  /** How many more render pages for these; left out: none. */
  pages?: number;
  stop: AbortSignal;
  ready: (url: string, restarted: boolean) => void;
  /** The module that serves, and how long it may be silent. */
  server: URL;
  silentSeconds?: number;
}

/**
 * Runs the server in processes of their own until `stop` is aborted, and starts one again when it dies, or when its loop stands
 * still: a hall does not wait for somebody to notice. Several share the address, each takes its turn, and when one dies the
 * others answer at once. `ready` is told the address when the first listens, and at each start after a death (of one that renders
 * pages: ""). Throws when a server cannot start, or dies again and again; while one that renders pages does, the others do its work.
 */
export async function supervise(given: Supervised): Promise<void> {
  const { workers = 1, pages = 0 } = given;
  if (workers + pages === 1) return await keepAlive(given, 0);
  if (pages === 0) return await superviseAll(given, given.orders, []);
  const directory = await mkdtemp(join(tmpdir(), "contest-pages-"));
  const rendering = Array.from({ length: pages }, (_, at) => workers + at);
  try {
    await superviseAll(given, { ...given.orders, pages: { directory, workers: rendering } }, rendering);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Several processes, the last of which render pages. */
async function superviseAll(given: Supervised, orders: Omit<Orders, "worker">, rendering: number[]): Promise<void> {
  const { workers = 1, server } = given;
  cluster.setupPrimary({ exec: fileURLToPath(server), execArgv });
  // One that cannot go on takes the others down with it
  const over = new AbortController();
  const stop = AbortSignal.any([given.stop, over.signal]);
  let announced = false;
  const ready = (url: string, restarted: boolean) => {
    if (restarted || (url !== "" && !announced)) given.ready(url, restarted);
    announced ||= url !== "";
  };
  const lives = Array.from({ length: workers }, async (_, worker) => {
    try {
      await keepAlive({ ...given, orders, stop, ready }, worker);
    } finally {
      over.abort();
    }
  });
  const ends = await Promise.allSettled([
    ...lives,
    ...rendering.map((worker) => keepRendering({ ...given, orders, stop, ready }, worker)),
  ]);
  const failed = ends.find((end) => end.status === "rejected");
  if (failed) throw failed.reason;
}

// Answers leave little behind: with less room for what is new a server holds fifty megabytes less
const execArgv = [...process.execArgv, "--max-semi-space-size=4"];

/** One that cannot go on is tried again a minute later: nobody depends on it. */
async function keepRendering(given: Life, worker: number): Promise<void> {
  while (!given.stop.aborted) {
    await keepAlive(given, worker).catch(() => {
      process.stderr.write(
        "A process that renders pages cannot go on; the others do its work, and it is tried again in a minute.\n",
      );
      return wait(60_000, undefined, { signal: given.stop }).catch(() => {});
    });
  }
}

type Life = Omit<Supervised, "orders"> & { orders: Omit<Orders, "worker"> };

async function keepAlive(given: Life, worker: number): Promise<void> {
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
function runOnce(given: Life, worker: number, ready: (url: string) => void): Promise<number> {
  const { orders, stop, server, silentSeconds = patienceSeconds, workers = 1, pages = 0 } = given;
  // Who takes over the server finds no way there to become the tables' owner
  const { DATABASE_OWNER_URL: _, ...env } = process.env;
  const child: ChildProcess =
    workers + pages === 1 ? fork(server, { execArgv, env }) : cluster.fork({ DATABASE_OWNER_URL: "" }).process;
  const end = () => child.kill("SIGTERM");
  stop.addEventListener("abort", end, { once: true });
  // Counted by this process's own turns: a machine that slept, or is held back as a whole, is not the server's fault. From the
  // first on, as it may hang before it serves; the dev server may stand at a breakpoint
  let silent = 0;
  const watch = setInterval(() => orders.dev || (++silent === silentSeconds && kill(child, silentSeconds)), 1000);
  child.on("message", (message: ServerMessage) => {
    silent = 0;
    if ("figures" in message) void gatherFigures(child, message.figures);
    if (!("url" in message)) return;
    serving.add(child);
    ready(message.url);
  });
  child.send({ ...orders, worker });
  return new Promise((done) => {
    const over = (code: number) => {
      clearInterval(watch);
      serving.delete(child);
      stop.removeEventListener("abort", end);
      done(code);
    };
    child.once("error", () => over(1));
    child.once("exit", (code) => over(code ?? 1));
  });
}

const serving = new Set<ChildProcess>();
const patienceForFiguresMs = 5000;
let questions = 0;

/** Gathers for one process the figures of all that serve. It adds them up itself: what that takes does not stay in this process. */
async function gatherFigures(asker: ChildProcess, figures: number): Promise<void> {
  const question = ++questions;
  const over = new AbortController();
  const ownOf = (each: ChildProcess) =>
    new Promise<object[] | null>((done) => {
      const hear = (message: ServerMessage) => {
        if ("question" in message && message.question === question) done(message.own);
      };
      each.on("message", hear);
      over.signal.addEventListener("abort", () => each.off("message", hear));
      each.send({ question } satisfies FiguresQuestion, (error) => error && done(null));
    });
  const all = await Promise.race([
    Promise.all([...serving].map(ownOf)),
    wait(patienceForFiguresMs, null, { ref: false }),
  ]);
  over.abort();
  if (asker.connected) asker.send({ figures, all } satisfies FiguresAnswer);
}

function kill(child: ChildProcess, seconds: number): void {
  process.stderr.write(`The server has said nothing for ${seconds} seconds; it is ended and started again.\n`);
  child.kill("SIGKILL");
}
