import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { connect, type Database } from "../../db/client.ts";
import { type Embedded, embeddedPostgres } from "../../db/embedded.ts";
import { embeddedReplica } from "../../db/testing/replica.ts";
import { openTcpSwitch } from "../../db/testing/tcp-switch.ts";
import { findWrongs, type JudgedSheet, makeChaosHeat, scoreHeat, wrongStandings, wrongTrail } from "./heat.ts";
import { Instance, killPostgres } from "./judges.ts";
import { lookOnce, watchOutages } from "./outages.ts";

/**
 * Heats are scored over HTTP by two instances with a primary and its synchronous replica. In each heat the replica is killed
 * and comes back, then the primary is killed and the replica made the primary, at whose address the product finds it (a
 * switch stands for a virtual IP or HAProxy). At the end of each what was acknowledged is held against the database: sheets,
 * trail, standings, sessions. Exit code 1 when anything is wrong.
 */
const failovers = Number(process.env.CHAOS_FAILOVERS ?? 3);
const port = Number(process.env.CHAOS_PORT ?? 3270);
const folder = ".data/failover";
const size = { judges: 7, entries: 20 };
const sheetsOfHeat = size.judges * size.entries;
const homes = [`${folder}/a`, `${folder}/b`] as const;

interface Server {
  home: string;
  /** Keeps it from being stopped when this process leaves it, as nobody here is to start it again. */
  admin: Database;
  url: string;
}

for (const home of homes) await stopAt(home);
await rm(folder, { recursive: true, force: true });
let primary = await serverOf(homes[0], await embeddedPostgres(homes[0]));
await primary.admin.sql`create database contest`;
let replica = await addReplica(homes[1]);
const ways = { primary: await openTcpSwitch(portOf(primary)), replica: await openTcpSwitch(portOf(replica)) };
const environment = {
  DATABASE_URL: urlBy(ways.primary.port),
  DATABASE_REPLICA_URL: urlBy(ways.replica.port),
  AUTH_SECRET: randomBytes(32).toString("hex"),
  PERSONAL_DATA_KEYS: `chaos:${randomBytes(32).toString("base64")}`,
  PERSONAL_DATA_INDEX_KEY: randomBytes(32).toString("hex"),
  BUNDLE_SIGNING_KEY: randomBytes(32).toString("hex"),
};
const instances = [port, port + 1].map((each) => new Instance(each, `${folder}/data`, environment));
for (const instance of instances) await instance.start();
const urls = instances.map(({ url }) => url);

const tablets = watchOutages(urls);
const visitors = watchOutages(urls, lookOnce);
const happened = (fault: string) => {
  for (const each of [tablets, visitors]) each.happened(fault, null);
};
const wrongs: string[] = [];
let acknowledged = 0;
let again = 0;
/** How long PostgreSQL itself took for each, in milliseconds. */
const promotions: number[] = [];
try {
  for (let turn = 0; turn < failovers; turn++) {
    const sheets: JudgedSheet[] = [];
    const reached = (count: number) => untilTrue(() => sheets.length >= count);
    const given = { baseUrl: urls[0] ?? "", secret: environment.AUTH_SECRET, size };
    const heat = await makeChaosHeat(contestOf(primary), given);
    if (heat.cookies[0]) tablets.signIn(heat.cookies[0]);
    const failed = new AbortController();
    const faults = async () => {
      await reached(sheetsOfHeat / 4);
      await killReplica();
      await reached(sheetsOfHeat / 2);
      await failOver();
    };
    await Promise.all([
      scoreHeat(heat, urls, { signal: failed.signal, taken: (sheet) => void sheets.push(sheet) }),
      faults().catch((error: unknown) => {
        failed.abort(error);
        throw error;
      }),
    ]);
    const database = connect(contestOf(primary));
    wrongs.push(...(await findWrongs(database, heat.round.id, sheets)));
    wrongs.push(...(await wrongStandings(database, heat.round.id, sheets)));
    await database.end();
    for (const cookie of heat.cookies) {
      const { status } = await fetch(`${urls[0]}/judge`, { headers: { cookie }, redirect: "manual" });
      if (status !== 200) wrongs.push(`a judge who was signed in is answered ${status}`);
    }
    acknowledged += sheets.length;
    again += sheets.filter(({ tries }) => tries > 1).length;
    // What was the primary is copied anew from the one that is it now
    if (turn < failovers - 1) {
      await rm(replica.home, { recursive: true, force: true });
      replica = await addReplica(replica.home);
      ways.replica.turn(portOf(replica));
    }
  }
  const trail = await wrongTrail({ ...environment, DATA_DIR: `${folder}/data` });
  printLine(`audit verify: ${trail.said}`);
  wrongs.push(...trail.wrongs);
} finally {
  await tablets.stop();
  await visitors.stop();
  for (const instance of instances) await instance.stop();
  for (const { admin } of [primary, replica]) await admin.end().catch(() => {});
  for (const home of homes) await stopAt(home);
  for (const way of Object.values(ways)) await way.close();
}
for (const [who, outages] of [["tablets", tablets] as const, ["visitors", visitors] as const])
  for (const line of outages.lines()) printLine(`${who}: ${line}`);
