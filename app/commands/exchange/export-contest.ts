import { now } from "~/services/clock.ts";
import { isFree, writeContestFolder } from "~/services/exchange/write-folder.ts";
import type { Db } from "~db/client.ts";
import {
  existsPanel,
  existsTieVote,
  readConsistently,
  streamEntries,
  streamMarks,
} from "~db/queries/exchange/exported.ts";
import { findPanel } from "~db/queries/rounds/panels.ts";
import { findRound } from "~db/queries/rounds/rounds.ts";
import { findRubric } from "~db/queries/rounds/rubrics.ts";
import { findLaterInputs } from "~db/queries/standings/later-inputs.ts";
import { findRule } from "~db/queries/standings/rules.ts";

export type ExportRefusal = { type: "unknown-round" } | { type: "no-rule" } | { type: "folder-in-use" };

/**
 * Writes a round (no rehearsal: that has nothing real) as a contest folder that imports to the same standings. The panel's recorded votes have no place in
 * one: `votesLost` says that there were some. Changes nothing in the database, so it is no `command()`.
 */
export async function exportContest(
  db: Db,
  slug: string,
  folder: string,
): Promise<{ ok: true; votesLost: boolean } | { ok: false; error: ExportRefusal }> {
  if (!(await isFree(folder))) return { ok: false, error: { type: "folder-in-use" } };
  return await readConsistently(db, async (then) => {
    const round = await findRound(then, slug);
    if (!round || round.rehearsalOfId !== null) return { ok: false, error: { type: "unknown-round" } };
    const criteria = await findRubric(then, round.id);
    const rule = await findRule(then, round.id);
    if (!rule || criteria.length === 0) return { ok: false, error: { type: "no-rule" } };
    const panel = await findPanel(then, round.id, now());
    const { parts = [], hall = [], adjustments = [], revisions = [] } = await findLaterInputs(then, round.id);
    await writeContestFolder(folder, {
      slug,
      title: round.title,
      criteria,
      rule,
      judges: panel.filter((member) => member.removedAt === null),
      entries: streamEntries(then, round.id),
      marks: streamMarks(then, round.id),
      parts,
      hall,
      adjustments,
      revisions,
      hasPanels: await existsPanel(then, round.id),
    });
    return { ok: true, votesLost: rule.ties.includes("vote") && (await existsTieVote(then, round.id)) };
  });
}
