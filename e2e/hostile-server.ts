import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { expect } from "./stage.ts";

/** A server of its own: what is written there does not stand in the way of other tests. */
export class OwnServer {
  readonly url: string;
  readonly folder: string;
  private child: ChildProcess | undefined;

  constructor({ port, folder }: { port: number; folder: string }) {
    this.url = `http://localhost:${port}`;
    this.folder = folder;
  }

  async start(): Promise<void> {
    const env = { ...process.env, PORT: new URL(this.url).port, DATA_DIR: this.folder, LOG_LEVEL: "silent" };
    this.child = spawn(process.execPath, ["--import", "tsx", "e2e/fresh-server.ts"], { env, stdio: "ignore" });
    const ready = () =>
      fetch(`${this.url}/api/ready`).then(
        ({ status }) => status,
        () => 0,
      );
    await expect.poll(ready, { timeout: 150_000 }).toBe(200);
  }

  async stop(): Promise<void> {
    if (!this.child) return;
    const gone = once(this.child, "exit");
    this.child.kill("SIGTERM");
    await gone;
  }
}
