import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pageProcessesOf, serversOf } from "../processes.ts";
import { startArguments } from "../product.ts";

const processes = { WORKERS: "2", PAGE_WORKERS: "1" };

/** One instance of the product, as `npm start` runs it, which can be killed as by a pulled plug and comes back. */
export class Instance {
  readonly url: string;
  private child: ChildProcess | undefined;
  private readonly env: Record<string, string>;

  constructor(port: number, folder: string, environment: Record<string, string> = {}) {
    this.url = `http://localhost:${port}`;
    const own = {
      PORT: String(port),
      BASE_URL: this.url,
      DATA_DIR: folder,
      LOG_LEVEL: "silent",
      NODE_ENV: "production",
    };
    this.env = { ...own, ...processes, ...environment };
  }

  async start(): Promise<void> {
    const env = { ...process.env, ...this.env };
    this.child = spawn(process.execPath, startArguments, {
      env,
      stdio: ["ignore", "ignore", "inherit"],
      detached: true,
    });
    for (let tries = 0; tries < 900; tries++) {
      if (this.child.exitCode !== null) throw new Error(`${this.url} ended with ${this.child.exitCode}`);
      const ready = await fetch(`${this.url}/api/ready`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (ready) return;
      await wait(200);
    }
    throw new Error(`${this.url} did not come up`);
  }

  /** Kills it with all its processes, without a word, and starts it again. */
  async killAndStart(): Promise<void> {
    await this.signal("SIGKILL");
    await this.start();
  }

  /** One of its processes that serve, or that render pages, for a fault that the others outlive; undefined while there is none. */
  async processOf(kind: "server" | "pages"): Promise<number | undefined> {
    const found = await (kind === "server" ? serversOf : pageProcessesOf)(this.child?.pid).catch(() => []);
    return found[Math.floor(Math.random() * found.length)];
  }

  /** Those of its processes that serve. */
  async servers(): Promise<number[]> {
    return await serversOf(this.child?.pid);
  }

  async stop(): Promise<void> {
    await this.signal("SIGTERM");
  }

  private async signal(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    if (!this.child?.pid || this.child.exitCode !== null) return;
    const gone = once(this.child, "exit");
    // Its group: the server's process lies under the one that watches over it. A gentle end is passed on by that one
    process.kill(signal === "SIGKILL" ? -this.child.pid : this.child.pid, signal);
    await gone;
  }
}

/** Kills the first process of the PostgreSQL in that folder, and with it every other; whoever uses it has to start it again. */
export async function killPostgres(home: string): Promise<void> {
  const [pid] = (await readFile(join(home, "cluster/postmaster.pid"), "utf8").catch(() => "")).split("\n");
  if (!Number(pid)) return;
  try {
    process.kill(Number(pid), "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** One sheet to fill in and hand in, by the keys of its addresses, with the marks that the judge gives. */
export interface SheetTask {
  round: string;
  entry: string;
  cookie: string;
  marks: Record<string, string>;
  /** Stays the same however often the sheet is sent. */
  key: string;
}

export interface Acknowledged {
  task: SheetTask;
  /** How often it had to be sent until somebody said that it is there. */
  tries: number;
  /** How long that took, in milliseconds; its draft not counted. */
  took: number;
}

/**
 * A judge's tablet in a hall where everything fails: saves a draft of the first marks, then hands the whole sheet in, and
 * sends the same again, to whichever instance answers, until it is acknowledged. Throws when a server refuses what it must take.
 */
export async function scoreSheet(task: SheetTask, urls: readonly string[], signal: AbortSignal): Promise<Acknowledged> {
  const version = await saveDraft(task, urls, signal);
  // Half by the tablet's script, half by the page's form: each stays with its own, as a key stands for one and the same request
  const way = Math.random() < 0.5 ? { path: "/send", taken: 200 } : { path: "", taken: 303 };
  const begun = performance.now();
  for (let tries = 1; ; tries++) {
    signal.throwIfAborted();
    const form = formOf(task.marks, { intent: "submit", version: String(version), idempotencyKey: task.key });
    const answer = await post(pick(urls), `/judge/${task.round}/${task.entry}${way.path}`, form, task.cookie);
    if (answer?.status === way.taken) return { task, tries, took: performance.now() - begun };
    if (answer && answer.status < 500) throw new Error(`${task.entry}: handing in was answered ${answer.status}`);
    await wait(100 + Math.random() * 400);
  }
}

/** Answers the version that the server holds; a draft whose answer was lost is met again as a newer version of the same words. */
async function saveDraft(task: SheetTask, urls: readonly string[], signal: AbortSignal): Promise<number> {
  const [first] = Object.entries(task.marks);
  const form = formOf(first ? { [first[0]]: first[1] } : {}, { version: "0" });
  for (;;) {
    signal.throwIfAborted();
    const answer = await post(pick(urls), `/judge/${task.round}/${task.entry}/draft`, form, task.cookie);
    if (answer && answer.status < 500) {
      const said = JSON.parse(answer.body) as DraftAnswer;
      if (said.ok) return said.value.version;
      if (said.error.type === "stale-version" && said.error.stored) return said.error.stored.version;
      throw new Error(`${task.entry}: a draft was answered ${answer.status} ${answer.body}`);
    }
    await wait(100 + Math.random() * 400);
  }
}

type DraftAnswer =
  | { ok: true; value: { version: number } }
  | { ok: false; error: { type: string; stored?: { version: number } | null } };

function formOf(marks: Record<string, string>, rest: Record<string, string>): URLSearchParams {
  const form = new URLSearchParams({ note: "", ...rest });
  for (const [key, mark] of Object.entries(marks)) form.set(`mark.${key}`, mark);
  return form;
}

/** Null when no answer came: nobody knows what became of the request. */
async function post(url: string, path: string, body: URLSearchParams, cookie: string) {
  try {
    const answer = await fetch(url + path, {
      method: "POST",
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(25_000),
      headers: { cookie, origin: url },
    });
    return { status: answer.status, body: await answer.text() };
  } catch {
    return null;
  }
}

function pick(urls: readonly string[]): string {
  return urls[Math.floor(Math.random() * urls.length)] ?? "";
}
