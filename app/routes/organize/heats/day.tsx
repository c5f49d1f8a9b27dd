import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveDaySettings } from "~/commands/heats/save-day-settings.ts";
import { renewStageKey } from "~/commands/stage/renew-stage-key.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { numberOf, textOf } from "~/forms/fields.ts";
import { ActionForm, Saved } from "~/forms/form.tsx";
import { type Problems, useProblems } from "~/forms/problems.tsx";
import { SaveLine } from "~/forms/unsaved.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { can } from "~/rules/accounts/access.ts";
import { lateRules } from "~/rules/heats/attendance.ts";
import type { DaySettings } from "~/rules/heats/day-settings.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { qrCode } from "~/services/http/qr-code.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { CheckboxField, NumberField, RadioGroupField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { panelQuery } from "~/ui/live/panel-query.ts";
import { titled } from "~/ui/page-title.ts";
import { findDaySettings } from "~db/queries/heats/day-settings.ts";
import { StageLink } from "../stage/stage-link.tsx";

const switches = ["scoringByProject", "ownFigures", "scoresOnStage", "scoreboardOnStage"] as const;

/** The settings as the form shows them: numbers as they were typed. */
export interface ShownDay extends Record<(typeof switches)[number], boolean> {
  warnSeconds: string;
  lateRule: string;
  freezeAfter: string;
  openTogether: string;
}

/** The sent settings as the command takes them. */
function dayOf(form: FormData): Record<string, unknown> {
  const { lateRule, warnSeconds: _, freezeAfter: __, openTogether: ___, ...on } = sentDay(form);
  const numbers = ["warnSeconds", "freezeAfter", "openTogether"] as const;
  return { ...on, lateRule, ...Object.fromEntries(numbers.map((name) => [name, numberOf(form, name)])) };
}

/** The sent settings as they were typed, to show them again. */
function sentDay(form: FormData): ShownDay {
  return {
    warnSeconds: textOf(form, "warnSeconds"),
    lateRule: textOf(form, "lateRule"),
    freezeAfter: textOf(form, "freezeAfter"),
    openTogether: textOf(form, "openTogether"),
    ...(Object.fromEntries(switches.map((name) => [name, form.has(name)])) as Record<
      (typeof switches)[number],
      boolean
    >),
  };
}

function shownDay({ warnSeconds, freezeAfter, openTogether, ...rest }: DaySettings): ShownDay {
  return {
    ...rest,
    warnSeconds: String(warnSeconds),
    freezeAfter: String(freezeAfter ?? ""),
    openTogether: String(openTogether ?? ""),
  };
}

/** How the heat's day goes, and the address of its stage screens. A review of papers has neither. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "set-up");
  if (round.kind === "preliminary") throw notFound();
  const { settings, late } = await findDaySettings(context.db, round.id);
  const stageUrl = `${context.settings.baseUrl}/stage/${round.stageKey}`;
  return {
    title: `${i18nFor(context.locale).t("conduct:day.title")} · ${inLocale(context.locale, round.title, round.titleEn)}`,
    round: { slug: round.slug, pitchMinutes: round.pitchMinutes, defenceMinutes: round.defenceMinutes },
    /** Where the edition says what overtime costs, for whoever sets it up. */
    overtime: can(actor, "set-up", { editionId: round.editionId })
      ? `/organize/editions/${round.editionSlug}/settings/overtime`
      : null,
    settings,
    version: digestOf(settings),
    late,
    released: round.releaseState !== null,
    stages: (round.panels.length > 0 ? round.panels : [null]).map((panel) => {
      const url = `${stageUrl}${panelQuery(panel)}`;
      return { panel, url, code: qrCode(url) };
    }),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent, version } = await readForm({ request, context });
  const here = `/organize/rounds/${params.round}/day`;
  if (intent === "renew-key") {
    const answer = await renewStageKey(by, { round: params.round });
    return answerForm(request, answer, `${here}?renewed=1`, { sent: undefined, version: undefined });
  }
  const answer = await saveDaySettings(by, { round: params.round, version, settings: dayOf(form) });
  return answerForm(request, answer, `${here}?saved=1`, { sent: sentDay(form), version });
}

export const meta = titled<typeof loader>((page) => page.title);

