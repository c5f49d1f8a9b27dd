import { type ChildProcess, fork } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import type { Orders } from "./serve.ts";

/** Exit codes: 2 is the server's own word that it cannot start (a port in use, say); anything but 0 else is a crash. */
const cannotStart = 2;
const mostCrashesAMinute = 5;

/**
 * Runs the server in a process of its own until `stop` is aborted, and starts it again when it dies: a hall does not wait
 * for somebody to notice. `ready` is told the address of each start. Throws when the server cannot start, or dies
 * again and again.
 */
export async function supervise(given: {
  orders: Orders;
  stop: AbortSignal;
  ready: (url: string, restarted: boolean) => void;
}): Promise<void> {
  const crashes: number[] = [];
  while (!given.stop.aborted) {
    const restarted = crashes.length > 0;
    const code = await runOnce(given.orders, given.stop, (url) => given.ready(url, restarted));
    if (given.stop.aborted || code === 0) return;
    if (code === cannotStart && !restarted) throw new Error("The server did not start.");
    crashes.push(Date.now());
    if (crashes.filter((at) => at > Date.now() - 60_000).length > mostCrashesAMinute)
      throw new Error("The server dies again and again; the log above says why.");
    await wait(200 * crashes.length, undefined, { signal: given.stop }).catch(() => {});
  }
}

/** One life of the server; answers its exit code, 1 for a signal. */
function runOnce(orders: Orders, stop: AbortSignal, ready: (url: string) => void): Promise<number> {
  const child: ChildProcess = fork(new URL("./serve.ts", import.meta.url), { execArgv: ["--import", "tsx"] });
  const end = () => child.kill("SIGTERM");
  stop.addEventListener("abort", end, { once: true });
  child.once("message", (told: { url: string }) => ready(told.url));
  child.send(orders);
  return new Promise((done) => {
    child.once("error", () => done(1));
    child.once("exit", (code) => {
      stop.removeEventListener("abort", end);
      done(code ?? 1);
    });
  });
}
