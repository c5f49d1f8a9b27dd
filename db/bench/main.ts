import type { Db } from "../client.ts";
import { findStandings } from "../queries/standings/standings.ts";
import { benchBundle } from "./bundle.ts";
import { benchCertificates } from "./certificates.ts";
import { onBenchDatabase } from "./database.ts";
import { benchExport } from "./export.ts";
import { benchFreshRounds } from "./fresh.ts";
import { benchImport } from "./import.ts";
import { benchMarks } from "./marks.ts";
import { type Comparison, compare, printFigure } from "./measure.ts";
import { benchNotify } from "./notify.ts";
import { insertRound, rules, standardScores, trimmedMean } from "./rounds.ts";

/** Every benchmark of the database by name; names on the command line choose among them and those of e2e/load. */
const benches: Record<string, () => Promise<void>> = {
  standings: benchStandings,
  "second-edition": benchSecondEdition,
  export: benchExport,
  bundle: benchBundle,
  certificates: benchCertificates,
  marks: benchMarks,
  fresh: benchFreshRounds,
  notify: benchNotify,
  import: async () => {
    const { marks, seconds, peakMegabytes, bareSeconds, ratio } = await benchImport();
    printFigure(
      `import of ${marks} marks in one folder: ${seconds.toFixed(1)} s, ${peakMegabytes.toFixed(0)} MB at its peak (aim 60 s, 1,000 MB)`,
    );
    printFigure(
      `COPY of the same file into a table without keys: ${bareSeconds.toFixed(1)} s; ratio ${ratio.toFixed(1)}`,
    );
  },
};

const requested = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (requested.length > 0 && !requested.includes(name)) continue;
  printFigure(`\n# ${name}`);
  await bench();
}

/**
 * Standings, computed and sent whole (criteria, dropped marks, ties), against the bare sum of the same marks of each entry.
 * Prints the medians of both in milliseconds and their ratio: a contest of 11,000 entries under four rules, alone in its
 * database, where the bare sum reads the whole table in one sweep; beside other rounds; one heat among many; and growth.
 */
export async function benchStandings(): Promise<void> {
  printFigure("standings, against: select entry_id, sum(mark) from marks join sheets … group by entry_id");
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
    const heat = rounds[15] ?? 0;
    const contest = rounds.at(-1) ?? 0;
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

/** Standard scores against the same round by the plain mean of its sheets: both by the product's own query. */
async function benchSecondEdition(): Promise<void> {
  printFigure("standings by standard scores, against: the same sheets by their plain mean");
  const sizes = [
    { name: "2,015 works × 5 sheets of 97 judges", entries: 2_015, judges: 97, perEntry: 5, times: 15 },
    { name: "12,229 works × 5 sheets of 590 judges", entries: 12_229, judges: 590, perEntry: 5, times: 5 },
    { name: "one heat, 20 × 7", entries: 20, judges: 7, perEntry: 7, times: 101 },
  ];
  for (const { name, times, ...size } of sizes) {
    await onBenchDatabase(async ({ db }) => {
      const plain = await insertRound(db, { ...size, rule: rules["mean of sheets"] });
      const scored = await insertRound(db, { ...size, rule: standardScores });
      const baseline = () => findStandings(db, [plain]);
      print(name, await compare(baseline, () => findStandings(db, [scored]), { times }));
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
  printFigure(`  ${name}: ${ours.toFixed(1)} ms against ${baseline.toFixed(1)} ms, ${ratio.toFixed(2)} ×`);
}
