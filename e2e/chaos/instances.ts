import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** One instance of the product, as `npm start` runs it, which can be killed as by a pulled plug and comes back. */
export class Instance {
  readonly url: string;
  private child: ChildProcess | undefined;
  private readonly env: Record<string, string>;

  constructor(port: number, folder: string) {
    this.url = `http://localhost:${port}`;
    this.env = { PORT: String(port), DATA_DIR: folder, LOG_LEVEL: "silent", NODE_ENV: "production" };
  }

  async start(): Promise<void> {
    const env = { ...process.env, ...this.env };
    this.child = spawn(process.execPath, ["--import", "tsx", "app/start.ts"], { env, stdio: "ignore", detached: true });
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

/** Kills PostgreSQL's first process, and with it every other; whoever uses it has to start it again. */
export async function killPostgres(folder: string): Promise<void> {
  const [pid] = (await readFile(join(folder, "postgres/cluster/postmaster.pid"), "utf8").catch(() => "")).split("\n");
  if (!Number(pid)) return;
  try {
    process.kill(Number(pid), "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
