import { Link } from "@remix-run/react";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Refusal } from "~/commands/command.ts";
import { IdempotencyKey } from "~/forms/form.tsx";
import { inLocale } from "~/primitives/in-locale.ts";
import { deskStageOf, liveReleaseStates, stageOf } from "~/rules/rounds/round.ts";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import type { ConductStep } from "~/rules/stage/conduct.ts";
import { likelyStep, type RevealCue } from "~/rules/stage/conduct-next.ts";
import { secondsText } from "~/rules/stage/overtime.ts";
import type { ConductPicture } from "~/services/live/stage-picture.ts";
import { Badge, StateBadge } from "~/ui/badge.tsx";
import { Button, LinkButton, useHydrated } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { CheckboxField, SelectField } from "~/ui/field/choice-fields.tsx";
import { Icon } from "~/ui/icon.tsx";
import { panelQuery } from "~/ui/live/panel-query.ts";
import { PanelTabs } from "~/ui/panel-tabs.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { Overtimes } from "../scoring/overtimes.tsx";
import type { ConductPage } from "./conduct.tsx";
import { HallHere } from "./hall-here.tsx";
import { OnStage, RunningOrder, Undo } from "./on-stage.tsx";
import { StageScreens } from "./stage-screens.tsx";
import { DeskProvider, Key, Refused, StepButton, stepForm, useDesk } from "./step-button.tsx";
import { actsOf, type ConductAct, isPossible, keys, type StepError, useConduct } from "./use-conduct.ts";

const storageKey = "conduct-keys";

/** Takes the steps that are pressed on the keyboard, unless the person has switched that off on this device. */
function useKeys(picture: ConductPicture, take: (step: ConductStep) => void) {
  const [on, setOn] = useState(true);
  const now = useRef({ picture, take });
  now.current = { picture, take };
  useEffect(() => setOn(localStorage.getItem(storageKey) !== "off"), []);
  useEffect(() => {
    if (!on) return;
    const press = (event: KeyboardEvent) => {
      const act = actOf(event);
      if (!act) return;
      event.preventDefault();
      const step = actsOf(now.current.picture)[act];
      if (isPossible(now.current.picture, step)) now.current.take(step);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [on]);
  const choose = (wanted: boolean) => {
    localStorage.setItem(storageKey, wanted ? "on" : "off");
    setOn(wanted);
  };
  return { on, choose };
}

/** The act that was pressed; undefined where somebody writes, or the key is the browser's or the focused button's own. */
function actOf(event: KeyboardEvent): ConductAct | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return undefined;
  const at = event.target instanceof Element ? event.target : null;
  if (at?.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return undefined;
  if (event.key === " " && at?.closest("button, a, summary, input")) return undefined;
  const key = event.key === "=" ? "+" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return (Object.keys(keys) as ConductAct[]).find((act) => keys[act] === key);
}

/** The conductor's whole desk: one look says who is on stage, what the hall sees and what comes next. */
export function ConductDesk(props: {
  page: ConductPage;
  refusal: StepError | null;
  hallRefusal: Refusal | null;
}): ReactNode {
  const { page, refusal, hallRefusal } = props;
  const desk = useConduct({ slug: page.round.slug, panel: page.panel }, page.picture, refusal);
  const { picture, take, error } = desk;
  const shortcuts = useKeys(picture, take);
  return (
    <DeskProvider value={{ picture, take, likely: likelyStep(picture.conduct, picture) }}>
      <div className="grid gap-3">
        {/* Every button of the page sends this where no script takes the step */}
        <form id={stepForm} method="post" className="hidden">
          <input type="hidden" name="after" value={picture.conduct.seq} />
          <IdempotencyKey value={page.idempotencyKey} />
        </form>
        <DeskBar page={page} connected={desk.connected} busy={desk.busy} />
        <PanelTabs panels={page.panels} current={page.panel} />
        <Refused error={error} back={`/organize/rounds/${page.round.slug}/conduct${panelQuery(page.panel)}`} />
        <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1.5fr)_minmax(20rem,1fr)]">
          <div className="grid gap-3">
            {/* Once the round is closed nobody pitches any more: the ceremony has the place */}
            {picture.cues ? (
              <Ceremony cues={picture.cues} page={page} />
            ) : (
              <OnStage offsetMs={desk.offsetMs} atMs={page.atMs} byProject={page.round.scoringByProject} />
            )}
            <StageScreens error={error} page={page} />
          </div>
          <div className="grid gap-3">
            <OvertimesHere page={page} />
            <HallHere page={page} error={hallRefusal} />
            <RunningOrder />
            <Legend {...shortcuts} />
          </div>
        </div>
      </div>
    </DeskProvider>
  );
}

