import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { freePort } from "../../app/testing/free-port.ts";
import { type Embedded, embeddedPostgres } from "../../db/embedded.ts";
import { debianProgram } from "../../db/testing/debian.ts";
import { type PgBouncer, startPgBouncer } from "../../db/testing/pgbouncer.ts";
import { mountSmallDisk, type SmallDisk, smallDiskLacking } from "../../db/testing/small-disk.ts";
import { switchBefore, type TcpSwitch } from "../../db/testing/tcp-switch.ts";
import { Instance } from "./judges.ts";

const exec = promisify(execFile);

/** Two instances, a network that can be pulled, PgBouncer, and PostgreSQL on a disk that can be filled. */
export interface Stage {
  instances: Instance[];
  environment: Record<string, string>;
  folder: string;
  /** Where PostgreSQL lies, and its address past everything that may fail. */
  home: string;
  postgres: Embedded;
  ways: TcpSwitch[];
  pooler: PgBouncer | null;
  /** Sets the first instance's clock, in seconds of difference. */
  setClock(seconds: number): Promise<void>;
  /** PostgreSQL's. */
  disk: SmallDisk | null;
  /** Why that is not to be had here; "" where it is. */
  lacking: { pooler: string; clock: string; disk: string };
  close(): Promise<void>;
}

export async function openStage(folder: string, port: number, megabytes = 400): Promise<Stage> {
  const home = resolve(folder, "postgres");
  await clear(home);
  await rm(folder, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  const noDisk = await smallDiskLacking();
  const disk = noDisk ? null : await mountSmallDisk(home, megabytes);
  const postgres = await embeddedPostgres(home, { min_wal_size: "32MB", max_wal_size: "64MB" });
  await postgres.ensureDatabase("contest");
  const pgbouncer = await debianProgram("pgbouncer");
  const faketime = await debianProgram("libfaketime");
  const place = await mkdtemp(join(tmpdir(), "contest-chaos-"));
  await exec("chmod", ["755", place]);
  const pooler = pgbouncer.lacking
    ? null
    : await startPgBouncer(pgbouncer, {
        url: postgres.url(),
        port: await freePort(),
        folder: place,
        connections: 20,
      });
  const direct = await switchBefore(postgres.url());
  const pooled = pooler && (await switchBefore(pooler.url));
  const environment = {
    DATABASE_URL: pooled?.url ?? direct.url,
    DATABASE_DIRECT_URL: direct.url,
    AUTH_SECRET: randomBytes(32).toString("hex"),
    PERSONAL_DATA_KEYS: `chaos:${randomBytes(32).toString("base64")}`,
    PERSONAL_DATA_INDEX_KEY: randomBytes(32).toString("hex"),
    BUNDLE_SIGNING_KEY: randomBytes(32).toString("hex"),
  };
  const clock = join(place, "clock");
  const setClock = (seconds: number) => writeFile(clock, `${seconds < 0 ? "" : "+"}${seconds}s\n`);
  await setClock(0);
  const stepped = {
    LD_PRELOAD: faketime.path,
    FAKETIME_TIMESTAMP_FILE: clock,
    FAKETIME_CACHE_DURATION: "1",
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
  };
  const instances = [port, port + 1].map(
    (each, at) =>
      new Instance(each, join(folder, "data"), { ...environment, ...(at === 0 && !faketime.lacking && stepped) }),
  );
  const stage: Stage = {
    instances,
    environment,
    folder,
    home,
    postgres,
    ways: pooled ? [direct, pooled] : [direct],
    pooler,
    setClock,
    disk,
    lacking: { pooler: pgbouncer.lacking, clock: faketime.lacking, disk: noDisk },
    close: async () => {
      for (const instance of instances) await instance.stop();
      for (const way of stage.ways) await way.close();
      await pooler?.end("SIGKILL");
      await postgres.leave();
      await disk?.unmount().catch(() => {});
      await rm(place, { recursive: true, force: true });
    },
  };
  try {
    // One after the other: the first makes the tables
    for (const instance of instances) await instance.start();
  } catch (error) {
    await stage.close();
    throw error;
  }
  return stage;
}

/** What an earlier run left there. */
async function clear(home: string): Promise<void> {
  await embeddedPostgres(home)
    .then((left) => left.leave())
    .catch(() => {});
  await exec("umount", [home]).catch(() => {});
}
