import type { ReactNode } from "react";
import type { StageView } from "~/rules/stage/stage-view.ts";
import type { Locale } from "../../locales/locale.ts";
import { classes } from "../classes.ts";
import { PhoenixMark } from "../phoenix-mark.tsx";
import { DrawScreen } from "./draw-screen.tsx";
import { Both, StageLanguage, useNames, useStageWords } from "./language.tsx";
import { MessageScreen } from "./message-screen.tsx";
import { PresentingScreen } from "./presenting-screen.tsx";
import { ProgrammeScreen } from "./programme-screen.tsx";
import { RevealScreen } from "./reveal-screen.tsx";
import { ScoreScreen } from "./score-screen.tsx";
import { ScoreboardScreen } from "./scoreboard-screen.tsx";

interface Props {
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
export function StagePicture({ view, locale, kind, trouble = null, ...when }: Props): ReactNode {
  return (
    <StageLanguage.Provider value={locale}>
      <div lang={locale} data-scheme="dark" className={classes("stage", `stage-${kind}`)}>
        <div className="stage-fit">
          {kind === "framed" ? <Ribbon of="private" /> : view.round.rehearsal ? <Ribbon of="rehearsal" /> : null}
          <Head view={view} kind={kind} />
          {/* A new element for every new thing on stage: what comes in, comes in anew */}
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

function Body({ view, offsetMs, atMs }: Pick<Props, "view" | "offsetMs" | "atMs">): ReactNode {
  const { screen, onStage, score, scoreboard, reveal, message } = view;
  if (screen === "presenting" && onStage)
    return <PresentingScreen view={{ ...view, onStage }} offsetMs={offsetMs} atMs={atMs} />;
  if (screen === "score" && score) return <ScoreScreen score={score} />;
  if (screen === "scoreboard" && scoreboard) return <ScoreboardScreen board={scoreboard} offsetMs={offsetMs} />;
  if (screen === "reveal" && reveal) return <RevealScreen reveal={reveal} offsetMs={offsetMs} />;
  if (screen === "message" && message) return <MessageScreen message={message} />;
  if (screen === "draw") return <DrawScreen view={view} offsetMs={offsetMs} />;
  return <ProgrammeScreen view={view} offsetMs={offsetMs} />;
}

/** The round, and what is shown of it. */
function Head({ view: { round, screen, programme }, kind }: Pick<Props, "view" | "kind">): ReactNode {
  const { other } = useStageWords();
  const { first, second } = useNames()(round.title, round.titleEn);
  const Title = kind === "whole" ? "h1" : "p";
  const label = labels[screen] ?? (programme.length > 0 && screen !== "message" ? "programme" : null);
  return (
    <header className="stage-head">
      <PhoenixMark size={80} className="stage-head-mark" />
      <Title className="stage-head-title">
        {first}{" "}
        {second ? (
          <span lang={other} className="stage-second">
            {second}
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
