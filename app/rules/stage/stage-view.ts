import type { RankedPrize } from "../awards/prizes.ts";
import { commitmentDigest } from "../heats/draw.ts";
import type { Visible } from "../releases/visible.ts";
import type { Rule } from "../standings/rule.ts";
import type { ScoreBoard } from "../standings/score-board.ts";
import type { Standing } from "../standings/standing.ts";
import type { Clock } from "./clock.ts";
import type { Conduct, StageScreen } from "./conduct.ts";
import { firstPage, type Paging } from "./paging.ts";
import { type PartedBy, partedByOf, type RevealStep, revealSteps } from "./reveal.ts";

/** An entry as the stage names it; `out` says that it does not appear. */
export interface StageEntry {
  key: string;
  /** What the hall calls it: its place in the running order, or its key before the draw. */
  number: string;
  /** It has its place in the running order. */
  drawn: boolean;
  title: string;
  titleEn: string | null;
  group: string | null;
  groupEn: string | null;
  out: boolean;
}

export interface StageRound {
  slug: string;
  /** Of several panels that judge side by side, the one whose stage it is. */
  panel?: string;
  title: string;
  titleEn: string | null;
  city: string | null;
  cityEn: string | null;
  rehearsal: boolean;
  warnSeconds: number;
  /** When the heat begins, as an ISO instant, and where; null while that is not settled. */
  startsAt: string | null;
  timeZone: string;
}

/**
 * One judge's total of the project whose score is announced; `dropped` says that it does not count. The judge is named by
 * the seat's key, as in published results: who gave what is seen by those in the hall, and not kept beside a name.
 */
export interface ShownSheet {
  judge: string;
  total: string;
  dropped: "high" | "low" | null;
}

/** What the stage screens show, whole: nothing in it may not be seen now. */
export interface StageView {
  round: StageRound;
  screen: StageScreen["name"];
  /** In running order, without those who do not appear; before the draw nobody has a place, and nobody is next. */
  programme: StageEntry[];
  /** How the lists turn their pages. */
  paging: Paging;
  /** Keys of those who were on stage, in the order in which they were called. */
  called: string[];
  onStage: StageEntry | null;
  next: StageEntry | null;
  clock: Clock | null;
  message: { text: string; textEn: string } | null;
  draw: StageDraw | null;
  score: {
    entry: StageEntry;
    sheets: ShownSheet[];
    /** Keys of the judges who recused themselves. */
    recused: string[];
    /** Marks are dropped criterion by criterion, so that no sheet as a whole is. */
    byCriterion: boolean;
    /** Points that no judge gave, each by the name of its part. */
    parts: { label: string; points: string }[];
    /** Penalties and bonuses that the total holds, each with its article. */
    adjustments: { amount: string; article: string }[];
    /** The round's own total, where `total` holds what is carried from earlier rounds too; else null. */
    own: string | null;
    total: string;
    /** What others get may move it yet: the rule converts by all sheets of a judge, or by the panels' means. */
    provisional: boolean;
  } | null;
  scoreboard: {
    rows: { rank: number; entry: StageEntry; total: string }[];
    frozen: boolean;
    provisional: boolean;
  } | null;
  reveal: {
    step: number;
    steps: number;
    now: Shown | null;
    /** The places that have been revealed, the best first. */
    places: RevealedPlace[];
  } | null;
}

/** The draw before everybody's eyes: the digest of a sealed secret, then what was drawn by it and the hall's word. */
export interface StageDraw {
  /** Null for a draw without ceremony. */
  digest: string | null;
  /** Null while the word of the hall is waited for. */
  drawn: {
    /** In milliseconds of the epoch: from then on the places appear one by one. */
    at: number;
    seed: string;
    secret: string | null;
    word: string | null;
    /** As drawn, each with the place that it drew. */
    order: StageEntry[];
  } | null;
}

