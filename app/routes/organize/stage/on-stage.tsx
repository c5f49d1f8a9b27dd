import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { inLocale } from "~/primitives/in-locale.ts";
import { openedTogether, type StageScreen, type StandingStep } from "~/rules/stage/conduct.ts";
import { type ConductedEntry, isDrawn, nextToCall } from "~/rules/stage/conduct-next.ts";
import { Badge } from "~/ui/badge.tsx";
import { Card } from "~/ui/card.tsx";
import { classes } from "~/ui/classes.ts";
import { EmptyState } from "~/ui/empty-state.tsx";
import type { IconName } from "~/ui/icon.tsx";
import { ClockFace } from "~/ui/live/clock-face.tsx";
import type { Tone } from "~/ui/states.ts";
import { useLocale } from "~/ui/steps.tsx";
import { StepButton, useDesk } from "./step-button.tsx";
import { actsOf } from "./use-conduct.ts";

type State = "onStage" | "next" | "through" | "later" | "undrawn" | "out";

/** Everybody in running order with their state and sheets; anyone may be called, in whatever order the hall takes. */
export function RunningOrder(): ReactNode {
  const { t } = useTranslation("conduct");
  const { picture } = useDesk();
  const { conduct, entries } = picture;
  const next = nextToCall(entries, conduct)?.key;
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    // Only the list moves, never the page: whoever is on stage, with those before and after, is in sight
    const row = conduct.onStage === null ? null : list.current?.querySelector<HTMLElement>("[aria-current]");
    if (row && list.current) list.current.scrollTop = row.offsetTop - row.offsetHeight;
  }, [conduct.onStage]);
  const drawn = isDrawn(entries);
  const stateOf = ({ key, out, ...entry }: ConductedEntry): State => {
    if (key === conduct.onStage) return "onStage";
    if (out) return "out";
    if (conduct.called.includes(key)) return "through";
    if (drawn && !entry.drawn) return "undrawn";
    return key === next ? "next" : "later";
  };
  return (
    <Card title={t("order.title")} flush>
      {entries.length === 0 ? (
        <EmptyState title={t("order.none")}>{t("order.noneMend")}</EmptyState>
      ) : (
        <>
          <p className="px-4 pb-2 text-sm text-ink-soft sm:px-5">
            {t("order.count", { count: entries.length, called: conduct.called.length })}
          </p>
          <ol ref={list} className="relative lg:max-h-[max(16rem,calc(100dvh-32rem))] lg:overflow-y-auto">
            {entries.map((entry) => (
              <Row key={entry.key} entry={entry} state={stateOf(entry)} />
            ))}
          </ol>
        </>
      )}
    </Card>
  );
}

function Row({ entry, state }: { entry: ConductedEntry; state: State }): ReactNode {
  const { t } = useTranslation("conduct");
  const locale = useLocale();
  const { conduct, scoresOnStage } = useDesk().picture;
  const { key, number, submitted, asked } = entry;
  const open = conduct.opened.includes(key);
  const [tone, icon] = looks[state];
  return (
    <li
      aria-current={state === "onStage" || undefined}
      className={classes(
        "grid grid-cols-[2.5rem_minmax(0,1fr)_auto] items-center gap-x-2 gap-y-1 border-line border-t px-4 py-1.5 sm:px-5",
        state === "onStage" && "bg-structure-soft",
      )}
    >
      <span className="text-lg font-semibold">{state === "undrawn" ? "–" : number}</span>
      <span className={classes("min-w-0", state === "out" && "text-ink-soft line-through")}>
        <span className="line-clamp-1">{inLocale(locale, entry.title, entry.titleEn)}</span>
        <span className="flex flex-wrap items-center gap-x-2 text-sm text-ink-soft">
          <Badge tone={tone} icon={icon}>
            {t(`order.state.${state}`)}
          </Badge>
          {open ? (
            <span>
              {t("now.sheets")} {submitted}/{asked}
            </span>
          ) : null}
        </span>
      </span>
      <span className="flex flex-wrap justify-end gap-1">
        {state === "through" && !open ? <RowStep entry={key} kind="open" number={number} /> : null}
        {open && scoresOnStage ? <RowStep entry={key} kind="score" number={number} /> : null}
        {state === "onStage" || state === "out" ? null : <RowStep entry={key} kind="call" number={number} />}
      </span>
    </li>
  );
}

function RowStep({
  entry,
  kind,
  number,
}: {
  entry: string;
  kind: "call" | "open" | "score";
  number: string;
}): ReactNode {
  const { t } = useTranslation("conduct");
  const steps = {
    call: { type: "call", entry },
    open: { type: "open-scoring", entry },
    score: { type: "show", screen: { name: "score", entry } },
  } as const;
  return (
    <StepButton step={steps[kind]} size="row">
      <span aria-hidden="true">{t(`order.${kind}Short`)}</span>
      <span className="sr-only">{t(`order.${kind}`, { number })}</span>
    </StepButton>
  );
}

const looks: Record<State, [Tone, IconName]> = {
  onStage: ["act", "live"],
  next: ["structure", "arrow"],
  through: ["ok", "check"],
  later: ["neutral", "clock"],
  undrawn: ["warn", "warn"],
  out: ["neutral", "slash"],
};

