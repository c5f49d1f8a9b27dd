import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** A server in a process of its own. */
export interface Served {
  url: string;
  stop(): Promise<void>;
}

/** The product as `npm start` runs it, on the data folder `.data/bench`. */
export async function startProduct(port: number): Promise<Served> {
  const child = start(["app/start.ts"], { PORT: String(port), DATA_DIR: ".data/bench", LOG_LEVEL: "warn" });
  return await served(child, `http://localhost:${port}`, "/api/ready");
}

/** A bare server from this folder; its arguments say what it answers. */
export async function startBare(port: number, args: string[]): Promise<Served> {
  const child = start(["e2e/load/bare-server.ts", String(port), ...args], {});
  return await served(child, `http://localhost:${port}`, "/");
}

function start(args: string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", ...args], {
    env: { ...process.env, NODE_ENV: "production", ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

async function served(child: ChildProcess, url: string, path: string): Promise<Served> {
  for (let tries = 0; ; tries++) {
    if (child.exitCode !== null) throw new Error(`${url} ended with ${child.exitCode}`);
    const up = await fetch(url + path).then(
      (answer) => answer.ok,
      () => false,
    );
    if (up) break;
    if (tries > 600) throw new Error(`${url} did not come up`);
    await new Promise((done) => setTimeout(done, 200));
  }
  return {
    url,
    stop: async () => {
      if (child.exitCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    },
  };
}
