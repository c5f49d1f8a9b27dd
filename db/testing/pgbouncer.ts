import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DebianProgram } from "./debian.ts";

/** A PgBouncer of our own settings (docs/deploy/pgbouncer.ini). */
export interface PgBouncer {
  /** The address of the database by way of it. */
  url: string;
  start(): void;
  /** Ends it: by SIGINT, as its unit does, once running transactions have ended, by SIGKILL at once. */
  end(signal: "SIGINT" | "SIGKILL"): Promise<void>;
}

/** Starts one on that port before the database at `url`, with so many connections to it; its file lies in `folder`. */
export async function startPgBouncer(
  program: DebianProgram,
  { url, port, folder, connections }: { url: string; port: number; folder: string; connections: number },
): Promise<PgBouncer> {
  const { hostname, port: behind, username, password, pathname } = new URL(url);
  const credentials = `user=${username}${password ? ` password=${decodeURIComponent(password)}` : ""}`;
  const settings = (await readFile("docs/deploy/pgbouncer.ini", "utf8"))
    .replace(/^contest = .*$/m, `contest = host=${hostname} port=${behind} dbname=${pathname.slice(1)} ${credentials}`)
    .replace("listen_port = 6432", `listen_port = ${port}`)
    .replace(/^auth_type = .*$/m, "auth_type = any")
    .replace(/^auth_file = .*$/m, "")
    .replace(/^default_pool_size = .*$/m, `default_pool_size = ${connections}\nunix_socket_dir =`);
  const file = join(folder, "pgbouncer.ini");
  await writeFile(file, settings);
  // It refuses to be root
  const nobody = process.getuid?.() === 0 ? ["-u", "nobody"] : [];
  let child: ChildProcess;
  const start = () => {
    child = spawn(program.path, [...nobody, file], { stdio: "ignore", env: { ...process.env, ...program.env } });
  };
  start();
  return {
    url: `postgres://${username}@127.0.0.1:${port}/contest`,
    start,
    end: async (signal) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill(signal);
      await gone;
    },
  };
}