printLine(
  `of that PostgreSQL took for the promotions: ${promotions.map((ms) => `${(ms / 1000).toFixed(1)} s`).join(", ")}`,
);
printLine(`acknowledged: ${acknowledged} sheets in ${failovers} heats, ${again} of them sent more than once`);
for (const wrong of wrongs) printLine(`WRONG  ${wrong}`);
printLine(
  wrongs.length === 0
    ? "failover: nothing lost, nothing doubled, the trail whole, standings equal, everybody still signed in"
    : `failover: ${wrongs.length} wrong`,
);
process.exit(wrongs.length === 0 ? 0 : 1);

async function serverOf(home: string, embedded: Embedded): Promise<Server> {
  const admin = connect(embedded.url("postgres"), { max: 1 });
  await admin.sql`select 1`;
  await embedded.leave();
  return { home, admin, url: embedded.url("postgres") };
}

/** Stops the PostgreSQL that an earlier run, or this one, left in the folder. */
async function stopAt(home: string): Promise<void> {
  if (existsSync(`${home}/cluster/PG_VERSION`)) await embeddedPostgres(home).then((left) => left.leave());
}

/** A replica in that folder, without which the primary acknowledges nothing from then on. */
async function addReplica(home: string): Promise<Server> {
  const name = `replica_${randomBytes(4).toString("hex")}`;
  const from = primary;
  const embedded = await embeddedReplica({ url: () => from.url }, { from: from.home, to: home, name });
  await from.admin.sql.unsafe(`alter system set synchronous_standby_names = '${name}'`);
  await from.admin.sql`select pg_reload_conf()`;
  return await serverOf(home, embedded);
}

/** The replica dies, and is back once visitors have been answered without it. */
async function killReplica(): Promise<void> {
  happened("the replica killed");
  await killPostgres(replica.home);
  await replica.admin.end().catch(() => {});
  for (let look = 0; look < 10; look++) {
    // Who waits too long is counted among the outages
    const status = await lookOnce(urls[look % urls.length] ?? "", null).then(
      (answer) => answer.status,
      () => null,
    );
    if (status !== null && status !== 200) wrongs.push(`a visitor was answered ${status} while the replica was away`);
  }
  replica = await serverOf(replica.home, await embeddedPostgres(replica.home, { port: String(portOf(replica)) }));
  // Before it follows again, nothing may be lost
  await untilTrue(async () => {
    const followers = await primary.admin.sql`select from pg_stat_replication where sync_state = 'sync'`;
    return followers.length > 0;
  });
}

/** The primary dies in the middle of everything; the replica takes its place and its address. */
async function failOver(): Promise<void> {
  happened("the primary killed, the replica promoted");
  await killPostgres(primary.home);
  // Whoever still had something to say is not heard any more
  ways.primary.turn(null);
  const dead = primary;
  const asked = performance.now();
  await replica.admin.sql`select pg_promote()`;
  promotions.push(performance.now() - asked);
  primary = replica;
  replica = dead;
  ways.primary.turn(portOf(primary));
  await dead.admin.end().catch(() => {});
}

async function untilTrue(is: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await is())) await wait(5);
}

function portOf({ url }: Pick<Server, "url">): number {
  return Number(new URL(url).port);
}

function contestOf({ url }: Server): string {
  return url.replace(/\/postgres$/, "/contest");
}

function urlBy(way: number): string {
  return contestOf(primary).replace(/:\d+\//, `:${way}/`);
}

function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
