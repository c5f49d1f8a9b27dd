import type { AppLoadContext } from "@remix-run/node";
import { overtimePenalty, overtimeTenths, readStoredOvertime } from "~/rules/editions/overtime-table.ts";
import { pitchOvertimes } from "~/rules/stage/overtime.ts";
import type { Round } from "~db/queries/rounds/rounds.ts";
import { findDecidedOvertimes } from "~db/queries/scoring/judged-inputs.ts";
import { findAllSteps } from "~db/queries/stage/stage.ts";

/** A pitch that ran beyond its time, and what the edition's table takes off for it: a proposal, which a person decides on. */
export interface OpenOvertime {
  /** The number of the step that began the pitch. */
  seq: number;
  entry: string;
  /** So much over, in tenths of a second. */
  tenths: number;
  /** Hundredths, taken off. */
  points: number;
  article: string;
}

type Db = AppLoadContext["db"];
type Timed = Pick<Round, "id" | "pitchMinutes" | "defenceMinutes" | "overtime">;

/** The overtimes that nobody has decided about. Two queries; none where the edition has no table. */
export async function findOpenOvertimes(db: Db, round: Timed): Promise<OpenOvertime[]> {
  const table = readStoredOvertime(round.overtime);
  if (!table) return [];
  const decided = await findDecidedOvertimes(db, round.id);
  return pitchOvertimes(await findAllSteps(db, round.id), round).flatMap(({ seq, entry, overMs }) => {
    const points = decided.has(seq) ? null : overtimePenalty(table, overMs);
    return points === null ? [] : [{ seq, entry, tenths: overtimeTenths(overMs), points, article: table.article }];
  });
}

export async function findOpenOvertime(db: Db, round: Timed, seq: number): Promise<OpenOvertime | undefined> {
  return (await findOpenOvertimes(db, round)).find((each) => each.seq === seq);
}
