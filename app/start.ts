import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { demoFactorKey } from "~/rules/accounts/second-factor.ts";
import { trailKeysOf } from "~/services/audit/trail-keys.ts";
import { s3SettingsOf } from "~/services/files/s3-store.ts";
import { precompress } from "~/services/http/precompress.ts";
import { bringUpToDate, isNew } from "~/services/operations/database-level.ts";
import { bundleKeyOf } from "~/services/vault/bundle-key.ts";
import { loadOrCreateSecret } from "~/services/vault/stored-secret.ts";
import { unlockVault, vaultKeysOf } from "~/services/vault/vault.ts";
import { connect, type Db } from "~db/client.ts";
import { type Embedded, embeddedPostgres } from "~db/embedded.ts";
import { fillSearchColumns } from "~db/queries/screening/application-history.ts";
import { seedDemo } from "~db/seed/main.ts";
import { type Env, isForThisMachine, readEnv, type Settings } from "./services/env.ts";
import { openFileStore } from "./services/files/open-file-store.ts";
import { supervise } from "./supervise.ts";

/** `npm start` and `npm run dev`: builds where needed, brings the database up, serves, and takes all of it down again. */
async function main(): Promise<void> {
  const dev = process.argv.includes("--dev");
  process.env.NODE_ENV = dev ? "development" : "production";
  const env = readEnv();
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop.abort());
  let embedded: Embedded | undefined;
  try {
    if (!env.DATABASE_URL) {
      embedded = await embeddedPostgres(join(env.DATA_DIR, "postgres"));
      await embedded.ensureDatabase("contest");
    }
    const settings = await settingsOf(env, embedded);
    unlockVault(settings.vault);
    const ownerUrl = env.DATABASE_OWNER_URL ?? embedded?.url() ?? settings.directUrl;
    await withDatabase(ownerUrl, async (db) => {
      const applied = await bringUpToDate(db, { ownerUrl, runtimeUrl: settings.databaseUrl });
      if (isNew(applied)) await trailKeysOf(settings).noted?.forget();
    });
    const filled = withDatabase(ownerUrl, (db) => fillDatabase(db, settings, Boolean(embedded)));
    const [buildDirectory] = await Promise.all([dev ? "" : productionBuild(), filled]);
    await supervise({
      orders: { settings, dev, buildDirectory },
      workers: dev ? 1 : env.WORKERS === "auto" ? availableParallelism() : env.WORKERS,
      stop: stop.signal,
      ready: (url, restarted) => (restarted ? printLine(`The server is back: ${url}`) : announce(url, settings)),
    });
  } finally {
    await embedded?.leave();
  }
}

async function settingsOf(env: Env, embedded: Embedded | undefined): Promise<Settings> {
  const {
    DATABASE_URL,
    DATABASE_DIRECT_URL,
    DATABASE_OWNER_URL: _owner,
    AUTH_SECRET,
    BASE_URL,
    PERSONAL_DATA_KEYS: _,
    PERSONAL_DATA_INDEX_KEY: __,
    BUNDLE_SIGNING_KEY: ___,
    ...rest
  } = env;
  if (DATABASE_URL && !AUTH_SECRET) {
    throw new Error("AUTH_SECRET is missing: with DATABASE_URL set, give at least 32 random characters.");
  }
  const databaseUrl = DATABASE_URL ?? (await embedded?.runtimeUrl()) ?? "";
  return {
    ...rest,
    databaseUrl,
    directUrl: DATABASE_DIRECT_URL ?? databaseUrl,
    authSecret: AUTH_SECRET ?? (await loadOrCreateSecret(join(env.DATA_DIR, "auth-secret"))),
    vault: await vaultKeysOf(env),
    bundleKey: await bundleKeyOf(env),
    s3: s3SettingsOf(env),
    baseUrl: BASE_URL ?? `http://localhost:${env.PORT}`,
    demo: embedded !== undefined && isForThisMachine(env),
  };
}

async function withDatabase(url: string, work: (db: Db) => Promise<unknown>): Promise<void> {
  const { db, end } = connect(url, { max: 4 });
  try {
    await work(db);
  } finally {
    await end();
  }
}

async function fillDatabase(db: Db, settings: Settings, seedWhenEmpty: boolean): Promise<void> {
  const keep = (id: string, bytes: Uint8Array) => openFileStore(settings).put(id, bytes);
  if (seedWhenEmpty) await seedDemo(db, new Date(), keep);
  await fillSearchColumns(db);
}

/** The folder of the production build of the sources as they stand: made once for each state of them, and kept for a week. */
async function productionBuild(): Promise<string> {
  const directory = join("build", (await digestOfSources()).slice(0, 16));
  const done = join(directory, "done");
  if (!existsSync(done)) {
    printLine("Building …");
    await run("node_modules/.bin/remix", ["vite:build", "--logLevel", "error"], { BUILD_DIRECTORY: directory });
    await precompress(join(directory, "client"));
    await writeFile(done, "");
  }
  await removeOldBuilds(directory);
  return directory;
}

async function removeOldBuilds(current: string): Promise<void> {
  const weekAgo = Date.now() - 7 * 24 * 3600 * 1000;
  for (const name of await readdir("build")) {
    const folder = join("build", name);
    if (folder !== current && (await stat(folder)).mtimeMs < weekAgo)
      await rm(folder, { recursive: true, force: true });
  }
}

async function digestOfSources(): Promise<string> {
  const hash = createHash("sha256");
  const files = ["package-lock.json", "vite.config.ts", "remix.config.js", "tsconfig.json"];
  for (const folder of ["app", "db", "public"]) {
    const found = await readdir(folder, { recursive: true, withFileTypes: true });
    files.push(...found.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name)));
  }
  for (const file of files.sort())
    hash
      .update(`${file}\0`)
      .update(await readFile(file))
      .update("\0");
  return hash.digest("hex");
}

function run(command: string, args: string[], env: Record<string, string>): Promise<void> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "inherit"] });
    child.once("error", fail);
    child.once("exit", (code) =>
      code === 0 ? done() : fail(new Error(`${command} ${args.join(" ")} ended with ${code}`)),
    );
  });
}

function announce(url: string, settings: Settings): void {
  printLine(`凤栖吴兴 contest desk: ${url}`);
  if (settings.demo) {
    printLine(
      "Demo sign-ins: open /sign-in and choose a person with one click; mail that would be sent is at /outbox.",
    );
    printLine(
      `Supervisor and organizer sign results with a second factor: its codes are at /outbox, its key is ${demoFactorKey}.`,
    );
  }
}

function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    if (process.env.LOG_LEVEL === "debug") console.error(error);
    process.exit(1);
  },
);