export default function RoundDay(): ReactNode {
  const { t } = useTranslation(["conduct", "rounds", "ui", "inputs"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { errors, at } = useProblems(answer?.error, {
    idOf: (path) => path.replace("settings.", ""),
    labelOf: useDayLabels(),
  });
  return (
    <div className="grid gap-6">
      <h2 className="text-xl">{t("day.title")}</h2>
      <ErrorSummary
        errors={errors}
        title={errors.some((each) => each.id) ? undefined : t("ui:errorSummary.title", { count: 1 })}
      />
      <Saved />
      {search.has("renewed") && !answer ? <Callout kind="ok" live title={t("day.renewed")} /> : null}
      {page.released ? <Callout title={t("rounds:frozen.stage")} /> : null}
      <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <ActionForm version={page.version} idempotencyKey={page.idempotencyKey} key={page.version} noValidate watched>
          <fieldset disabled={page.released} className="grid gap-6">
            <legend className="sr-only">{t("day.title")}</legend>
            <DayFields values={answer?.sent ?? shownDay(page.settings)} lateFixed={page.late} at={at} />
            <p className="text-ink-soft">
              {t("day.minutes", page.round)}{" "}
              <Link to={`/organize/rounds/${page.round.slug}/basics`}>{t("day.minutesIn")}</Link>
              {page.overtime ? (
                <>
                  {" "}
                  {t("day.overtime")} <Link to={page.overtime}>{t("inputs:settings.tab")}</Link>
                </>
              ) : null}
            </p>
            {page.released ? null : (
              <SaveLine>
                <SubmitButton kind="primary" intent="save">
                  {t("ui:action.save")}
                </SubmitButton>
              </SaveLine>
            )}
          </fieldset>
        </ActionForm>
        <StageLink stages={page.stages} idempotencyKey={page.idempotencyKey} />
      </div>
    </div>
  );
}

interface Props {
  values: ShownDay;
  /** Somebody was late: the rule stands. */
  lateFixed: boolean;
  at: Problems["at"];
}

/** The fields of the day's settings: the clock, who comes late, scoring, and what the hall sees of scores. */
function DayFields({ values, lateFixed, at }: Props): ReactNode {
  const { t } = useTranslation("conduct");
  const box = (name: (typeof switches)[number]) => (
    <CheckboxField
      name={name}
      label={t(`day.${name}`)}
      hint={t(`day.${name}Hint`)}
      defaultChecked={values[name]}
      error={at(`settings.${name}`)}
    />
  );
  return (
    <>
      <Card title={t("day.course")}>
        <div className="grid gap-5">
          <NumberField
            name="warnSeconds"
            label={t("day.warnSeconds")}
            hint={t("day.warnSecondsHint")}
            unit={t("day.seconds")}
            defaultValue={values.warnSeconds}
            error={at("settings.warnSeconds")}
            required
          />
          {lateFixed ? (
            <>
              <input type="hidden" name="lateRule" value={values.lateRule} />
              <p>
                {t("day.lateRule")} <strong>{t(values.lateRule === "last" ? "day.late.last" : "day.late.out")}</strong>
                <span className="block text-ink-soft">{t("day.lateFixed")}</span>
              </p>
            </>
          ) : (
            <RadioGroupField
              name="lateRule"
              label={t("day.lateRule")}
              defaultValue={values.lateRule}
              options={lateRules.map((value) => ({ value, label: t(`day.late.${value}`) }))}
              error={at("settings.lateRule")}
            />
          )}
          {box("scoringByProject")}
          <NumberField
            name="openTogether"
            label={t("day.openTogether")}
            hint={t("day.openTogetherHint")}
            unit={t("day.projectsTogether")}
            defaultValue={values.openTogether}
            error={at("settings.openTogether")}
            optional
          />
          {box("ownFigures")}
        </div>
      </Card>
      <Card title={t("day.stage")}>
        <div className="grid gap-3">
          {box("scoresOnStage")}
          {box("scoreboardOnStage")}
          <NumberField
            name="freezeAfter"
            label={t("day.freezeAfter")}
            hint={t("day.freezeAfterHint")}
            unit={t("day.projects")}
            defaultValue={values.freezeAfter}
            error={at("settings.freezeAfter")}
            optional
          />
        </div>
      </Card>
    </>
  );
}

/** The label of a field, by its path in the command's input ("settings.warnSeconds"). */
function useDayLabels(): (path: string) => string | undefined {
  const { t } = useTranslation("conduct");
  return (path) => {
    const labels: Record<string, string> = {
      warnSeconds: t("day.warnSeconds"),
      lateRule: t("day.lateRule"),
      freezeAfter: t("day.freezeAfter"),
      openTogether: t("day.openTogether"),
    };
    return labels[path.replace("settings.", "")];
  };
}
