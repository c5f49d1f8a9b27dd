import { type ChildProcess, fork } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import type { Orders, ServerMessage } from "./serve.ts";

/** Exit codes: 2 is the server's own word that it cannot start (a port in use, say); anything but 0 else is a crash. */
const cannotStart = 2;
const mostCrashesAMinute = 5;
/** So many seconds the server may say nothing before it is taken for dead. */
const patienceSeconds = 30;

interface Supervised {
  orders: Orders;
  stop: AbortSignal;
  ready: (url: string, restarted: boolean) => void;
  /** The module that serves, and how long it may be silent; others in tests. */
  server?: URL;
  silentSeconds?: number;
}

/**
 * Runs the server in a process of its own until `stop` is aborted, and starts it again when it dies, or when its loop stands
 * still: a hall does not wait for somebody to notice. `ready` is told the address of each start. Throws when the server cannot
 * start, or dies again and again.
 */
export async function supervise(given: Supervised): Promise<void> {
  const crashes: number[] = [];
  while (!given.stop.aborted) {
    const restarted = crashes.length > 0;
    const code = await runOnce(given, (url) => given.ready(url, restarted));
    if (given.stop.aborted || code === 0) return;
    if (code === cannotStart && !restarted) throw new Error("The server did not start.");
    crashes.push(Date.now());
    if (crashes.filter((at) => at > Date.now() - 60_000).length > mostCrashesAMinute)
      throw new Error("The server dies again and again; the log above says why.");
    await wait(200 * crashes.length, undefined, { signal: given.stop }).catch(() => {});
  }
}

/** One life of the server; answers its exit code, 1 for a signal. */
function runOnce(given: Supervised, ready: (url: string) => void): Promise<number> {
  const { orders, stop, server = new URL("./serve.ts", import.meta.url), silentSeconds = patienceSeconds } = given;
  // Who takes over the server finds no way there to become the tables' owner
  const { DATABASE_OWNER_URL: _, ...env } = process.env;
  const child: ChildProcess = fork(server, { execArgv: ["--import", "tsx"], env });
  const end = () => child.kill("SIGTERM");
  stop.addEventListener("abort", end, { once: true });
  let watch: ReturnType<typeof setInterval> | undefined;
  // Counted by this process's own turns: a machine that slept, or is held back as a whole, is not the server's fault
  let silent = 0;
  child.on("message", (message: ServerMessage) => {
    silent = 0;
    if (!("url" in message)) return;
    ready(message.url);
    // The dev server may stand at a breakpoint
    if (!orders.dev) watch = setInterval(() => ++silent === silentSeconds && kill(child, silentSeconds), 1000);
  });
  child.send(orders);
  return new Promise((done) => {
    child.once("error", () => done(1));
    child.once("exit", (code) => {
      clearInterval(watch);
      stop.removeEventListener("abort", end);
      done(code ?? 1);
    });
  });
}

function kill(child: ChildProcess, seconds: number): void {
  process.stderr.write(`The server has said nothing for ${seconds} seconds; it is ended and started again.\n`);
  child.kill("SIGKILL");
}
