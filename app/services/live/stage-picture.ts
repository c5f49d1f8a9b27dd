import { rankedPrizes } from "~/rules/awards/prizes.ts";
import { type Visible, visibleNow } from "~/rules/releases/visible.ts";
import type { RoundState } from "~/rules/rounds/round.ts";
import { type Conduct, conductOf } from "~/rules/stage/conduct.ts";
import { type ConductedEntry, type RevealCue, revealCues } from "~/rules/stage/conduct-next.ts";
import { firstPage } from "~/rules/stage/paging.ts";
import { type RevealStep, revealSteps } from "~/rules/stage/reveal.ts";
import { type StageEntry, type StageFacts, type StageView, stageView } from "~/rules/stage/stage-view.ts";
import { conductOfAll, entriesOnStage, stageOfPanel } from "~/rules/stage/stages.ts";
import type { Standing } from "~/rules/standings/standing.ts";
import type { Db } from "~db/client.ts";
import { findRoundRevision } from "~db/queries/audit/audit.ts";
import { findStageDraw } from "~db/queries/heats/draws.ts";
import { findPublishedTable } from "~db/queries/releases/signed-tables.ts";
import { findSheetCounts } from "~db/queries/scoring/sheets.ts";
import { findAllTablets } from "~db/queries/scoring/tablets.ts";
import { findStage, findStepsByStage, type StageRow } from "~db/queries/stage/stage.ts";
import { now } from "../clock.ts";
import { liveStandings } from "./live-standings.ts";
import { findOpenOvertimes, type OpenOvertime } from "./overtimes.ts";

/** How the heat stands, for those who conduct it, with what the stage screens show of it. */
export interface StagePicture {
  row: StageRow;
  conduct: Conduct;
  view: StageView;
}

/**
 * The round's stage as it is now, of several that of the panel `asked` (null: the first); null when there is no such round or
 * stage. Two queries, and what the draw's or the standings' screens need.
 */
export async function stagePicture(db: Db, roundId: number, asked: string | null = null): Promise<StagePicture | null> {
  const [row, stages] = await Promise.all([findStage(db, roundId), findStepsByStage(db, roundId)]);
  const panel = row && stageOfPanel(row.panels, asked);
  if (!row || panel === undefined) return null;
  const conduct = conductOn(stages, row, panel);
  const visible = visibleNow({
    state: row.state,
    kind: row.kind,
    imported: row.origin === "import",
    rehearsal: row.rehearsalOfId !== null,
    complete: row.complete,
    opened: conduct.opened,
    scoresOnStage: row.scoresOnStage,
    scoreboardOnStage: row.scoreboardOnStage,
    freezeAfter: row.freezeAfter,
    release: row.releaseState && { state: row.releaseState },
    screen: conduct.screen,
    notice: null,
  }).stage;
  const scored = visible.score !== null || visible.scoreboard !== null || visible.reveal !== null;
  const figures = scored ? await figuresOf(db, row, visible.figures) : null;
  const draw = visible.draw ? await findStageDraw(db, roundId) : null;
  return { row, conduct, view: viewOf({ row, panel, conduct, visible, figures, draw }) };
}

