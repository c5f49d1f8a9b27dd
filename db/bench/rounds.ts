import { sql } from "kysely";
import type { Rule } from "~/rules/standings/rule.ts";
import type { Db } from "../client.ts";

export const trimmedMean = { level: "sheet", method: "trimmed-mean", trim: 1, atLeast: 4 };
const mean = { level: "sheet", method: "mean", trim: 0, atLeast: 1 };
export const rules = {
  "trimmed mean of sheets": trimmedMean,
  "mean of sheets": mean,
  "median of sheets": { level: "sheet", method: "median", trim: 0, atLeast: 1 },
  "trimmed mean of each criterion": { ...trimmedMean, level: "criterion" },
};

/** Standard scores, as 网评 knows them. */
export const standardScores = {
  ...mean,
  settings: { normalise: { method: "standard-score", mean: 50, sd: 10 }, places: { normalised: 2 } } as const,
};

interface BenchRound {
  entries: number;
  judges: number;
  /** So many judges judge an entry; left out: all of them. */
  perEntry?: number;
  rule: (typeof rules)[keyof typeof rules] & { settings?: Partial<Rule> };
  /** Whether PostgreSQL looks at the tables afterwards, as autovacuum does in time; it does unless told. */
  analyse?: boolean;
}

let made = 0;

/** A judged round with five criteria of 20 points in half points, every sheet handed in. */
export async function insertRound(
  db: Db,
  { entries, judges, perEntry = judges, rule, analyse = true }: BenchRound,
): Promise<number> {
  const slug = `bench-${++made}`;
  const id = await db.transaction().execute(async (trx) => {
    await sql`select setseed(0.5)`.execute(trx);
    const edition = await trx
      .insertInto("editions")
      .values({ slug, title: slug, state: "archived" })
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
        places_sheet, places_combined, places_points, places_total, settings)
      values (${id}, ${rule.level}, ${rule.method}, ${rule.trim}, ${rule.trim}, ${rule.atLeast}, 'skip', 2, 2, 2, 2,
        ${rule.settings ? JSON.stringify(rule.settings) : null}::text::jsonb)`.execute(trx);
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
      where round_id = ${id}
        and (entries.running_order * 7 + substr(panel_members.key, 2)::integer) % ${judges}::integer < ${perEntry}::integer
      order by entries.id, panel_members.id`.execute(trx);
    await sql`insert into marks (round_id, sheet_id, criterion_id, mark, max, step)
      select ${id}, sheets.id, criteria.id, (20 + floor(random() * 21)) * 50, 2000, 50
      from sheets join criteria using (round_id) where round_id = ${id} order by sheets.id, criteria.id`.execute(trx);
    await sql`update sheets set state = 'submitted', submitted_at = now() where round_id = ${id}`.execute(trx);
    return id;
  });
  if (analyse) await sql`vacuum analyze`.execute(db);
  return id;
}
