import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { type Embedded, embeddedPostgres } from "../embedded.ts";

/**
 * A streaming replica in the folder `to` of the embedded PostgreSQL that runs in `from`, copied while that is used. `name` is
 * the slot's by which the primary holds back what it has not streamed yet, and what `synchronous_standby_names` may name.
 * `reach` is the primary's address as the replica knows it, where that is not the server's own.
 */
export async function embeddedReplica(
  primary: Pick<Embedded, "url">,
  { from, to, name, reach, settings = {} }: ReplicaPlace,
): Promise<Embedded> {
  const sql = postgres(primary.url("postgres"), { max: 1, onnotice: () => {} });
  const copy = join(to, "cluster");
  try {
    await sql`select pg_create_physical_replication_slot(${name}, true)`;
    await sql`select pg_backup_start(${name}, true)`;
    await copyFolder(join(from, "cluster"), copy);
    const [stopped] = await sql<{ label: string }[]>`
      select labelfile as label from pg_backup_stop(false)`;
    await writeFile(join(copy, "backup_label"), stopped?.label ?? "");
  } finally {
    await sql.end();
  }
  for (const file of ["password", "runtime-password"]) {
    const secret = await readFile(join(from, file), "utf8").catch(() => null);
    if (secret !== null) await writeFile(join(to, file), secret, { mode: 0o600 });
  }
  const { hostname, port, username, password } = new URL(reach ?? primary.url());
  const conninfo = `host=${hostname} port=${port} user=${username} password=${password} application_name=${name}`;
  await writeFile(join(copy, "standby.signal"), "");
  await writeFile(
    join(copy, "postgresql.auto.conf"),
    `primary_conninfo = '${conninfo}'\nprimary_slot_name = '${name}'\n`,
  );
  return await embeddedPostgres(to, settings);
}

interface ReplicaPlace {
  from: string;
  to: string;
  name: string;
  reach?: string;
  settings?: Record<string, string>;
}

/** What belongs to the running server alone. */
const isOwn = /^(postmaster\.(pid|opts)|postgresql\.auto\.conf|pg_wal|pg_replslot|pg_stat_tmp|pg_dynshmem|pg_notify)$/;

/** Files come and go meanwhile: what is gone was not needed. */
async function copyFolder(from: string, to: string, depth = 0): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    const own = depth === 0 && isOwn.test(entry.name);
    if (own && entry.isDirectory()) await mkdir(target, { mode: 0o700 });
    if (own) continue;
    if (entry.isDirectory()) await copyFolder(source, target, depth + 1);
    else
      await cp(source, target, { preserveTimestamps: true }).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
      });
  }
}
