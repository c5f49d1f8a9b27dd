import type { Kysely } from "kysely";
import { announceAccessChanges, announceRoundChanges } from "./heat-day/announcements.ts";
import { guardDraws, keepDrawRecords, keepDraws } from "./heat-day/draws.ts";
import { addConductors, extendRounds, guardAttendance, keepAttendance } from "./heat-day/hall.ts";
import { guardRehearsals } from "./heat-day/rehearsals.ts";
import { guardKeptNotes, mendSheets } from "./heat-day/sheets.ts";
import { keepSignatures } from "./heat-day/signatures.ts";
import { guardOpenedScoring, keepStageSteps } from "./heat-day/stage.ts";
import { keepTablets } from "./heat-day/tablets.ts";

/**
 * Heat day: the hall's settings, sign-in and draw before everybody's eyes, the conductor's steps, the judges' tablets,
 * what becomes of a sheet that has to be mended, came late or was written on paper, signatures, and the rehearsal.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await addConductors(db);
  await extendRounds(db);
  await keepAttendance(db);
  await keepDraws(db);
  await guardAttendance(db);
  await guardDraws(db);
  await keepStageSteps(db);
  await guardOpenedScoring(db);
  await keepTablets(db);
  await mendSheets(db);
  await keepSignatures(db);
  await guardKeptNotes(db);
  await guardRehearsals(db);
  await keepDrawRecords(db);
  await announceRoundChanges(db);
  await announceAccessChanges(db);
}
