import { randomInt, randomUUID } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { createAuth } from "../../app/services/auth/auth.ts";
import { connect, type Database } from "../../db/client.ts";
import { embeddedPostgres } from "../../db/embedded.ts";
import { makeEdition, makeHeat } from "../../db/seed/factories/heats.ts";
import { cookieOf } from "../load/judges.ts";
import { type Acknowledged, Instance, killPostgres, type SheetTask, scoreSheet } from "./judges.ts";
import { watchOutages } from "./outages.ts";

/**
 * A heat is scored over HTTP while two instances of the product, single processes of theirs and their PostgreSQL are killed, and
 * processes hang, again and again; at the end what was acknowledged is held against the database, and how long nobody was answered
 * is said. Exit code 1 when a single sheet or audit entry is wrong.
 */
const kills = Number(process.env.CHAOS_KILLS ?? 10);
const faults = [
  "an instance killed",
  "PostgreSQL killed",
  "a server killed",
  "pages' process killed",
  "a server hung",
] as const;
type FaultKind = (typeof faults)[number];
const port = Number(process.env.CHAOS_PORT ?? 3270);
const folder = ".data/chaos";
const judges = 7;
const entries = 20;

await embeddedPostgres(`${folder}/postgres`).then((left) => left.leave());
await rm(folder, { recursive: true, force: true });
const instances = [new Instance(port, folder), new Instance(port + 1, folder)];
// One after the other: the first makes the database
for (const instance of instances) await instance.start();
const secret = (await readFile(`${folder}/auth-secret`, "utf8")).trim();

const happened = new Map<FaultKind, number>(faults.map((fault) => [fault, 0]));
const least = () => Math.min(...happened.values());
const outages = watchOutages(instances.map(({ url }) => url));
const acknowledged: (Acknowledged & { judge: string })[] = [];
const rounds: number[] = [];
let done = false;
const failed = new AbortController();

const killing = killAllTheTime();
const wrongs: string[] = [];
try {
  // A heat after the other, until each fault has come often enough and the last heat is whole
  while (least() < kills || rounds.length === 0) await scoreHeat();
} finally {
  done = true;
  await killing;
  await outages.stop();
}
const server = await embeddedPostgres(`${folder}/postgres`);
const database = connect(server.url());
for (const round of rounds)
  wrongs.push(
    ...(await findWrongs(
      database,
      round,
      acknowledged.filter(({ task }) => task.round === `chaos-${round}`),
    )),
  );
await database.end();
for (const instance of instances) await instance.stop();
await server.leave();

const again = acknowledged.filter(({ tries }) => tries > 1).length;
for (const line of outages.lines()) printLine(line);
printLine(
  `acknowledged: ${acknowledged.length} sheets in ${rounds.length} heats, ${again} of them sent more than once`,
);
for (const wrong of wrongs) printLine(`WRONG  ${wrong}`);
printLine(
  wrongs.length === 0 ? "chaos: nothing lost, nothing doubled, nothing missing" : `chaos: ${wrongs.length} wrong`,
);
process.exit(wrongs.length === 0 ? 0 : 1);

/** Seven judges score twenty projects each, all at once. */
async function scoreHeat(): Promise<void> {
  const { heat, cookies } = await untilItWorks(makeChaosHeat);
  rounds.push(heat.round.id);
  if (cookies[0]) outages.signIn(cookies[0]);
  const urls = instances.map(({ url }) => url);
  await Promise.all(
    heat.seats.map(async ({ key: judge }, seat) => {
      for (const { key: entry } of heat.entries) {
        const marks = heat.criteria.map(({ key, max }) => [key, String(randomInt(0, max / 100 + 1))] as const);
        const task: SheetTask = {
          round: heat.round.slug,
          entry,
          cookie: cookies[seat] ?? "",
          key: randomUUID(),
          marks: Object.fromEntries(marks),
        };
        acknowledged.push({ ...(await scoreSheet(task, urls, failed.signal)), judge });
      }
    }),
  );
}

async function makeChaosHeat() {
  const server = await embeddedPostgres(`${folder}/postgres`);
  const database = connect(server.url());
  try {
    const auth = createAuth({ db: database.db, baseUrl: instances[0]?.url ?? "", secret });
    const { edition } = await makeEdition(database.db, { slug: `chaos-${randomUUID().slice(0, 8)}` });
    const heat = await makeHeat(database.db, { editionId: edition.id, judges, entries });
    const slug = `chaos-${heat.round.id}`;
    await database.sql`update rounds set slug = ${slug} where id = ${heat.round.id}`;
    const cookies = await Promise.all(heat.seats.map((seat) => cookieOf(auth, seat.actor.id)));
    return { heat: { ...heat, round: { ...heat.round, slug } }, cookies };
  } finally {
    await database.end().catch(() => {});
    await server.leave();
  }
}

