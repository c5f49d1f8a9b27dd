import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { nextToCall } from "~/rules/stage/conduct-next.ts";
import { Badge } from "~/ui/badge.tsx";
import { Card } from "~/ui/card.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { ClockFace } from "~/ui/live/clock-face.tsx";
import { useLocale } from "~/ui/use-locale.ts";
import { actsOf } from "./acts.ts";
import { StepButton, useDesk } from "./step-button.tsx";
import { useStepWords } from "./step-words.ts";

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
            <ClockFace clock={conduct.clock} size="desk" {...{ warnSeconds, ...given }} />
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
