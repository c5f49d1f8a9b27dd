import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveReviewSettings } from "~/commands/review/save-review-settings.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { numberOf, textOf } from "~/forms/fields.ts";
import { ActionForm, SaveButton, Saved } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { reviewFor } from "~/reads/review/review-round.ts";
import { hideableFields, usuallyHidden } from "~/rules/review/blind.ts";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { CheckboxField, NumberField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { titled } from "~/ui/page-title.ts";
import { findReviewSettings } from "~db/queries/review/assignments.ts";
import { findSetup } from "~db/queries/rounds/round-setup.ts";

const conflictRules = ["sameEmployer", "sameSchool", "sameRecommender"] as const;

/** Three reviews an application, the usual fields hidden, conflicts by employer and sender. */
const usual = {
  perEntry: 3,
  blindFields: [...usuallyHidden],
  sameEmployer: true,
  sameSchool: false,
  sameRecommender: true,
  ownFigures: false,
};

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await reviewFor({ request, context }, params.round, "set-up");
  const settings = await findReviewSettings(context.db, round.id);
  const { frozenAt } = await findSetup(context.db, round.id);
  return {
    title: i18nFor(context.locale).t("review:settings.title"),
    settings: settings ?? usual,
    set: settings !== undefined,
    open: round.state !== "closed",
    blindFixed: settings !== undefined && frozenAt !== null,
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const settings = {
    perEntry: numberOf(form, "perEntry"),
    blindFields: hideableFields.filter((field) => form.has(`blind.${field}`)),
    ...Object.fromEntries(conflictRules.map((tie) => [tie, form.has(tie)])),
    ownFigures: form.has("ownFigures"),
  };
  const answer = await saveReviewSettings(by, { round: params.round, settings });
  return answerForm(request, answer, `/organize/rounds/${params.round}/review?saved=1`, {
    sent: { ...settings, perEntry: textOf(form, "perEntry") },
  });
}

export const meta = titled<typeof loader>((page) => page.title);

export default function ReviewSettings(): ReactNode {
  const { t } = useTranslation(["review", "apply", "ui", "conduct"]);
  const { settings, set, open, blindFixed, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { errors, at } = useProblems(answer?.error, {
    idOf: (path) => path.replace("settings.", ""),
    labelOf: (path) => (path === "settings.perEntry" ? t("settings.perEntry") : undefined),
  });
  const shown = answer?.sent ?? settings;
  return (
    <ActionForm idempotencyKey={idempotencyKey} noValidate watched className="grid max-w-280 gap-6">
      <div className="grid gap-2">
        <h2 className="text-xl">{t("settings.title")}</h2>
        <p className="max-w-[46rem] text-pretty text-ink-soft">{t("settings.lead")}</p>
      </div>
      <ErrorSummary errors={errors} />
      <Saved title={t("settings.saved")} />
      {set ? null : <Callout>{t("settings.notSet")}</Callout>}
      {open ? null : <Callout>{t("settings.closed")}</Callout>}
      <fieldset disabled={!open} className="grid gap-6">
        <legend className="sr-only">{t("settings.title")}</legend>
        <Card title={t("settings.reviews")}>
          <NumberField
            name="perEntry"
            label={t("settings.perEntry")}
            hint={t("settings.perEntryHint")}
            unit={t("settings.judges")}
            defaultValue={shown.perEntry}
            error={at("settings.perEntry")}
            required
          />
          <CheckboxField
            name="ownFigures"
            label={t("conduct:day.ownFigures")}
            hint={t("conduct:day.ownFiguresHint")}
            defaultChecked={shown.ownFigures}
          />
        </Card>
        <Card title={t("settings.ties")}>
          <p className="mb-2 text-ink-soft">{t("settings.tiesLead")}</p>
          {conflictRules.map((tie) => (
            <CheckboxField
              key={tie}
              name={tie}
              label={t(`settings.${tie}`)}
              hint={t(`settings.${tie}Hint`)}
              defaultChecked={Boolean((shown as Record<string, unknown>)[tie])}
            />
          ))}
        </Card>
        <Card title={t("settings.blind")}>
          <p className="mb-2 text-ink-soft">{t("settings.blindLead")}</p>
          {blindFixed ? <Callout>{t("settings.blindFixed")}</Callout> : null}
          <fieldset className="grid gap-x-6 sm:grid-cols-2 lg:grid-cols-3">
            <legend className="sr-only">{t("settings.blind")}</legend>
            {hideableFields.map((field) => (
              <span key={field}>
                <CheckboxField
                  name={`blind.${field}`}
                  label={field === "members" ? t("settings.memberNames") : t(`apply:field.${field}`)}
                  defaultChecked={shown.blindFields.includes(field)}
                  disabled={blindFixed}
                />
                {blindFixed && shown.blindFields.includes(field) ? (
                  <input type="hidden" name={`blind.${field}`} value="on" />
                ) : null}
              </span>
            ))}
          </fieldset>
        </Card>
        {open ? <SaveButton /> : null}
      </fieldset>
    </ActionForm>
  );
}
