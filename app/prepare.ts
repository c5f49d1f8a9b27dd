import { join } from "node:path";
import { demoFactorKey } from "~/rules/accounts/second-factor.ts";
import { trailKeysOf } from "~/services/audit/trail-keys.ts";
import { s3SettingsOf } from "~/services/files/s3-settings.ts";
import { bringUpToDate, isNew } from "~/services/operations/database-level.ts";
import { bundleKeyOf } from "~/services/vault/bundle-key.ts";
import { loadOrCreateSecret } from "~/services/vault/stored-secret.ts";
import { unlockVault, vaultKeysOf } from "~/services/vault/vault.ts";
import { connect, type Db } from "~db/client.ts";
import { type Embedded, embeddedPostgres } from "~db/embedded.ts";
import { existsEdition } from "~db/queries/editions/editions.ts";
import { fillSearchColumns } from "~db/queries/screening/search-columns.ts";
import { type Env, isForThisMachine, readEnv, type Settings } from "./services/env.ts";
import { openFileStore } from "./services/files/open-file-store.ts";

/** What the preparing process tells start.ts: that the embedded database in that folder is up, if it is that one; and what to serve with. */
export type Preparation =
  | { embedded: string }
  /** `greeting` are the lines to print once it serves, after the address. */
  | { settings: Settings; workers: number | "auto"; pages: number | "auto"; greeting: string[] };

/**
 * A process of its own that start.ts runs before it serves: checks the environment, brings the database up and to this release,
 * and ends, as all that it takes is needed once. It stays with the embedded database until start.ts has joined it and lets go.
 */
async function main(): Promise<void> {
  // Half a demo is none: what asks start.ts to end does not end this
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
  const released = new Promise((done) => process.once("disconnect", done));
  const env = readEnv();
  let embedded: Embedded | undefined;
  try {
    if (!env.DATABASE_URL) {
      const folder = join(env.DATA_DIR, "postgres");
      embedded = await embeddedPostgres(folder);
      await embedded.ensureDatabase("contest");
      tell({ embedded: folder });
    }
    const settings = await settingsOf(env, embedded);
    unlockVault(settings.vault);
    const ownerUrl = env.DATABASE_OWNER_URL ?? embedded?.url() ?? settings.directUrl;
    await withDatabase(ownerUrl, async (db) => {
      const applied = await bringUpToDate(db, { ownerUrl, runtimeUrl: settings.databaseUrl });
      if (isNew(applied)) await trailKeysOf(settings).noted?.forget();
      await fillDatabase(db, settings, Boolean(embedded));
    });
    tell({ settings, workers: env.WORKERS, pages: env.PAGE_WORKERS, greeting: greetingOf(settings) });
    await released;
  } finally {
    await embedded?.leave();
  }
}

function tell(preparation: Preparation): void {
  process.send?.(preparation);
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
  if (seedWhenEmpty && !(await existsEdition(db))) {
    const { seedDemo } = await import("~db/seed/main.ts");
    const files = await openFileStore(settings);
    await seedDemo(db, new Date(), (id, bytes) => files.put(id, bytes));
  }
  await fillSearchColumns(db);
}

function greetingOf({ demo }: Settings): string[] {
  if (!demo) return [];
  return [
    "Demo sign-ins: open /sign-in and choose a person with one click; mail that would be sent is at /outbox.",
    `Supervisor and organizer sign results with a second factor: its codes are at /outbox, its key is ${demoFactorKey}.`,
  ];
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    if (process.env.LOG_LEVEL === "debug") console.error(error);
    process.exit(1);
  },
);