/** Pitches beyond their time: who keeps the scores decides here, and comes back. */
function OvertimesHere({ page }: { page: ConductPage }): ReactNode {
  const { picture } = useDesk();
  const { round, enters, idempotencyKey } = page;
  const entries = new Map(picture.entries.map((entry) => [entry.key, entry]));
  const overtimes = picture.overtimes.flatMap(({ seq, entry, tenths, points, article }) => {
    const about = entries.get(entry);
    return about
      ? [{ seq, entry: about, seconds: secondsText(tenths), points: formatHundredths(points), article }]
      : [];
  });
  return (
    <Overtimes
      page={{ overtimes, enters, idempotencyKey }}
      answer={null}
      action={`/organize/rounds/${round.slug}/parts`}
      back="conduct"
    />
  );
}

/** Which key does what, always in sight; single keys can be switched off. Without a script there are none. */
function Legend({ on, choose }: { on: boolean; choose: (on: boolean) => void }): ReactNode {
  const { t } = useTranslation("conduct");
  const { picture } = useDesk();
  const closed = picture.cues !== null;
  const absent: Partial<Record<ConductAct, boolean>> = {
    toggle: closed,
    open: closed,
    next: closed,
    plus30: closed,
    minus30: closed,
    plus60: closed,
    minus60: closed,
    defence: closed || picture.defenceMinutes === 0,
    score: !picture.scoresOnStage,
    scoreboard: !picture.scoreboardOnStage,
    reveal: !closed,
    forward: !closed,
    back: !closed,
  };
  const acts = (Object.keys(keys) as ConductAct[]).filter((act) => !absent[act]);
  if (!useHydrated()) return null;
  return (
    <Card title={t("keys.title")} tight className="[&_h2]:text-base">
      <CheckboxField
        name="keys"
        label={t("keys.on")}
        checked={on}
        onChange={(event) => choose(event.target.checked)}
        className="-mt-2"
      />
      <dl className="grid gap-x-3 gap-y-1 sm:grid-cols-2">
        {acts.map((act) => (
          <div key={act} className="flex items-center gap-2">
            <dt>
              <Key act={act} />
              <span className="sr-only">{keys[act] === " " ? "Space" : keys[act]}</span>
            </dt>
            <dd className="text-sm">{t(`keys.${act}`)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

interface Props {
  page: ConductPage;
  connected: boolean;
  /** A step is under way. */
  busy: boolean;
}

/** Which heat, the way back, and whether what is shown is what is: in words, in its own place, so that nothing moves. */
function DeskBar({ page, connected, busy }: Props): ReactNode {
  const { t } = useTranslation(["conduct", "rounds", "health"]);
  const locale = useLocale();
  const { round, seesScores } = page;
  const { picture } = useDesk();
  // A release is of a round that is closed, and comes while nobody conducts
  const release = liveReleaseStates.find((each) => each === round.stage) ?? null;
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <Link
        to={seesScores ? `/organize/rounds/${round.slug}` : "/organize"}
        className="inline-flex min-h-11 items-center gap-1"
      >
        <Icon name="left" />
        {t(seesScores ? "rounds:tabs.overview" : "rounds:desk.title")}
      </Link>
      <h1 className="text-xl">{inLocale(locale, round.title, round.titleEn)}</h1>
      <StateBadge of="round" state={deskStageOf(stageOf(picture.state, release), round.kind)} />
      <div role="status" className="flex grow flex-wrap items-center gap-x-4 gap-y-1">
        <Badge tone={connected ? "ok" : "danger"} icon={connected ? "live" : "warn"}>
          {t(connected ? "live.on" : "live.off")}
        </Badge>
        {connected ? null : <span className="text-sm">{t("live.offMend")}</span>}
        {busy ? <span className="text-sm text-ink-soft">{t("live.busy")}</span> : null}
      </div>
      <noscript>
        <a href={panelQuery(page.panel) || "?"} className="inline-flex min-h-11 items-center px-3">
          {t("live.reload")}
        </a>
      </noscript>
      <LinkButton to={`/organize/rounds/${round.slug}/health`}>{t("health:title")}</LinkButton>
      <LinkButton
        to={`/stage/${round.stageKey}${panelQuery(page.panel)}`}
        target="_blank"
        rel="noreferrer"
        icon="out"
        reloadDocument
      >
        {t("screen.open")}
      </LinkButton>
    </header>
  );
}

/** The ceremony: step by step, forward and back, or to any step. Places are named by rank; who it is, the stage says first. */
function Ceremony({ cues, page }: { cues: RevealCue[]; page: ConductPage }): ReactNode {
  const { t } = useTranslation("conduct");
  const { picture } = useDesk();
  const words = useCueWords();
  const acts = actsOf(picture);
  const { screen } = picture.conduct;
  const at = screen.name === "reveal" ? Math.min(screen.step, cues.length - 1) : null;
  const cue = at === null ? undefined : cues[at];
  return (
    <Card title={t("ceremony.title")}>
      <div className="grid gap-4">
        <p role="status" className="text-lg font-medium">
          {at === null || !cue
            ? t("ceremony.notStarted", { steps: cues.length })
            : t("ceremony.at", { step: at + 1, steps: cues.length, cue: words(cue) })}
        </p>
        <div className="grid gap-3 sm:grid-cols-3">
          <StepButton step={acts.reveal} act="reveal" size="hall">
            {t("ceremony.start")}
          </StepButton>
          <StepButton step={acts.back} act="back" size="hall" icon="left">
            {t("ceremony.back")}
          </StepButton>
          <StepButton step={acts.forward} act="forward" size="hall" iconAfter="right">
            {t("ceremony.forward")}
          </StepButton>
        </div>
        <Jump key={at} cues={cues} page={page} at={at ?? 0} />
        <Undo />
      </div>
    </Card>
  );
}

function Jump({ cues, page, at }: { cues: RevealCue[]; page: ConductPage; at: number }): ReactNode {
  const { t } = useTranslation("conduct");
  const { picture, take } = useDesk();
  const words = useCueWords();
  const [to, setTo] = useState(String(at));
  const send = (event: FormEvent) => {
    event.preventDefault();
    take({ type: "show", screen: { name: "reveal", step: Number(to) } });
  };
  return (
    <form method="post" onSubmit={send} className="flex flex-wrap items-end gap-3">
      <input type="hidden" name="after" value={picture.conduct.seq} />
      <IdempotencyKey value={page.idempotencyKey} />
      <input type="hidden" name="step" value={JSON.stringify({ type: "show", screen: { name: "reveal" } })} />
      <SelectField
        name="to"
        label={t("ceremony.jump")}
        value={to}
        onChange={(event) => setTo(event.target.value)}
        placeholder={null}
        options={cues.map((cue, step) => ({ value: String(step), label: `${step + 1} · ${words(cue)}` }))}
      />
      <Button>{t("ceremony.jumpDo")}</Button>
    </form>
  );
}

function useCueWords(): (cue: RevealCue) => string {
  const { t } = useTranslation("conduct");
  const locale = useLocale();
  return (cue) => {
    if (cue.kind === "prize")
      return t("ceremony.cue.prize", { prize: inLocale(locale, cue.prize.title, cue.prize.titleEn) });
    if (cue.kind === "place") return t("ceremony.cue.place", { rank: cue.rank });
    return t(`ceremony.cue.${cue.kind}`);
  };
}
