import pg from "pg";
import { connect } from "../client.ts";
import { onBenchDatabase } from "./database.ts";
import { printFigure } from "./measure.ts";
import { insertRound, trimmedMean } from "./rounds.ts";

const writers = 200;
const pairs = 5;
const milliseconds = 2_000;

/**
 * What it costs commits that each tells the instances of its round: 200 writers at once, each transaction one entry of the
 * trail, with the trigger that notifies and without it, in turn, while two instances listen. PostgreSQL lets transactions
 * that notify commit one at a time.
 */
export async function benchNotify(): Promise<void> {
  await onBenchDatabase(async ({ db, sql }, url) => {
    const rounds = [];
    for (let at = 0; at < 10; at++) rounds.push(await insertRound(db, { entries: 1, judges: 1, rule: trimmedMean }));
    const pool = connect(url, { max: writers });
    const listeners = await Promise.all([listening(url), listening(url)]);
    const told = () => listeners.reduce((sum, { heard }) => sum + heard(), 0);
    const turn = async (trigger: "enable" | "disable") => {
      await sql.unsafe(`alter table audit_entries ${trigger} trigger announce_round_change`);
      const before = told();
      const perSecond = await commits(pool.sql, rounds);
      return { perSecond, told: told() - before };
    };
    try {
      await commits(pool.sql, rounds);
      const measured = [];
      for (let pair = 0; pair < pairs; pair++) {
        const quiet = await turn("disable");
        const telling = await turn("enable");
        if (quiet.told > 0 || telling.told === 0) throw new Error("the trigger was not what differed");
        measured.push({
          quiet: quiet.perSecond,
          telling: telling.perSecond,
          share: telling.perSecond / quiet.perSecond,
        });
      }
      measured.sort((one, other) => one.share - other.share);
      const { quiet = 0, telling = 0, share = 0 } = measured[Math.floor(pairs / 2)] ?? {};
      printFigure(
        `commits by ${writers} writers that tell of their round: ${telling.toFixed(0)}/s; that tell nothing: ${quiet.toFixed(0)}/s; ` +
          `${(share * 100).toFixed(0)} % (all: ${measured.map((each) => `${(each.share * 100).toFixed(0)} %`).join(", ")})`,
      );
    } finally {
      await Promise.all(listeners.map(({ end }) => end()));
      await pool.end();
    }
  });
}

/** As an instance of the product listens. */
async function listening(connectionString: string) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  let notices = 0;
  client.on("notification", () => notices++);
  await client.query("listen round_changed");
  return { heard: () => notices, end: () => client.end() };
}

/** Transactions that were committed a second, by all writers together. */
async function commits(sql: ReturnType<typeof connect>["sql"], rounds: number[]): Promise<number> {
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
