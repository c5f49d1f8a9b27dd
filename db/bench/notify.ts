import { openListener } from "~/services/live/listener.ts";
import { connect, type Database } from "../client.ts";
import { onBenchDatabase } from "./database.ts";
import { printFigure } from "./measure.ts";
import { insertRound, trimmedMean } from "./rounds.ts";

const writers = 200;
const turns = 5;
const milliseconds = 2_000;
const ours = "announce_round_change";
const notifying = "bench_notify";

/**
 * What it costs 200 writers at once, each transaction one entry of the trail, that who follows a round hears of it, while two
 * instances listen: by the rows that these ask for, and by NOTIFY in the same trigger, both against writers of whom nobody
 * hears, in turn. PostgreSQL lets transactions that notify commit one at a time.
 */
export async function benchNotify(): Promise<void> {
  await onBenchDatabase(async (database, url) => {
    const rounds: number[] = [];
    for (let at = 0; at < 10; at++)
      rounds.push(await insertRound(database.db, { entries: 1, judges: 1, rule: trimmedMean }));
    await database.sql.unsafe(`
      create function ${notifying}() returns trigger language plpgsql as
        'begin perform pg_notify(''bench'', round_id::text) from (select distinct round_id from added) changed; return null; end';
      create trigger ${notifying} after insert on audit_entries referencing new table as added
        for each statement execute function ${notifying}()`);
    const pool = connect(url, { max: writers });
    const listeners = await Promise.all([openListener(url), openListener(url)]);
    let heard = 0;
    for (const each of listeners) each.add({ heard: () => heard++, waits: () => true });
    await pool.sql.listen("bench", () => {});
    const commitsBy = async (trigger: string | null) => {
      await leaveTrigger(database, trigger);
      return await commits(pool.sql, rounds);
    };
    try {
      await commitsBy(null);
      const measured = [];
      for (let turn = 0; turn < turns; turn++) {
        const none = await commitsBy(null);
        heard = 0;
        measured.push({ none, rows: await commitsBy(ours), notify: await commitsBy(notifying) });
        if (heard === 0) throw new Error("no instance has heard of anything");
      }
      for (const way of ["rows", "notify"] as const) {
        measured.sort((one, other) => one[way] / one.none - other[way] / other.none);
        const median = measured[Math.floor(turns / 2)];
        if (!median) throw new Error("nothing was measured");
        const all = measured.map((each) => percent(each[way] / each.none)).join(", ");
        printFigure(
          `${writers} writers heard of by ${way}: ${median[way].toFixed(0)} commits/s; of by nobody: ${median.none.toFixed(0)}/s; ${percent(median[way] / median.none)} (all: ${all})`,
        );
      }
    } finally {
      await Promise.all(listeners.map((each) => each.close()));
      await pool.end();
    }
  });
}

/** Leaves on of the two triggers that tell of an entry that one alone. */
async function leaveTrigger({ sql }: Database, trigger: string | null): Promise<void> {
  for (const each of [ours, notifying])
    await sql.unsafe(`alter table audit_entries ${each === trigger ? "enable" : "disable"} trigger ${each}`);
}

/** Transactions that were committed a second, by all writers together. */
async function commits(sql: Database["sql"], rounds: number[]): Promise<number> {
  const started = performance.now();
  let done = 0;
  const write = async (writer: number) => {
    const round = rounds[writer % rounds.length] ?? 0;
    while (performance.now() - started < milliseconds) {
      await sql`insert into audit_entries (command, round_id, facts) values ('bench', ${round}, '{}')`;
      done++;
    }
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  return done / ((performance.now() - started) / 1000);
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(0)} %`;
}
