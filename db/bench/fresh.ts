import type { Db } from "../client.ts";
import { findBundledInputs, findTableSheets } from "../queries/releases/signed-tables.ts";
import { findScoreTable } from "../queries/scoring/score-table.ts";
import { findStandings } from "../queries/standings/standings.ts";
import { onBenchDatabase } from "./database.ts";
import { compare, printFigure } from "./measure.ts";
import { insertRound, standardScores, trimmedMean } from "./rounds.ts";

/**
 * A round as it is when its last sheet has come in: in a database that nobody has analysed, against the same round in one that
 * is vacuumed and analysed, in turn.
 */
export async function benchFreshRounds(): Promise<void> {
  for (const entries of [20, 100, 500]) {
    await onBenchDatabase(async ({ db: known }) => {
      await onBenchDatabase(
        async ({ db: unknown }) => {
          const size = { entries, judges: 7 };
          const plain = await insertRound(unknown, { ...size, rule: trimmedMean, analyse: false });
          const scored = await insertRound(unknown, { ...size, rule: standardScores, analyse: false });
          await insertRound(known, { ...size, rule: trimmedMean });
          await insertRound(known, { ...size, rule: standardScores });
          const asked: Record<string, (db: Db) => Promise<unknown>> = {
            standings: (db) => findStandings(db, [plain]),
            "standings by standard scores": (db) => findStandings(db, [scored]),
            "score table": (db) => findScoreTable(db, plain),
            "sheets of a release": (db) => findTableSheets(db, plain),
            "inputs of a bundle": (db) => findBundledInputs(db, plain),
          };
          for (const [name, ask] of Object.entries(asked)) {
            const times = entries > 100 ? 15 : 41;
            const { ours, baseline, ratio } = await compare(
              () => ask(known),
              () => ask(unknown),
              { times },
            );
            printFigure(
              `  ${entries} × 7, ${name}: ${ours.toFixed(1)} ms, analysed ${baseline.toFixed(1)} ms, ${ratio.toFixed(2)} ×`,
            );
          }
        },
        { fresh: true },
      );
    });
  }
}