/** What holds on that panel's stage; with null on the round's one stage, or of all panels' together. */
function conductOn(
  stages: Awaited<ReturnType<typeof findStepsByStage>>,
  row: Pick<StageRow, "panels" | "pitchMinutes" | "defenceMinutes">,
  panel: string | null,
): Conduct {
  const theirs = stages.filter((stage) => (row.panels.length > 0 ? stage.panel !== null : stage.panel === null));
  const own = panel === null ? theirs : theirs.filter((stage) => stage.panel === panel);
  const steps = own.map((stage) => stage.steps);
  return steps.length > 1 ? conductOfAll(steps, row) : conductOf(steps[0] ?? [], row);
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
 * may see scores. Null when there is no such round. One query, and the standings.
 */
export async function ceremonyPicture(db: Db, roundId: number, step: number): Promise<CeremonyPicture | null> {
  const row = await findStage(db, roundId);
  if (!row) return null;
  const whose = row.releaseState === "published" ? "published" : "live";
  const figures = await figuresOf(db, row, whose);
  const steps = figures ? revealSteps(figures.standings, prizesOf(row)) : [];
  const conduct: Conduct = { ...conductOf([], row), screen: { name: "reveal", step }, paging: firstPage(now()) };
  const nothing = { programme: false, draw: false, score: null, scoreboard: null };
  const view = viewOf({
    row,
    panel: null,
    conduct,
    visible: { ...nothing, reveal: step, figures: whose },
    figures,
    draw: null,
  });
  return { row, view, steps: steps.length > 1 ? steps : [] };
}

interface Parts extends Pick<StageFacts, "conduct" | "visible" | "draw"> {
  row: StageRow;
  /** Whose stage it is; null where there is one, or all are meant. */
  panel: string | null;
  figures: Figures | null;
}

/** The table whose figures are shown, with the entries as it names them. */
interface Figures extends Pick<StageFacts, "board" | "criteria" | "rule"> {
  standings: Standing[];
  entries: StageEntry[];
}

async function figuresOf(db: Db, row: StageRow, whose: Visible["stage"]["figures"]): Promise<Figures | null> {
  if (whose === "published") return await publishedFigures(db, row);
  const live = await liveStandings(db, row.id);
  if (!live) return null;
  const { board } = live;
  const { rule, standings } = live.standings;
  return { standings, board, criteria: board.criteria, rule, entries: row.entries };
}

async function publishedFigures(db: Db, row: StageRow): Promise<Figures | null> {
  const table = await findPublishedTable(db, row.id);
  if (!table) return null;
  const lines = new Map(table.standings.map((line) => [line.entry, line]));
  const words = new Map(table.entryWords.map((each) => [each.key, each]));
  const groups = new Map(table.words.groups.map((each) => [each.key, each]));
  const entries = row.entries.map((entry): StageEntry => {
    const line = lines.get(entry.key);
    if (!line) return entry;
    const group = groups.get(line.group ?? "");
    return {
      ...entry,
      title: line.title,
      titleEn: words.get(entry.key)?.titleEn ?? null,
      group: group?.title ?? null,
      groupEn: group?.titleEn ?? null,
    };
  });
  return { standings: table.standings, board: null, criteria: table.words.criteria, entries };
}

function viewOf({ row, panel, figures, ...parts }: Parts): StageView {
  const { slug, title, titleEn, city, cityEn, warnSeconds, timeZone, drawnAt } = row;
  const startsAt = row.startsAt?.toISOString() ?? null;
  return stageView({
    ...parts,
    entries: figures?.entries ?? row.entries,
    ...(panel !== null && { here: new Set(entriesOnStage(row.entries, row, panel).map(({ key }) => key)) }),
    round: {
      slug,
      ...(panel !== null && { panel }),
      title,
      titleEn,
      city,
      cityEn,
      warnSeconds,
      startsAt,
      timeZone,
      rehearsal: row.rehearsalOfId !== null,
    },
    drawnAt,
    freezes: row.freezeAfter !== null && parts.conduct.opened.length > row.freezeAfter,
    standings: figures?.standings ?? null,
    board: figures?.board ?? null,
    criteria: figures?.criteria ?? [],
    rule: figures?.rule,
    closed: row.state === "closed",
    prizes: prizesOf(row),
  });
}

function prizesOf({ prizes, kind }: StageRow) {
  return rankedPrizes(prizes, kind === "final" ? "final" : "heat");
}

/** What those who work at a round follow: nothing in it is a score. */
export interface RoundPicture {
  /** Grows with every change of the round: what else a page shows is to be asked for again. */
  revision: number;
  state: RoundState;
  conduct: Pick<Conduct, "seq" | "onStage" | "clock" | "opened" | "called" | "screen">;
  /** Whether sheets are taken only once the conductor has opened the project's scoring. */
  scoringByProject: boolean;
  warnSeconds: number;
}

/** The stage's picture as one line of JSON: the StageView. */
export async function stageLine(db: Db, roundId: number, panel: string | null): Promise<string | null> {
  const picture = await stagePicture(db, roundId, panel);
  return picture && JSON.stringify(picture.view);
}

/** The round's picture as one line of JSON: a RoundPicture, of several stages that of one panel, or with null of all together. Three queries. */
export async function roundPicture(db: Db, roundId: number, panel: string | null = null): Promise<string | null> {
  // The revision first: should a change come in between, the picture says an older number, and is made again
  const revision = await findRoundRevision(db, roundId);
  const [row, stages] = await Promise.all([findStage(db, roundId), findStepsByStage(db, roundId)]);
  if (!row) return null;
  const { seq, onStage, clock, opened, called, screen } = conductOn(stages, row, panel);
  const conduct = { seq, onStage, clock, opened, called, screen };
  const { state, scoringByProject, warnSeconds } = row;
  return JSON.stringify({ revision, state, conduct, scoringByProject, warnSeconds } satisfies RoundPicture);
}

/** The tablets of a round as one line of JSON: a TabletsPicture. One query. */
export async function tabletsLine(db: Db, roundId: number): Promise<string> {
  return JSON.stringify(await tabletsPicture(db, roundId));
}

export type TabletsPicture = Awaited<ReturnType<typeof tabletsPicture>>;

/** Everybody on the panel with their tablets' heartbeats, for those who see scores. One query. */
export async function tabletsPicture(db: Db, roundId: number) {
  const seats = await findAllTablets(db, roundId, now());
  return seats.map(({ tablets, ...seat }) => ({
    ...seat,
    tablets: tablets.map(({ seenAt, pairedAt, ...tablet }) => ({
      ...tablet,
      seenAt: seenAt?.toISOString() ?? null,
      pairedAt: pairedAt?.toISOString() ?? null,
    })),
  }));
}

/** What those who conduct follow: the round's picture with all that the next step hangs on. Nothing in it is a score. */
export interface ConductPicture extends RoundPicture {
  conduct: Conduct;
  entries: ConductedEntry[];
  scoresOnStage: boolean;
  scoreboardOnStage: boolean;
  /** After so many projects no further score is shown before the ceremony; null: never. */
  freezeAfter: number | null;
  /** The scoring of so many projects at the beginning opens together; null: each by itself. */
  openTogether: number | null;
  defenceMinutes: number;
  /** Pitches beyond their time that nobody has decided about. */
  overtimes: OpenOvertime[];
  /** The ceremony's steps, without names; null until the round is closed. */
  cues: RevealCue[] | null;
}

/**
 * The round as those who conduct it see it, of several stages that of one panel, or with null all together; null when there is
 * none. Four queries, one more where a pitch ran over its time, and the standings once it is closed.
 */
export async function conductPicture(
  db: Db,
  roundId: number,
  panel: string | null = null,
): Promise<ConductPicture | null> {
  // The revision first, as in roundPicture
  const revision = await findRoundRevision(db, roundId);
  const [row, stages, counts] = await Promise.all([
    findStage(db, roundId),
    findStepsByStage(db, roundId),
    findSheetCounts(db, roundId),
  ]);
  if (!row) return null;
  const {
    state,
    warnSeconds,
    scoringByProject,
    scoresOnStage,
    scoreboardOnStage,
    freezeAfter,
    openTogether,
    defenceMinutes,
  } = row;
  const standings = state === "closed" ? (await liveStandings(db, roundId))?.standings.standings : undefined;
  const prizes = rankedPrizes(row.prizes, row.kind === "final" ? "final" : "heat");
  return {
    revision,
    state,
    warnSeconds,
    scoringByProject,
    scoresOnStage,
    scoreboardOnStage,
    freezeAfter,
    openTogether,
    defenceMinutes,
    conduct: conductOn(stages, row, panel),
    entries: entriesOnStage(row.entries, row, panel).map((entry) => ({
      ...entry,
      ...(counts.get(entry.key) ?? { asked: 0, submitted: 0, recused: 0 }),
    })),
    overtimes: (await findOpenOvertimes(db, row, stages)).filter((each) => panel === null || each.panel === panel),
    cues: standings ? revealCues(revealSteps(standings, prizes), standings) : null,
  };
}

/** The same as one line of JSON. */
export async function conductLine(db: Db, roundId: number, panel: string | null): Promise<string | null> {
  const picture = await conductPicture(db, roundId, panel);
  return picture && JSON.stringify(picture);
}