/** Who is on stage, the clock, the sheets that are in, and the steps of a project's usual course. */
export function OnStage(given: { offsetMs: number; atMs: number; byProject: boolean }): ReactNode {
  const { t } = useTranslation("conduct");
  const locale = useLocale();
  const { picture } = useDesk();
  const { conduct, entries, warnSeconds } = picture;
  const here = entries.find(({ key }) => key === conduct.onStage);
  const next = nextToCall(entries, conduct);
  return (
    <Card tight>
      <div className="grid gap-2.5">
        <h2 className="text-sm font-medium text-ink-soft">{t("now.title")}</h2>
        {here && conduct.clock ? (
          <>
            <p className="-mt-2 line-clamp-2 text-2xl leading-snug font-semibold">
              {t("now.entry", { number: here.number, title: inLocale(locale, here.title, here.titleEn) })}
            </p>
            <ClockFace clock={conduct.clock} size="desk" warnSeconds={warnSeconds} {...given} />
            <Sheets byProject={given.byProject} />
          </>
        ) : next ? (
          <EmptyState title={t("now.nobody")}>{t("now.nobodyMend")}</EmptyState>
        ) : (
          <EmptyState title={t("order.none")}>{t("order.noneMend")}</EmptyState>
        )}
        <Steps />
      </div>
    </Card>
  );
}

function Sheets({ byProject }: { byProject: boolean }): ReactNode {
  const { t } = useTranslation("conduct");
  const { picture } = useDesk();
  const { conduct, entries, state } = picture;
  const here = entries.find(({ key }) => key === conduct.onStage);
  if (!here) return null;
  const { asked, submitted, recused } = here;
  const open = conduct.opened.includes(here.key);
  const present = entries.filter(({ out }) => !out).map(({ key }) => key);
  const together = openedTogether({ entries: present, openTogether: picture.openTogether });
  return (
    <div className="flex flex-wrap items-center justify-center gap-x-4 gap-y-1 border-line border-t pt-2">
      <Badge tone={open ? "ok" : "neutral"} icon={open ? "live" : "lock"}>
        {t(open ? "now.opened" : "now.notOpened")}
      </Badge>
      <span role="status" className="text-lg">
        {t("now.sheets")} <strong>{t("now.sheetsIn", { submitted, asked })}</strong>
      </span>
      {recused > 0 ? <span className="text-ink-soft">{t("now.recused", { count: recused })}</span> : null}
      {open ? null : state !== "judging" ? (
        <span className="basis-full text-center text-ink-soft">{t("now.notJudging")}</span>
      ) : together.includes(here.key) ? (
        <span className="basis-full text-center text-ink-soft">{t("now.together", { count: together.length })}</span>
      ) : byProject ? (
        <span className="basis-full text-center text-ink-soft">{t("now.byProject")}</span>
      ) : null}
    </div>
  );
}

function Steps(): ReactNode {
  const { t } = useTranslation("conduct");
  const { picture } = useDesk();
  const { conduct, entries, defenceMinutes } = picture;
  const acts = actsOf(picture);
  const next = nextToCall(entries, conduct);
  const toggle = acts.toggle;
  const toggleWord =
    toggle?.type === "pause"
      ? t("act.pause")
      : toggle?.type === "resume"
        ? t("act.resume")
        : t(conduct.clock?.phase === "defence" ? "act.startDefence" : "act.startPitch");
  return (
    <div className="grid gap-2.5">
      <div className="grid gap-2.5 sm:grid-cols-2">
        <StepButton step={toggle} act="toggle" size="hall" icon="clock">
          {toggleWord}
        </StepButton>
        {defenceMinutes > 0 ? (
          <StepButton step={acts.defence} act="defence" size="hall">
            {t("act.startDefence")}
          </StepButton>
        ) : null}
        <StepButton step={acts.open} act="open" size="hall" icon="pen">
          {t("act.open")}
        </StepButton>
        <StepButton step={acts.next} act="next" size="hall" iconAfter="arrow">
          {next ? t("act.next", { number: next.number }) : t("act.noNext")}
        </StepButton>
      </div>
      <fieldset className="flex flex-wrap gap-2">
        <legend className="sr-only">{t("act.time")}</legend>
        {(["minus60", "minus30", "plus30", "plus60"] as const).map((act) => (
          <StepButton key={act} step={acts[act]} act={act} className="grow">
            {t(`act.${act}`)}
          </StepButton>
        ))}
      </fieldset>
      <Undo />
    </div>
  );
}

/** Takes back the last step that stands, and says which. */
export function Undo(): ReactNode {
  const { t } = useTranslation("conduct");
  const { picture } = useDesk();
  const stepWords = useStepWords(picture.entries);
  const { last } = picture.conduct;
  return (
    <StepButton step={actsOf(picture).undo} act="undo" wide>
      {last ? t("act.undo", { step: stepWords(last.step) }) : t("act.noUndo")}
    </StepButton>
  );
}

/** What a step does, in words: for the undo that would take it back. */
function useStepWords(entries: readonly ConductedEntry[]): (step: StandingStep) => string {
  const { t } = useTranslation("conduct");
  const number = (key: string) => entries.find((entry) => entry.key === key)?.number ?? key;
  const screen = (shown: StageScreen) => {
    switch (shown.name) {
      case "score":
        return t("step.score", { number: number(shown.entry) });
      case "reveal":
        return t("step.reveal", { step: shown.step });
      default:
        return t("step.show", { screen: t(`screen.${shown.name}`) });
    }
  };
  return (step) => {
    switch (step.type) {
      case "call":
        return t("step.call", { number: number(step.entry) });
      case "start":
        return t(`step.start.${step.phase}`);
      case "pause":
        return t("step.pause");
      case "resume":
        return t("step.resume");
      case "add-time":
        return t(step.seconds < 0 ? "step.lessTime" : "step.moreTime", { seconds: Math.abs(step.seconds) });
      case "open-scoring":
        return t("step.open", { number: number(step.entry) });
      case "turn-page":
        return t("step.turn");
      case "show":
        return screen(step.screen);
    }
  };
}