/** Setting the stage may be hit by a kill as anything may; what is half made is nobody's. */
async function untilItWorks<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === 30) throw error;
      await wait(500);
    }
  }
}

/** One fault after the other, whichever came least often. */
async function killAllTheTime(): Promise<void> {
  while (!done) {
    await wait(500 + Math.random() * 2500);
    if (done) return;
    const due = faults.filter((fault) => happened.get(fault) === least());
    const fault = due[randomInt(due.length)] ?? "PostgreSQL killed";
    const instance = instances[randomInt(instances.length)] ?? instances[0];
    if (!instance) return;
    try {
      if (await doFault(fault, instance)) happened.set(fault, (happened.get(fault) ?? 0) + 1);
    } catch (error) {
      failed.abort(error);
      done = true;
    }
  }
}

/** False where there was nothing to be hit just then. */
async function doFault(fault: FaultKind, instance: Instance): Promise<boolean> {
  if (fault === "PostgreSQL killed") {
    outages.happened(fault, null);
    await killPostgres(folder);
    return true;
  }
  if (fault === "an instance killed") {
    outages.happened(fault, instance.url);
    await instance.killAndStart();
    return true;
  }
  const pid = await instance.processOf(fault === "pages' process killed" ? "pages" : "server");
  if (pid === undefined) return false;
  outages.happened(fault, instance.url);
  // What hangs is ended and replaced by the one that watches over it, half a minute later
  process.kill(pid, fault === "a server hung" ? "SIGSTOP" : "SIGKILL");
  return true;
}

function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/**
 * What the database holds of the round against what was acknowledged, in words; nothing when all is well: every
 * acknowledged sheet is there once with its marks, none more is there, and each has its audit entry, once.
 */
export async function findWrongs(
  { sql }: Database,
  roundId: number,
  acknowledged: readonly (Acknowledged & { judge: string })[],
): Promise<string[]> {
  const sheets = await sql<{ entry: string; judge: string; state: string; marks: Record<string, number> }[]>`
    select entries.key as entry, panel_members.key as judge, sheets.state,
      (select jsonb_object_agg(criteria.key, marks.mark) from marks join criteria on criteria.id = marks.criterion_id
        where marks.round_id = sheets.round_id and marks.sheet_id = sheets.id) as marks
    from sheets join entries on entries.id = sheets.entry_id join panel_members on panel_members.id = sheets.judge_id
    where sheets.round_id = ${roundId}`;
  const audited = await sql<{ entry: string; judge: string; times: number }[]>`
    select facts ->> 'entry' as entry, facts ->> 'judge' as judge, count(*)::int as times
    from audit_entries where round_id = ${roundId} and command = 'submit-sheet' group by 1, 2`;
  const nameOf = (each: { entry: string; judge: string }) => `${each.judge} on ${each.entry}`;
  const wrongs: string[] = [];
  const found = Map.groupBy(sheets, nameOf);
  const entries = new Map(audited.map((each) => [nameOf(each), each.times]));
  for (const { task, judge } of acknowledged) {
    const name = nameOf({ entry: task.entry, judge });
    const [sheet, ...more] = found.get(name) ?? [];
    if (!sheet) wrongs.push(`${name}: acknowledged and lost`);
    else if (more.length > 0) wrongs.push(`${name}: doubled`);
    else if (sheet.state !== "submitted") wrongs.push(`${name}: acknowledged, and ${sheet.state}`);
    else if (!sameMarks(sheet.marks, task.marks)) wrongs.push(`${name}: other marks than were acknowledged`);
    if (entries.get(name) !== 1) wrongs.push(`${name}: ${entries.get(name) ?? 0} audit entries`);
  }
  const known = new Set(acknowledged.map(({ task, judge }) => nameOf({ entry: task.entry, judge })));
  for (const name of [...found.keys(), ...entries.keys()])
    if (!known.has(name)) wrongs.push(`${name}: there, and acknowledged to nobody`);
  return wrongs;
}

function sameMarks(kept: Record<string, number>, given: Record<string, string>): boolean {
  const keys = Object.keys(given);
  return (
    Object.keys(kept).length === keys.length && keys.every((key) => kept[key] === Math.round(Number(given[key]) * 100))
  );
}