export interface RevealedPlace {
  rank: number;
  shared: boolean;
  entry: StageEntry;
  total: string;
  /** Where others had the same total, what set this one apart. */
  partedBy: PartedBy | null;
  prize: RankedPrize | null;
}

type Shown = { kind: "title" | "all" } | { kind: "prize"; prize: RankedPrize } | ({ kind: "place" } & RevealedPlace);

export interface StageFacts {
  round: StageRound;
  conduct: Conduct;
  /** In running order. */
  entries: readonly StageEntry[];
  /** Keys of those who appear on this stage, where each panel has one of its own; left out: all. */
  here?: ReadonlySet<string>;
  visible: Visible["stage"];
  /** When the running order was drawn last; null before. */
  drawnAt: Date | null;
  /** The latest draw, and the digest that waits for the hall's word; null where the draw is not shown. */
  draw: {
    latest: { seed: string; secret: string | null; word: string | null; keys: string[]; at: number } | null;
    waiting: string | null;
  } | null;
  freezes: boolean;
  /** By `visible.figures`; null where the visible parts need none. */
  standings: readonly Standing[] | null;
  board: Pick<ScoreBoard, "judges" | "sheets" | "recusals"> | null;
  criteria: ScoreBoard["criteria"];
  /** The rule by which the board is computed; left out where what is published is shown. */
  rule?: Pick<Rule, "parts" | "normalise" | "coefficient">;
  /** All sheets are in, and none comes any more. */
  closed?: boolean;
  prizes: readonly RankedPrize[];
}

/** Puts the stage's picture together from what may be seen. A part that may not be seen yet leaves the waiting screen. */
export function stageView(facts: StageFacts): StageView {
  const { conduct, entries, visible, round } = facts;
  const programme = visible.programme ? entries.filter((entry) => !entry.out && isHere(entry, facts)) : [];
  const find = (key: string | null) => programme.find((entry) => entry.key === key) ?? null;
  const onStage = find(conduct.onStage);
  const score = shownScore(facts);
  const scoreboard = shownBoard(facts);
  const reveal = shownReveal(facts);
  const { screen } = conduct;
  const there: Record<StageScreen["name"], boolean> = {
    waiting: true,
    message: true,
    draw: true,
    presenting: onStage !== null,
    score: score !== null,
    scoreboard: scoreboard !== null,
    reveal: reveal !== null,
  };
  return {
    round,
    programme,
    onStage,
    score,
    scoreboard,
    reveal,
    paging: pagingOf(facts),
    called: programme.length > 0 ? conduct.called : [],
    screen: there[screen.name] ? screen.name : onStage && screen.name === "score" ? "presenting" : "waiting",
    next: nextOf(programme, conduct),
    clock: onStage ? conduct.clock : null,
    draw: shownDraw(facts),
    message: screen.name === "message" ? { text: screen.text, textEn: screen.textEn } : null,
  };
}

function isHere({ key }: StageEntry, { here }: Pick<StageFacts, "here">): boolean {
  return here === undefined || here.has(key);
}

/** Who comes after the one on stage: the first in the order that was drawn who was not called yet. */
function nextOf(programme: readonly StageEntry[], { called }: Conduct): StageEntry | null {
  return programme.find(({ key, drawn }) => drawn && !called.includes(key)) ?? null;
}

/** A list opens on its first page: when its screen is shown, and the running order again when it is drawn. */
function pagingOf({ conduct: { paging }, drawnAt }: StageFacts): Paging {
  if (drawnAt !== null && (paging === null || paging.sinceMs < drawnAt.getTime())) return firstPage(drawnAt);
  return paging ?? { sinceMs: 0, page: 0 };
}

/** A commitment that waits stands before what was drawn earlier. */
function shownDraw({ visible, draw, entries, here }: StageFacts): StageDraw | null {
  if (!visible.draw || !draw) return null;
  const { latest, waiting } = draw;
  if (waiting !== null) return { digest: waiting, drawn: null };
  if (!latest) return null;
  const { at, seed, secret, word, keys } = latest;
  const order = keys.flatMap((key, place) => {
    const entry = entries.find((each) => each.key === key);
    return entry && isHere(entry, { here }) ? [{ ...entry, number: String(place + 1) }] : [];
  });
  return { digest: secret && commitmentDigest(secret), drawn: { at, seed, secret, word, order } };
}

