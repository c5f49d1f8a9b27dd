import { wipeRehearsalHere } from "~/commands/heats/wipe-rehearsal.ts";
import { rotateDataKey } from "~/commands/operations/rotate-data-key.ts";
import { demoFactorKey } from "~/rules/accounts/second-factor.ts";
import { readEnv } from "~/services/env.ts";
import { openFileStore } from "~/services/files/open-file-store.ts";
import { s3SettingsOf } from "~/services/files/s3-settings.ts";
import { withOperatorDatabase } from "~/services/operator-database.ts";
import { unlockVault, vault, vaultKeysOf } from "~/services/vault/vault.ts";
import { CliRefusal, print, printProgress } from "./words.ts";

export async function migrateDatabase(): Promise<void> {
  await withOperatorDatabase(async ({ applied }) => {
    for (const name of applied) print(`applied ${name}`);
    if (applied.length === 0) printProgress("the database is at the newest migration already");
  });
}

export async function seedDatabase(): Promise<void> {
  const { seedDemo } = await import("~db/seed/main.ts");
  unlockVault(await vaultKeysOf(readEnv()));
  const env = readEnv();
  const files = await openFileStore({ DATA_DIR: env.DATA_DIR, s3: s3SettingsOf(env) });
  const keep = (id: string, bytes: Uint8Array) => files.put(id, bytes);
  const seeded = await withOperatorDatabase(({ database: { db } }) => seedDemo(db, new Date(), keep));
  if (!seeded) throw new CliRefusal("the database holds an edition already: only an empty one is seeded");
  print("seeded the demo edition");
  print(`its organizer and supervisor sign results with the authenticator key ${demoFactorKey}`);
}

export async function rotatePersonalDataKey(): Promise<void> {
  unlockVault(await vaultKeysOf(readEnv()));
  const outcome = await withOperatorDatabase(({ database: { db }, signal }) => rotateDataKey(db, vault(), { signal }));
  if (!outcome.ok) {
    const names = outcome.error.names.map((name) => `"${name}"`).join(", ");
    throw new CliRefusal(
      `numbers are sealed under ${names}, which PERSONAL_DATA_KEYS does not hold: nothing was changed`,
    );
  }
  const { keyName, resealed, left } = outcome;
  if (left > 0)
    throw new CliRefusal(
      `sealed ${resealed} numbers under "${keyName}", and ${left} more lie under older keys: a server that seals with ` +
        "one still runs; restart every instance, begin again, and take no key out before",
    );
  print(`sealed ${resealed} numbers under "${keyName}"; older keys can be taken out`);
}

export async function wipeRehearsalOf(slug: string): Promise<void> {
  const outcome = await withOperatorDatabase(({ database: { db } }) => wipeRehearsalHere(db, slug));
  if (!outcome.ok)
    throw new CliRefusal(
      outcome.error.type === "unknown-round" ? `there is no round ${slug}` : `round ${slug} is no rehearsal`,
    );
  print(`wiped ${slug}`);
}
