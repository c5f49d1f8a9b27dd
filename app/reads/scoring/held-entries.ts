import type { Kysely } from "kysely";
import { type Deliberation, type HeldEntry, heldEntries } from "~/rules/scoring/deliberation.ts";
import type { JudgedRound } from "~/rules/standings/judged-round.ts";
import { findBundledInputs } from "~db/queries/releases/signed-tables.ts";
import { findDeliberations, type StoredDeliberation } from "~db/queries/scoring/deliberations.ts";
import { findAllMissingSheets } from "~db/queries/scoring/score-table.ts";
import { findDeliberationSetting, findRule } from "~db/queries/standings/rules.ts";
import type { DB } from "~db/schema.ts";

/** What of a round is about conferring (复议). */
export interface RoundDeliberations {
  setting: Deliberation;
  judged: JudgedRound;
  /** Projects whose sheets are all in, too far apart, and on which nobody has conferred yet. */
  held: HeldEntry[];
  stored: StoredDeliberation[];
}

/** Null where the round has no such setting: one query then, otherwise seven. */
export async function roundDeliberations(db: Kysely<DB>, roundId: number): Promise<RoundDeliberations | null> {
  const setting = await findDeliberationSetting(db, roundId);
  const rule = setting && (await findRule(db, roundId));
  if (!rule) return null;
  const { judges, ...inputs } = await findBundledInputs(db, roundId);
  const judged = { ...inputs, judges: judges.map(({ name: _, ...judge }) => judge), rule };
  const stored = await findDeliberations(db, roundId);
  const lacking = new Set((await findAllMissingSheets(db, roundId)).map(({ entry }) => entry));
  const conferred = new Set(stored.map(({ entry }) => entry));
  const held = heldEntries(judged, setting).filter(({ entry }) => !lacking.has(entry) && !conferred.has(entry));
  return { setting, judged, held, stored };
}

/** The projects that keep a round's scoring from being ended: too far apart, or still conferred on. */
export async function unsettledEntries(db: Kysely<DB>, roundId: number): Promise<string[]> {
  const found = await roundDeliberations(db, roundId);
  if (!found) return [];
  const conferring = found.stored.filter(({ state }) => state !== "confirmed").map(({ entry }) => entry);
  return [...found.held.map(({ entry }) => entry), ...conferring];
}
