import { liveStandings } from "~/reads/standings/live-standings.ts";
import { type Conduct, conductOf } from "~/rules/stage/conduct.ts";
import { type ConductedEntry, type RevealCue, revealCues } from "~/rules/stage/conduct-next.ts";
import { rankedPrizes, revealSteps } from "~/rules/stage/reveal.ts";
import type { Db } from "~db/client.ts";
import { findRoundRevision } from "~db/queries/audit/audit.ts";
import { findSheetCounts } from "~db/queries/scoring/sheets.ts";
import { findAllSteps, findStage } from "~db/queries/stage/stage.ts";
import type { RoundPicture } from "./pictures.ts";

/** What those who conduct follow: the round's picture with all that the next step hangs on. Nothing in it is a score. */
export interface ConductPicture extends RoundPicture {
  conduct: Conduct;
  entries: ConductedEntry[];
  scoresOnStage: boolean;
  scoreboardOnStage: boolean;
  /** After so many projects no further score is shown before the ceremony; null: never. */
  freezeAfter: number | null;
  defenceMinutes: number;
  /** The ceremony's steps, without names; null until the round is closed. */
  cues: RevealCue[] | null;
}

/** The round as those who conduct it see it; null when there is none. Four queries, and the standings once it is closed. */
export async function conductPicture(db: Db, roundId: number): Promise<ConductPicture | null> {
  // The revision first, as in roundPicture
  const revision = await findRoundRevision(db, roundId);
  const [row, steps, counts] = await Promise.all([
    findStage(db, roundId),
    findAllSteps(db, roundId),
    findSheetCounts(db, roundId),
  ]);
  if (!row) return null;
  const { state, warnSeconds, scoresOnStage, scoreboardOnStage, freezeAfter, defenceMinutes } = row;
  const standings = state === "closed" ? (await liveStandings(db, roundId))?.standings.standings : undefined;
  const prizes = rankedPrizes(row.prizes, row.kind === "final" ? "final" : "heat");
  return {
    ...{ revision, state, warnSeconds, scoresOnStage, scoreboardOnStage, freezeAfter, defenceMinutes },
    conduct: conductOf(steps, row),
    entries: row.entries.map((entry) => ({
      ...entry,
      ...(counts.get(entry.key) ?? { asked: 0, submitted: 0, recused: 0 }),
    })),
    cues: standings ? revealCues(revealSteps(standings, prizes), standings) : null,
  };
}

/** The same as one line of JSON. */
export async function conductLine(db: Db, roundId: number): Promise<string | null> {
  const picture = await conductPicture(db, roundId);
  return picture && JSON.stringify(picture);
}
