import { type Conduct, conductOf } from "~/rules/conduct.ts";
import { rankedPrizes } from "~/rules/reveal.ts";
import { type StageView, stageView } from "~/rules/stage-view.ts";
import { visibleNow } from "~/rules/visible.ts";
import type { Db } from "~db/client.ts";
import { findStageDraw } from "~db/queries/draws.ts";
import { findStage, type StageRow } from "~db/queries/stage.ts";
import { findAllSteps } from "~db/queries/stage-steps.ts";
import { liveStandings } from "../live-standings.ts";

/** How the heat stands, for those who conduct it, with what the stage screens show of it. */
export interface StagePicture {
  row: StageRow;
  conduct: Conduct;
  view: StageView;
}

/** The round's stage as it is now; null when there is no such round. Two queries, and what the draw's or the standings' screens need. */
export async function stagePicture(db: Db, roundId: number): Promise<StagePicture | null> {
  const [row, steps] = await Promise.all([findStage(db, roundId), findAllSteps(db, roundId)]);
  if (!row) return null;
  const conduct = conductOf(steps, row);
  const { slug, title, titleEn, city, cityEn, warnSeconds } = row;
  const rehearsal = row.rehearsalOfId !== null;
  const visible = visibleNow({
    ...{ state: row.state, kind: row.kind, imported: row.origin === "import", rehearsal },
    ...{ complete: row.complete, opened: conduct.opened },
    ...{ scoresOnStage: row.scoresOnStage, scoreboardOnStage: row.scoreboardOnStage, freezeAfter: row.freezeAfter },
    release: row.releaseState && { state: row.releaseState },
    screen: conduct.screen,
  }).stage;
  const scored = visible.score !== null || visible.scoreboard !== null || visible.reveal !== null;
  const live = scored ? await liveStandings(db, roundId) : null;
  const view = stageView({
    ...{ conduct, visible, entries: row.entries },
    draw: visible.draw ? await findStageDraw(db, roundId) : null,
    round: { slug, title, titleEn, city, cityEn, warnSeconds, rehearsal },
    freezes: row.freezeAfter !== null && conduct.opened.length > row.freezeAfter,
    standings: live?.standings.standings ?? null,
    board: live?.board ?? null,
    prizes: rankedPrizes(row.prizes, row.kind === "final" ? "final" : "heat"),
  });
  return { row, conduct, view };
}
