import { sql } from "kysely";
import type { Db } from "../client.ts";
import { findStandings } from "../queries/standings.ts";
import { onBenchDatabase } from "./database.ts";
import { type Comparison, compare, say } from "./measure.ts";

const trimmedMean = { level: "sheet", method: "trimmed-mean", trim: 1, atLeast: 4 };
const rules = {
  "trimmed mean of sheets": trimmedMean,
  "mean of sheets": { level: "sheet", method: "mean", trim: 0, atLeast: 1 },
  "median of sheets": { level: "sheet", method: "median", trim: 0, atLeast: 1 },
  "trimmed mean of each criterion": { ...trimmedMean, level: "criterion" },
};

/**
 * Standings, computed and sent whole (criteria, dropped marks, ties), against the bare sum of the same marks of each entry.
 * Prints the medians of both in milliseconds and their ratio: a contest of 11,000 entries under four rules, alone in its
 * database, where the bare sum reads the whole table in one sweep; beside other rounds; one heat among many; and growth.
 */
export async function benchStandings(): Promise<void> {
  say("standings, against: select entry_id, sum(mark) from marks join sheets … group by entry_id");
  for (const [name, rule] of Object.entries(rules)) {
    await onBenchDatabase(async ({ db }) => {
      print(
        `11,000 × 4 × 5 alone, ${name}`,
        await measure(db, await insertRound(db, { entries: 11_000, judges: 4, rule }), 15),
      );
    });
  }
  await onBenchDatabase(async ({ db }) => {
    const rounds: number[] = [];
    const sizes = [...Array<number>(30).fill(20), ...Array<number>(5).fill(11_000)];
    for (const entries of sizes) {
      rounds.push(await insertRound(db, { entries, judges: entries === 20 ? 7 : 4, rule: trimmedMean }));
    }
    const [heat = 0, contest = 0] = [rounds[15], rounds.at(-1)];
    print("11,000 × 4 × 5 beside other rounds, trimmed mean of sheets", await measure(db, contest, 15));
    print("one heat among others, 20 × 7 × 5, trimmed mean of sheets", await measure(db, heat, 101));
  });
  for (const entries of [500, 5_000, 50_000]) {
    await onBenchDatabase(async ({ db }) => {
      const round = await insertRound(db, { entries, judges: 4, rule: trimmedMean });
      const figures = await measure(db, round, entries > 10_000 ? 5 : 15);
      const marks = entries * 4 * 5;
      const each = ((figures.ours / marks) * 1000).toFixed(2);
      print(`growth: ${marks.toLocaleString("en")} marks, ${each} µs a mark`, figures);
    });
  }
}

async function measure(db: Db, round: number, times: number): Promise<Comparison> {
  const baseline = () =>
    db
      .selectFrom("marks")
      .innerJoin("sheets", "sheets.id", "marks.sheetId")
      .where("marks.roundId", "=", round)
      .groupBy("sheets.entryId")
      .select(["sheets.entryId", (eb) => eb.fn.sum("marks.mark").as("sum")])
      .execute();
  return await compare(baseline, () => findStandings(db, [round]), { times });
}

function print(name: string, { ours, baseline, ratio }: Comparison): void {
  say(`  ${name}: ${ours.toFixed(1)} ms against ${baseline.toFixed(1)} ms, ${ratio.toFixed(2)} ×`);
}

let made = 0;

/** A judged round with five criteria of 20 points in half points, every judge having handed in every sheet. */
async function insertRound(
  db: Db,
  { entries, judges, rule }: { entries: number; judges: number; rule: (typeof rules)[keyof typeof rules] },
): Promise<number> {
  const slug = `bench-${++made}`;
  const id = await db.transaction().execute(async (trx) => {
    await sql`select setseed(0.5)`.execute(trx);
    const edition = await trx
      .insertInto("editions")
      .values({ slug, title: slug })
      .returning("id")
      .executeTakeFirstOrThrow();
    const { id } = await trx
      .insertInto("rounds")
      .values({ editionId: edition.id, slug, kind: "heat", origin: "import", title: slug })
      .returning("id")
      .executeTakeFirstOrThrow();
    await sql`insert into criteria (round_id, key, label, position, max, step)
      select ${id}, 'c' || i, 'c' || i, i, 2000, 50 from generate_series(1, 5) i`.execute(trx);
    await sql`insert into rules (round_id, level, method, trim_high, trim_low, trim_at_least, missing,
        places_sheet, places_combined, places_points, places_total)
      values (${id}, ${rule.level}, ${rule.method}, ${rule.trim}, ${rule.trim}, ${rule.atLeast}, 'skip', 2, 2, 2, 2)`.execute(
      trx,
    );
    await sql`insert into tie_steps (round_id, position, step, criterion_id)
      select ${id}, ladder.place, ladder.step, (select id from criteria where ladder.step = 'criterion' and round_id = ${id} and position = 1)
      from unnest(array['untrimmed-mean', 'criterion', 'head-judge', 'highest-sheet']) with ordinality ladder (step, place)`.execute(
      trx,
    );
    await sql`insert into entries (round_id, key, title, running_order)
      select ${id}, i::text, '创业项目 ' || i, i from generate_series(1, ${entries}::integer) i`.execute(trx);
    await sql`insert into panel_members (round_id, key, name, head)
      select ${id}, 'J' || i, 'Judge', i = 1 from generate_series(1, ${judges}::integer) i`.execute(trx);
    await sql`insert into sheets (round_id, entry_id, judge_id, source)
      select ${id}, entries.id, panel_members.id, 'import' from entries join panel_members using (round_id)
      where round_id = ${id} order by entries.id, panel_members.id`.execute(trx);
    await sql`insert into marks (round_id, sheet_id, criterion_id, mark, max, step)
      select ${id}, sheets.id, criteria.id, (20 + floor(random() * 21)) * 50, 2000, 50
      from sheets join criteria using (round_id) where round_id = ${id} order by sheets.id, criteria.id`.execute(trx);
    await sql`update sheets set state = 'submitted', submitted_at = now() where round_id = ${id}`.execute(trx);
    return id;
  });
  await sql`vacuum analyze`.execute(db);
  return id;
}
