import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { recuse } from "~/commands/scoring/recuse.ts";
import { openListener } from "~/services/live/listener.ts";
import { connect } from "~db/client.ts";
import { databaseAnswers } from "~db/queries/operations.ts";
import { makeHeat } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { debianProgram } from "~db/testing/debian.ts";
import { startPgBouncer } from "~db/testing/pgbouncer.ts";
import { freePort } from "./free-port.ts";

const database = testDatabase();
const pgbouncer = await debianProgram("pgbouncer");
const systemd = await debianProgram("systemd-analyze");
const compose = await debianProgram("docker-compose");
const folder = "docs/deploy";
let place = "";

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "contest-deploy-"));
  await chmod(place, 0o755);
});
afterAll(() => rm(place, { recursive: true, force: true }));

const read = async (name: string) => await readFile(join(folder, name), "utf8");

async function yamlOf(name: string) {
  const all = parseAllDocuments(await read(name), { strict: true, uniqueKeys: true });
  expect([...all].flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([]);
  return [...all].map((each) => each.toJS());
}

test("the compose file names services, volumes and secrets that are there, and gives the owner's address to the migration alone", async () => {
  const [{ services, volumes, secrets }] = await yamlOf("compose.yaml");
  for (const service of Object.values<Record<string, unknown>>(services)) {
    for (const name of Object.keys((service.depends_on as object) ?? {})) expect(services).toHaveProperty(name);
    for (const volume of (service.volumes as string[]) ?? [])
      expect(volumes).toHaveProperty(volume.split(":")[0] ?? "");
    for (const secret of (service.secrets as string[]) ?? []) expect(secrets).toHaveProperty(secret);
  }
  expect(services.migrate.env_file).toContain("owner.env");
  expect(services.desk.env_file).not.toContain("owner.env");
  const file = join(folder, services.migrate.build.context, services.migrate.build.dockerfile);
  expect(existsSync(file)).toBe(true);
});

test.skipIf(compose.lacking)(
  `Compose itself takes the compose file, and would say what it does not${compose.lacking}`,
  async () => {
    const project = join(place, "compose", "docs/deploy");
    await mkdir(project, { recursive: true });
    // What stands beside it where it is used
    for (const name of ["settings.env", "owner.env", "postgres-password"]) await writeFile(join(project, name), "");
    const check = async (words: string) => {
      await writeFile(join(project, "compose.yaml"), words);
      return await promisify(execFile)(compose.path, ["--file", join(project, "compose.yaml"), "config", "--quiet"], {
        env: { ...process.env, ...compose.env },
      }).then(
        ({ stderr }) => stderr,
        ({ stderr }: { stderr: string }) => stderr,
      );
    };
    const words = await read("compose.yaml");
    expect(await check(words)).toBe("");
    expect(await check(words.replace("read_only:", "read_once:"))).toContain("read_once");
    expect(await check(words.replace("- data:/data", "- nowhere:/data"))).toContain("nowhere");
  },
);

test("the Kubernetes manifest has a cluster and its pooler, which knows prepared statements", async () => {
  const [cluster, pooler] = await yamlOf("cloudnativepg.yaml");
  expect([cluster.kind, pooler.kind]).toEqual(["Cluster", "Pooler"]);
  expect(pooler.spec.cluster.name).toBe(cluster.metadata.name);
  expect(pooler.spec.pgbouncer.poolMode).toBe("transaction");
  expect(Number(pooler.spec.pgbouncer.parameters.max_prepared_statements)).toBeGreaterThan(0);
});

test.each(["contest-desk.service", "contest-desk-migrate.service"])("%s is a unit, and shut in", async (name) => {
  const lines = (await read(name)).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  expect(lines.filter((line) => !/^(\[(Unit|Service|Install)\]|[A-Z]\w+=.*)$/.test(line))).toEqual([]);
  for (const wall of ["NoNewPrivileges=true", "ProtectSystem=strict", "PrivateTmp=true", "CapabilityBoundingSet="])
    expect(lines).toContain(wall);
  const owner = lines.includes("EnvironmentFile=/etc/contest-desk/owner");
  expect(owner).toBe(name.includes("migrate"));
});

test("the server's unit leaves what processes that render pages need: their sockets, and to let others go first", async () => {
  const lines = (await read("contest-desk.service")).split("\n");
  const filters = lines.filter((line) => line.startsWith("SystemCallFilter="));
  // Later lines add to earlier ones; what is refused kills nobody
  expect(filters.indexOf("SystemCallFilter=setpriority")).toBeGreaterThan(
    filters.findIndex((line) => line.includes("@resources")),
  );
  expect(lines).toContain("SystemCallErrorNumber=EPERM");
  expect(lines.find((line) => line.startsWith("RestrictAddressFamilies="))).toContain("AF_UNIX");
});

/** What systemd has to say of the units that lie there, which may call for any of its own. */
async function verified(units: string): Promise<string> {
  // Where systemd is not installed its own units lie beside its program
  const theirs = resolve(systemd.path, "../../lib/systemd/system");
  const files = (await readdir(units)).map((name) => join(units, name));
  const env = { ...process.env, ...systemd.env, SYSTEMD_UNIT_PATH: `${units}:${theirs}` };
  const { stderr } = await promisify(execFile)(
    systemd.path,
    ["verify", "--man=no", "--recursive-errors=no", ...files],
    { env },
  );
  return stderr;
}

test.skipIf(systemd.lacking)(
  `systemd itself takes the units, and would say what it does not${systemd.lacking}`,
  async () => {
    const units = join(place, "units");
    await mkdir(units);
    // A program that is surely there
    for (const name of ["contest-desk.service", "contest-desk-migrate.service"])
      await writeFile(join(units, name), (await read(name)).replaceAll("/usr/bin/npm", process.execPath));
    expect(await verified(units)).toBe("");
    const server = join(units, "contest-desk.service");
    await writeFile(server, (await readFile(server, "utf8")).replace("ProtectClock=true", "ProtectClocks=true"));
    await expect(verified(units)).rejects.toThrow("Unknown key 'ProtectClocks'");
  },
);

/** The address of PgBouncer before the test's database; two connections for all: whoever kept anything on one would meet somebody else's. */
async function pooledUrl(): Promise<string> {
  const given = { url: database.url, port: await freePort(), folder: place, connections: 2 };
  const { url, end } = await startPgBouncer(pgbouncer, given);
  // It would wait for its clients, who may be what failed
  onTestFinished(() => end("SIGKILL"));
  return url;
}

test.skipIf(pgbouncer.lacking)(
  `behind PgBouncer in transaction mode acts, transactions and prepared statements go on as before, and changes are heard on the direct way${pgbouncer.lacking}`,
  async () => {
    const url = await pooledUrl();
    const pooled = connect(url, { max: 12 });
    while (!(await databaseAnswers(pooled.db))) await wait(100);
    const heard: string[] = [];
    const listener = await openListener(database.url);
    listener.add({ heard: (channel, payload) => void heard.push(`${channel} ${payload}`) });
    const { round, seats, entries } = await makeHeat(pooled.db, { judges: 4, entries: 6 });
    const acts = seats.flatMap(({ actor }) =>
      entries.map(({ key }) => recuse({ db: pooled.db, actor }, { round: round.slug, entry: key, reason: "同事" })),
    );
    expect((await Promise.all(acts)).map(({ ok }) => ok)).toEqual(acts.map(() => true));
    const counts = await Promise.all(
      Array.from({ length: 60 }, () =>
        pooled.db.transaction().execute(async (trx) => {
          const { length } = await trx.selectFrom("recusals").select("id").where("roundId", "=", round.id).execute();
          const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
          return { length, pid: rows[0]?.pid };
        }),
      ),
    );
    expect(new Set(counts.map(({ length }) => length))).toEqual(new Set([acts.length]));
    expect(new Set(counts.map(({ pid }) => pid)).size).toBeLessThanOrEqual(2);
    await expect.poll(() => heard).toContain(`round_changed ${round.id}`);
    await listener.close();
    await pooled.end();
  },
);
