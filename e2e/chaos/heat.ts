import { execFile } from "node:child_process";
import { randomInt, randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { standings } from "../../app/rules/standings/scoring.ts";
import { createAuth } from "../../app/services/auth/auth.ts";
import { connect, type Database } from "../../db/client.ts";
import { findBundledInputs } from "../../db/queries/releases/signed-tables.ts";
import { findStandings } from "../../db/queries/standings/standings.ts";
import { makeEdition, makeHeat } from "../../db/seed/factories/heats.ts";
import { cookieOf } from "../load/judges.ts";
import { type Acknowledged, type SheetTask, scoreSheet } from "./judges.ts";

export interface HeatSize {
  judges: number;
  entries: number;
  /** How long a judge rests after each sheet; not at all where nothing is said. */
  pauseMs?: number;
}

/** A sheet that was acknowledged to that judge. */
export type JudgedSheet = Acknowledged & { judge: string };

type ChaosHeat = Awaited<ReturnType<typeof makeChaosHeat>>;

/** A heat that is being judged, with the cookies of its judges and of somebody at the desk. */
export async function makeChaosHeat(
  databaseUrl: string,
  { baseUrl, secret, size: { judges, entries } }: { baseUrl: string; secret: string; size: HeatSize },
) {
  const database = connect(databaseUrl);
  try {
    const auth = createAuth({ db: database.db, baseUrl, secret });
    const { edition } = await makeEdition(database.db, { slug: `chaos-${randomUUID().slice(0, 8)}` });
    const heat = await makeHeat(database.db, { editionId: edition.id, judges, entries });
    const slug = `chaos-${heat.round.id}`;
    await database.sql`update rounds set slug = ${slug} where id = ${heat.round.id}`;
    const cookies = await Promise.all(heat.seats.map((seat) => cookieOf(auth, seat.actor.id)));
    const staff = `staff-${slug}`;
    await database.db
      .insertInto("users")
      .values({ id: staff, name: "何姗", email: `${staff}@example.org`, emailVerified: true })
      .execute();
    await database.db
      .insertInto("roleGrants")
      .values({ userId: staff, role: "conductor", editionId: edition.id })
      .execute();
    return { ...heat, round: { ...heat.round, slug }, cookies, staffCookie: await cookieOf(auth, staff) };
  } finally {
    await database.end().catch(() => {});
  }
}

/** The judges score each project, all at once, each at that pace. */
export async function scoreHeat(
  heat: ChaosHeat,
  urls: readonly string[],
  { signal, taken, pauseMs = 0 }: { signal: AbortSignal; taken: (sheet: JudgedSheet) => void; pauseMs?: number },
): Promise<void> {
  await Promise.all(
    heat.seats.map(async ({ key: judge }, seat) => {
      for (const { key: entry } of heat.entries) {
        const marks = heat.criteria.map(({ key, max }) => [key, String(randomInt(0, max / 100 + 1))] as const);
        const task: SheetTask = {
          round: heat.round.slug,
          entry,
          cookie: heat.cookies[seat] ?? "",
          key: randomUUID(),
          marks: Object.fromEntries(marks),
        };
        taken({ ...(await scoreSheet(task, urls, signal)), judge });
        if (pauseMs > 0) await wait(pauseMs);
      }
    }),
  );
}

/** Setting the stage may be hit by a kill as anything may; what is half made is nobody's. */
export async function untilItWorks<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === 30) throw error;
      await wait(500);
    }
  }
}

/**
 * What the database holds of the round against what was acknowledged, in words; nothing when all is well: every
 * acknowledged sheet is there once with its marks, none more is there, and each has its audit entry, once.
 */
export async function findWrongs(
  { sql }: Database,
  roundId: number,
  acknowledged: readonly JudgedSheet[],
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

/** The standings that the database computes against the rule book's of what was acknowledged. */
export async function wrongStandings(
  { db }: Database,
  roundId: number,
  sheets: readonly JudgedSheet[],
): Promise<string[]> {
  const [found] = await findStandings(db, [roundId]);
  if (!found) return ["a round without standings"];
  const inputs = await findBundledInputs(db, roundId);
  const given = sheets.map(({ task, judge }) => ({
    entry: task.entry,
    judge,
    marks: Object.fromEntries(Object.entries(task.marks).map(([key, mark]) => [key, Math.round(Number(mark) * 100)])),
  }));
  const due = standings({ ...inputs, rule: found.rule, sheets: given });
  return JSON.stringify(due) === JSON.stringify(found.standings) ? [] : ["the standings are not those of the sheets"];
}

/** What `contest audit verify` says in that environment, and where it finds harm. */
export async function wrongTrail(environment: Record<string, string>): Promise<{ said: string; wrongs: string[] }> {
  // Tests have one of their own, which is no address
  const env = { ...process.env, BASE_URL: undefined, ...environment };
  return await promisify(execFile)(process.execPath, ["app/launch.mjs", "cli", "audit", "verify"], { env }).then(
    ({ stdout }) => ({ said: stdout.split("\n")[0] ?? "", wrongs: [] }),
    (error: { stderr?: string; message: string }) => ({
      said: "harm",
      wrongs: [`audit verify: ${error.stderr || error.message}`],
    }),
  );
}
