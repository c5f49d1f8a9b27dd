import { isNoticeOpen } from "../notices/notice.ts";
import type { RoundKind, RoundState } from "../rounds/round.ts";
import type { StageScreen } from "../stage/conduct.ts";
import type { ReleaseState } from "./release.ts";

/** What decides what outsiders may see of a round. */
export interface PublicFacts {
  state: RoundState;
  kind: RoundKind;
  /** It came as a contest folder: a contest that was held elsewhere. */
  imported: boolean;
  rehearsal: boolean;
  /** Of the published release; without one of the one that was withdrawn, or else of the newest; null without any. */
  release: { state: ReleaseState } | null;
  /** Of that release: the last day of its public notice, null without one; and when it is asked. Null where nobody asks for it. */
  notice: { endsOn: string | null; at: Date } | null;
  /** What the conductor has told the stage screens to show; null where nobody conducts. */
  screen: StageScreen | null;
  scoresOnStage: boolean;
  scoreboardOnStage: boolean;
  /** After so many projects no further score is seen before the ceremony, on the scoreboard or on the spot; null: never. */
  freezeAfter: number | null;
  /** Keys of the entries in the order in which their scoring was opened, and of those whose sheets are all in. */
  opened: readonly string[];
  complete: ReadonlySet<string>;
}

/** The parts of a round that may be shown, each by its own channel: `stage` on the stage screens alone. */
export interface Visible {
  /** That there is the round, where, when and about what: its page, its line on the tour, the search engines. */
  page: boolean;
  /** The published results, and with them the versions that they replaced: pages, API, exports. */
  results: boolean;
  /** The public notice of the results: while it is open objections are taken. Null where there is none. */
  notice: "open" | "closed" | null;
  stage: {
    /** Who appears when, without any score. */
    programme: boolean;
    /** The draw: the digest that was committed to, and what was drawn. */
    draw: boolean;
    /** The entry whose sheets and result may be shown on the spot (当场亮分). */
    score: string | null;
    /** The entries whose totals the running scoreboard may show. */
    scoreboard: readonly string[] | null;
    /** How far the ceremony has come: so many steps of it may be seen. */
    reveal: number | null;
    /** Whose figures those are: the published version's, or what the sheets give now. */
    figures: "published" | "live";
  };
}

/** Of a round that no stage shows: for the channels to which the stage's screens, and the notice, make no difference. */
export const noStage = {
  notice: null,
  screen: null,
  scoresOnStage: false,
  scoreboardOnStage: false,
  freezeAfter: null,
  opened: [],
  complete: new Set(),
} as const satisfies Partial<PublicFacts>;

/**
 * The one truth about what the public may see now. Results: only of a published release, and never of a rehearsal; their
 * notice goes with them, and closes by itself when its last day is over in Beijing. The
 * round itself: once it is no draft; a review of papers is no stop of the tour, and an imported contest is known to nobody
 * before its result is. The
 * stage shows a score only where the round shows scores, on its own screen, once every sheet of that project is in; the
 * scoreboard only such projects; neither shows one beyond the freeze; the ceremony only once the round is closed. While a
 * version is published the stage shows that one's table, whatever becomes of the sheets for its correction, and no sheets at
 * all. Of results
 * that were withdrawn the stage shows nothing any more. Everything else is nobody's business yet.
 */
export function visibleNow(facts: PublicFacts): Visible {
  const { state, screen } = facts;
  const held = state === "judging" || state === "closed";
  const scored = held && facts.release?.state !== "withdrawn";
  const isScoreShown = (entry: string) => facts.complete.has(entry) && isBeforeFreeze(entry, facts);
  const published = facts.release?.state === "published";
  const score = scored && !published && facts.scoresOnStage && screen?.name === "score" && isScoreShown(screen.entry);
  const board = scored && facts.scoreboardOnStage && screen?.name === "scoreboard";
  const results = published && !facts.rehearsal;
  const endsOn = facts.notice?.endsOn ?? null;
  const open = facts.notice !== null && endsOn !== null && isNoticeOpen(endsOn, facts.notice.at);
  return {
    page: state !== "draft" && facts.kind !== "preliminary" && !facts.rehearsal && (!facts.imported || results),
    results,
    notice: results && endsOn !== null ? (open ? "open" : "closed") : null,
    stage: {
      programme: state === "ready" || held,
      draw: screen?.name === "draw" && (state === "screening" || state === "ready" || held),
      score: score ? screen.entry : null,
      scoreboard: board ? facts.opened.filter(isScoreShown) : null,
      reveal: scored && state === "closed" && screen?.name === "reveal" ? screen.step : null,
      figures: published ? "published" : "live",
    },
  };
}

/** An entry that the latest line between the heats and the final let go on, or that moved up since. */
export interface AdvancedEntry {
  /** Of the result that the line was drawn by. */
  release: { state: ReleaseState };
  withdrawn: boolean;
}

/**
 * Who of a round may be shown as going on: beside its published results alone, and only by the version that stands. Before
 * the line is drawn there is nobody to show, and whoever is out by a correction or withdrew is not shown any more.
 */
export function visibleAdvanced<E extends AdvancedEntry>(of: Pick<Visible, "results">, entries: readonly E[]): E[] {
  return of.results ? entries.filter(({ release, withdrawn }) => release.state === "published" && !withdrawn) : [];
}

/** Awards as they were granted. */
export interface GrantedAwards {
  /** Of the result that they were granted by. */
  release: { state: ReleaseState };
  revoked: boolean;
}

/** Whether an edition's awards may be shown: once granted, beside the final's published results alone, and only by the version that stands. */
export function areAwardsVisible(of: Pick<Visible, "results">, grant: GrantedAwards | null): boolean {
  return of.results && grant !== null && !grant.revoked && grant.release.state === "published";
}

/** What a freeze goes by: after how many projects (null: none), and in which order their scoring was opened. */
export interface ScoreFreeze {
  freezeAfter: number | null;
  opened: readonly string[];
}

/**
 * Whether the project's score may be seen before the ceremony: with a freeze only of the first so many whose scoring was
 * opened. The others are kept for the reveal, on the scoreboard and one by one (封榜).
 */
export function isBeforeFreeze(entry: string, { freezeAfter, opened }: ScoreFreeze): boolean {
  return freezeAfter === null || opened.slice(0, freezeAfter).includes(entry);
}
