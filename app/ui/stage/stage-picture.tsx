import type { ReactNode } from "react";
import type { Locale } from "~/locales/locale.ts";
import { type Clock, clockText } from "~/rules/stage/clock.ts";
import type { Paging } from "~/rules/stage/paging.ts";
import type { StageEntry, StageView } from "~/rules/stage/stage-view.ts";
import { classes } from "../classes.ts";
import { formatDate, formatTime } from "../format/date-time.ts";
import { noteOf, useReading } from "../live/clock-face.tsx";
import { PhoenixMark } from "../phoenix-mark.tsx";
import { DrawScreen, EntryTitle, ScoreScreen, StageList } from "./draw-screen.tsx";
import { Both, StageLanguage, useNames, useStageWords, widthOf } from "./language.tsx";
import { RevealScreen } from "./reveal-screen.tsx";

interface StagePictureProps {
  view: StageView;
  /** What comes first of the two languages. */
  locale: Locale;
  /** The server's clock less this device's. */
  offsetMs: number;
  /** The server's time when the page was made. */
  atMs: number;
  /** whole: the projector's whole screen; framed: a private look at it within a page of the desk. */
  kind: "whole" | "framed";
  /** Said at the lower edge: the picture may be an old one. */
  trouble?: "lost" | "gone" | null;
}

/** The picture on the stage screens: always dark, sized by its own frame, so that 1080 and 2160 lines look alike. */
export function StagePicture({ view, locale, kind, trouble = null, ...when }: StagePictureProps): ReactNode {
  return (
    <StageLanguage.Provider value={locale}>
      <div lang={locale} data-scheme="dark" className={classes("stage", `stage-${kind}`)}>
        <div className="stage-fit">
          {kind === "framed" ? <Ribbon of="private" /> : view.round.rehearsal ? <Ribbon of="rehearsal" /> : null}
          <Head view={view} kind={kind} />
          {/* A new element for every new thing on stage: what comes in, comes in again */}
          <div key={turnOf(view)} className="stage-body">
            <Body view={view} {...when} />
          </div>
          {view.round.rehearsal ? <Ribbon of="rehearsal" low /> : null}
          {trouble ? (
            <p role="status" className="stage-trouble">
              <Both of={trouble} />
            </p>
          ) : null}
        </div>
      </div>
    </StageLanguage.Provider>
  );
}

function Body({ view, offsetMs, atMs }: Pick<StagePictureProps, "view" | "offsetMs" | "atMs">): ReactNode {
  const { screen, onStage, score, scoreboard, reveal, message, paging } = view;
  const turning = { paging, offsetMs };
  if (screen === "presenting" && onStage)
    return <PresentingScreen view={{ ...view, onStage }} offsetMs={offsetMs} atMs={atMs} />;
  if (screen === "score" && score) return <ScoreScreen score={score} />;
  if (screen === "scoreboard" && scoreboard) return <ScoreboardScreen board={scoreboard} {...turning} />;
  if (screen === "reveal" && reveal) return <RevealScreen reveal={reveal} {...turning} />;
  if (screen === "message" && message) return <MessageScreen message={message} />;
  if (screen === "draw") return <DrawScreen view={view} offsetMs={offsetMs} />;
  return <ProgrammeScreen view={view} offsetMs={offsetMs} />;
}

/** The round, and what is shown of it. */
function Head({ view: { round, screen, programme }, kind }: Pick<StagePictureProps, "view" | "kind">): ReactNode {
  const { other, ...words } = useStageWords();
  const { first, second } = useNames()(round.title, round.titleEn);
  const { panel } = round;
  const Title = kind === "whole" ? "h1" : "p";
  const listed = programme.some(({ drawn }) => drawn) ? "programme" : "projects";
  const label = labels[screen] ?? (programme.length > 0 && screen !== "message" ? listed : null);
  return (
    <header className="stage-head">
      <PhoenixMark size={80} className="stage-head-mark" />
      <Title className="stage-head-title">
        {panel === undefined ? first : `${first} · ${words.first("panel", { panel })}`}{" "}
        {second ? (
          <span lang={other} className="stage-second">
            {panel === undefined ? second : `${second} · ${words.second("panel", { panel })}`}
          </span>
        ) : null}
      </Title>
      {label ? (
        <p className="stage-head-label">
          <Both of={label} />
        </p>
      ) : null}
    </header>
  );
}

const labels = {
  presenting: "onStage",
  score: "score.title",
  scoreboard: "board.title",
  reveal: "reveal.title",
  message: null,
  waiting: null,
  draw: "draw.title",
} as const;

/** Across the whole width: what must not be mistaken for the real thing. */
function Ribbon({ of, low = false }: { of: "rehearsal" | "private"; low?: boolean }): ReactNode {
  return (
    <p className="stage-ribbon" data-low={low ? "yes" : undefined} data-of={of} aria-hidden={low || undefined}>
      <strong>
        <Both of={of} />
      </strong>
      <span>
        <Both of={`${of}More`} />
      </span>
    </p>
  );
}

/** Tells one thing on stage from the next; the same project's clock goes on without a new entrance. */
function turnOf({ screen, onStage, score, reveal, message }: StageView): string {
  if (screen === "presenting") return `presenting ${onStage?.key}`;
  if (screen === "score") return `score ${score?.entry.key}`;
  if (screen === "reveal") return `reveal ${reveal?.step}`;
  return screen === "message" ? `message ${message?.text}` : screen;
}

