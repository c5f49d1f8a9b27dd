import { overtimePenalty, overtimeTenths, readStoredOvertime } from "~/rules/editions/overtime-table.ts";
import type { PhaseLengths, TakenStep } from "~/rules/stage/conduct.ts";
import { pitchOvertimes } from "~/rules/stage/overtime.ts";
import type { Db } from "~db/client.ts";
import { findDecidedOvertimes } from "~db/queries/scoring/judged-inputs.ts";
import { findStepsByStage } from "~db/queries/stage/stage.ts";

/** A pitch that ran beyond its time, and what the edition's table takes off for it: a proposal, which a person decides on. */
export interface OpenOvertime {
  /** The number of the step that began the pitch, and whose stage it was taken on: "" where there is one. */
  seq: number;
  panel: string;
  entry: string;
  /** So much over, in tenths of a second. */
  tenths: number;
  /** Hundredths, taken off. */
  points: number;
  article: string;
}

type Stages = readonly { panel: string | null; steps: readonly TakenStep[] }[];

interface Timed extends PhaseLengths {
  id: number;
  /** The edition's table as the database has it. */
  overtime: unknown;
}

/**
 * The overtimes that nobody has decided about. One query for the steps where they are not given, and one where a pitch ran
 * over; none where the edition has no table.
 */
export async function findOpenOvertimes(db: Db, round: Timed, given?: Stages): Promise<OpenOvertime[]> {
  const table = readStoredOvertime(round.overtime);
  if (!table) return [];
  const stages = given ?? (await findStepsByStage(db, round.id));
  const over = stages.flatMap(({ panel, steps }) =>
    pitchOvertimes(steps, round).flatMap(({ seq, entry, overMs }): OpenOvertime[] => {
      const points = overtimePenalty(table, overMs);
      const { article } = table;
      const tenths = overtimeTenths(overMs);
      return points === null ? [] : [{ seq, panel: panel ?? "", entry, tenths, points, article }];
    }),
  );
  if (over.length === 0) return [];
  const decided = await findDecidedOvertimes(db, round.id);
  return over.filter(({ panel, seq }) => !decided.has(`${panel} ${seq}`));
}

/** The overtime of that pitch of the entry's, while nobody has decided about it. */
export async function findOpenOvertime(
  db: Db,
  round: Timed,
  pitch: { entry: string; seq: number },
): Promise<OpenOvertime | undefined> {
  return (await findOpenOvertimes(db, round)).find(({ entry, seq }) => entry === pitch.entry && seq === pitch.seq);
}