/** Whether what others get may move an entry's score yet: the rule converts by all sheets of a judge, or by the panels' means. */
export function isProvisional({ rule, closed }: Pick<StageFacts, "rule" | "closed">): boolean {
  return !closed && (rule?.normalise !== undefined || rule?.coefficient !== undefined);
}

function shownScore(facts: StageFacts): StageView["score"] {
  const { visible, entries, standings, board, rule } = facts;
  const entry = entries.find(({ key }) => key === visible.score);
  const standing = standings?.find((each) => each.entry === visible.score);
  if (!entry || !board || standing?.total == null) return null;
  const seats = board.judges.map(({ key }) => key);
  const sheets = board.sheets
    .filter((sheet) => sheet.entry === entry.key)
    .map(({ judge, total }) => ({
      judge,
      total,
      dropped: standing.dropped.find((each) => each.judge === judge && each.criterion === undefined)?.why ?? null,
    }))
    .toSorted((a, b) => seats.indexOf(a.judge) - seats.indexOf(b.judge));
  const recused = board.recusals.filter((each) => each.entry === entry.key).map(({ judge }) => judge);
  const byCriterion = standing.dropped.some(({ criterion }) => criterion !== undefined);
  const adjustments = (standing.adjustments ?? []).map(({ amount, article }) => ({ amount, article }));
  const points = (rule?.parts ?? []).flatMap(({ key, label }) => {
    const own = standing.parts?.[key];
    return own == null ? [] : [{ label, points: own }];
  });
  return {
    entry,
    sheets,
    recused,
    byCriterion,
    parts: points,
    adjustments,
    own: standing.own ?? null,
    total: standing.total,
    provisional: isProvisional(facts),
  };
}

/** Ranked among themselves, in the order of the standings: equal totals share a place, no tie is broken in public yet. */
function shownBoard(facts: StageFacts): StageView["scoreboard"] {
  const { visible, entries, standings, freezes } = facts;
  if (!visible.scoreboard || !standings) return null;
  const shown = new Set(visible.scoreboard);
  const rows = standings
    .filter((each) => shown.has(each.entry) && each.total !== null)
    .flatMap((each) => {
      const entry = entries.find(({ key }) => key === each.entry);
      return entry ? [{ entry, total: each.total ?? "" }] : [];
    });
  return {
    rows: rows.map((row) => ({ ...row, rank: rows.findIndex(({ total }) => total === row.total) + 1 })),
    frozen: freezes,
    provisional: isProvisional(facts),
  };
}

function shownReveal({ visible, entries, standings, criteria, prizes }: StageFacts): StageView["reveal"] {
  if (visible.reveal === null || !standings) return null;
  const steps = revealSteps(standings, prizes);
  const step = Math.min(visible.reveal, steps.length - 1);
  const place = (of: Extract<RevealStep, { kind: "place" }>): RevealedPlace[] => {
    const entry = entries.find(({ key }) => key === of.entry);
    const standing = standings.find((each) => each.entry === of.entry);
    if (!entry || standing?.rank == null) return [];
    const { rank, shared } = standing;
    const partedBy = partedByOf(standing.partedBy, criteria);
    return [{ rank, shared, entry, total: standing.total ?? "", partedBy, prize: of.prize }];
  };
  const reached = steps.slice(0, step + 1);
  const places = reached.flatMap((each) => (each.kind === "place" ? place(each) : [])).toReversed();
  const last = reached.at(-1);
  const now: Shown | null =
    last?.kind === "place" ? (places[0] ? { kind: "place", ...places[0] } : null) : (last ?? null);
  return { step, steps: steps.length, now, places };
}
