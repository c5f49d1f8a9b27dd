import { type Conduct, conductOf } from "~/rules/conduct.ts";
import { type RevealStep, rankedPrizes, revealSteps } from "~/rules/reveal.ts";
import { type StageFacts, type StageView, stageView } from "~/rules/stage-view.ts";
import { visibleNow } from "~/rules/visible.ts";
import type { Db } from "~db/client.ts";
import { findStageDraw } from "~db/queries/draws.ts";
import { findStage, type StageRow } from "~db/queries/stage.ts";
import { findAllSteps } from "~db/queries/stage-steps.ts";
import { type LiveStandings, liveStandings } from "../live-standings.ts";

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
  const visible = visibleNow({
    ...{ state: row.state, kind: row.kind, imported: row.origin === "import", rehearsal: row.rehearsalOfId !== null },
    ...{ complete: row.complete, opened: conduct.opened },
    ...{ scoresOnStage: row.scoresOnStage, scoreboardOnStage: row.scoreboardOnStage, freezeAfter: row.freezeAfter },
    release: row.releaseState && { state: row.releaseState },
    screen: conduct.screen,
    notice: null,
  }).stage;
  const scored = visible.score !== null || visible.scoreboard !== null || visible.reveal !== null;
  const live = scored ? await liveStandings(db, roundId) : null;
  const draw = visible.draw ? await findStageDraw(db, roundId) : null;
  return { row, conduct, view: viewOf({ row, conduct, visible, live, draw }) };
}

/** One step of the ceremony as those see it who rehearse it by themselves: the real table, whatever the stage shows. */
interface CeremonyPicture {
  row: StageRow;
  view: StageView;
  /** The whole ceremony; empty while nobody has a rank. */
  steps: RevealStep[];
}

/**
 * The ceremony's picture at that step, as the stage would show it, whatever may be seen there now: for those alone who
 * may see scores. Null when there is no such round. Two queries, and the standings.
 */
export async function ceremonyPicture(db: Db, roundId: number, step: number): Promise<CeremonyPicture | null> {
  const [row, live] = await Promise.all([findStage(db, roundId), liveStandings(db, roundId)]);
  if (!row) return null;
  const steps = live ? revealSteps(live.standings.standings, prizesOf(row)) : [];
  const conduct: Conduct = { ...conductOf([], row), screen: { name: "reveal", step } };
  const nothing = { programme: false, draw: false, score: null, scoreboard: null };
  const view = viewOf({ row, conduct, visible: { ...nothing, reveal: step }, live, draw: null });
  return { row, view, steps: steps.length > 1 ? steps : [] };
}

interface Parts extends Pick<StageFacts, "conduct" | "visible" | "draw"> {
  row: StageRow;
  live: LiveStandings | null;
}

function viewOf({ row, live, ...parts }: Parts): StageView {
  const { slug, title, titleEn, city, cityEn, warnSeconds } = row;
  return stageView({
    ...{ ...parts, entries: row.entries },
    round: { slug, title, titleEn, city, cityEn, warnSeconds, rehearsal: row.rehearsalOfId !== null },
    freezes: row.freezeAfter !== null && parts.conduct.opened.length > row.freezeAfter,
    standings: live?.standings.standings ?? null,
    board: live?.board ?? null,
    prizes: prizesOf(row),
  });
}

function prizesOf({ prizes, kind }: StageRow) {
  return rankedPrizes(prizes, kind === "final" ? "final" : "heat");
}