/** What the host's assistant wants to be read, as large as it may be. */
function MessageScreen({ message }: { message: NonNullable<StageView["message"]> }): ReactNode {
  const { other } = useStageWords();
  const { first, second } = useNames()(message.text, message.textEn || null);
  const width = widthOf(first) + widthOf(second ?? "") / 2;
  return (
    <div
      className="stage-message"
      data-long={width > 150 ? "most" : width > 66 ? "very" : width > 28 ? "yes" : undefined}
    >
      <p className="stage-message-first">{first}</p>
      {second ? (
        <p lang={other} className="stage-message-second">
          {second}
        </p>
      ) : null}
    </div>
  );
}

interface ProgrammeScreenProps {
  view: Pick<StageView, "round" | "programme" | "called" | "next" | "paging">;
  offsetMs: number;
}

/**
 * While the hall waits: who appears when; who was there already steps back, and who is next stands out. Before the draw there is
 * no order: the projects without numbers, and when it begins.
 */
function ProgrammeScreen({ view, offsetMs }: ProgrammeScreenProps): ReactNode {
  const { round, programme, called, next, paging } = view;
  const names = useNames();
  const drawn = programme.some((entry) => entry.drawn);
  if (programme.length === 0)
    return (
      <p className="stage-middle stage-huge">
        <Both of="soon" />
      </p>
    );
  const rows = programme.map((entry) => ({
    entry,
    mark: drawn ? entry.drawn && entry.number : null,
    end: next === entry || next?.key === entry.key ? <Both of="next" /> : names(entry.group, entry.groupEn).first,
    look: next?.key === entry.key ? ("next" as const) : called.includes(entry.key) ? ("done" as const) : undefined,
  }));
  return (
    <div className="stage-board">
      {drawn || round.startsAt === null ? null : <StartsAt at={round.startsAt} timeZone={round.timeZone} />}
      <StageList rows={rows} paging={paging} offsetMs={offsetMs} />
    </div>
  );
}

function StartsAt({ at, timeZone }: { at: string; timeZone: string }): ReactNode {
  const { locale, other } = useStageWords();
  const time = formatTime(at, timeZone);
  return (
    <p className="stage-starts">
      {formatDate(at, locale, timeZone)}{" "}
      <span lang={other} className="stage-second">
        {formatDate(at, other, timeZone)}
      </span>{" "}
      {time}
    </p>
  );
}

interface PresentingScreenProps {
  view: StageView & { onStage: StageEntry };
  offsetMs: number;
  atMs: number;
}

/** Who is on stage, the clock as large as it can be, and who is next. */
function PresentingScreen({ view: { onStage, clock, next, round }, offsetMs, atMs }: PresentingScreenProps): ReactNode {
  const names = useNames();
  return (
    <div className="stage-presenting">
      <EntryTitle entry={onStage} />
      {clock ? <StageClock clock={clock} warnSeconds={round.warnSeconds} offsetMs={offsetMs} atMs={atMs} /> : null}
      <p className="stage-next stage-line">
        {next ? (
          <>
            <Both of="nextOnStage" /> <span className="stage-number">{next.number}</span>{" "}
            {names(next.title, next.titleEn).first}
          </>
        ) : null}
      </p>
    </div>
  );
}

interface ScoreboardScreenProps {
  board: NonNullable<StageView["scoreboard"]>;
  paging: Paging;
  offsetMs: number;
}

/** The running scoreboard; once it stands still it says so. */
function ScoreboardScreen({ board: { rows, frozen, provisional }, ...turning }: ScoreboardScreenProps): ReactNode {
  return (
    <div className="stage-board">
      {frozen ? (
        <p className="stage-frozen">
          <strong>
            <Both of="board.frozen" />
          </strong>
          <span>
            <Both of="board.frozenMore" />
          </span>
        </p>
      ) : provisional && rows.length > 0 ? (
        <p className="stage-frozen">
          <span>
            <Both of="board.provisional" />
          </span>
        </p>
      ) : null}
      {rows.length === 0 ? (
        <p className="stage-middle stage-large">
          <Both of="board.none" />
        </p>
      ) : (
        <StageList rows={rows.map(({ entry, rank, total }) => ({ entry, mark: rank, end: total }))} {...turning} />
      )}
    </div>
  );
}

interface StageClockProps {
  clock: Clock;
  warnSeconds: number;
  offsetMs: number;
  /** The server's time when the page was made. */
  atMs: number;
}

/** The clock for the last seat: the time left, how much of it that is, and in words whether it warns, is over or stands. */
function StageClock({ clock, warnSeconds, ...when }: StageClockProps): ReactNode {
  const reading = useReading(clock, { warnSeconds, ...when });
  const note = noteOf(clock, reading);
  const left = Math.max(0, Math.min(1, reading.leftMs / Math.max(1, clock.totalMs)));
  return (
    <div role="timer" className="stage-clock" data-mood={reading.mood} data-stands={reading.runs ? undefined : "yes"}>
      <p className="stage-clock-words">
        <span>
          <Both of={`clock.${clock.phase}`} />
        </span>
        {note ? (
          <strong>
            <Both of={`clock.${note}`} />
          </strong>
        ) : null}
      </p>
      <p className="stage-clock-time">{clockText(reading.leftMs)}</p>
      <svg viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true" className="stage-clock-left">
        <rect width="1000" height="8" rx="4" className="stage-clock-whole" />
        <rect width={Math.round(left * 1000)} height="8" rx="4" fill="currentColor" />
      </svg>
    </div>
  );
}
