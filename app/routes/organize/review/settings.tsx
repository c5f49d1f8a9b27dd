import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveReviewSettings } from "~/commands/review/save-review-settings.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { reviewFor } from "~/reads/review/review-round.ts";
import { refused } from "~/routes/signing-problem.ts";
import { hideableFields, usuallyHidden } from "~/rules/review/blind.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { CheckboxField, NumberField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { findReviewSettings } from "~db/queries/review/assignments.ts";
import { findSetup } from "~db/queries/rounds/round-setup.ts";
import { useProblems } from "../rounds/invite-forms.tsx";
import { numberOf, senderOf, textOf } from "../rounds/rubric-editor.tsx";

const ties = ["sameEmployer", "sameSchool", "sameRecommender"] as const;

/** Three reviews an application, the usual fields hidden, ties by employer and sender. */
const usual = {
  perEntry: 3,
  blindFields: [...usuallyHidden],
  sameEmployer: true,
  sameSchool: false,
  sameRecommender: true,
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
  const form = await request.formData();
  const settings = {
    perEntry: numberOf(form, "perEntry"),
    blindFields: hideableFields.filter((field) => form.has(`blind.${field}`)),
    ...Object.fromEntries(ties.map((tie) => [tie, form.has(tie)])),
  };
  const answer = await saveReviewSettings(await senderOf(context, form), { round: params.round, settings });
  if (answer.ok) return redirect(`/organize/rounds/${params.round}/review?saved=1`, 303);
  const refusal = refused(answer.error, request);
  return data(
    { ...refusal.data, sent: { ...settings, perEntry: textOf(form, "perEntry") } },
    refusal.init ?? undefined,
  );
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function ReviewSettings(): ReactNode {
  const { t } = useTranslation(["review", "apply", "ui"]);
  const { settings, set, open, blindFixed, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { errors, at } = useProblems(answer?.error, {
    idOf: (path) => path.replace("settings.", ""),
    labelOf: (path) => (path === "settings.perEntry" ? t("settings.perEntry") : undefined),
  });
  const shown = answer?.sent ?? settings;
  return (
    <Form method="post" noValidate className="grid max-w-280 gap-6">
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
      <div className="grid gap-2">
        <h2 className="text-xl">{t("settings.title")}</h2>
        <p className="max-w-[46rem] text-pretty text-ink-soft">{t("settings.lead")}</p>
      </div>
      <ErrorSummary errors={errors} />
      {search.has("saved") && !answer ? <Callout kind="ok" live title={t("settings.saved")} /> : null}
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
        </Card>
        <Card title={t("settings.ties")}>
          <p className="mb-2 text-ink-soft">{t("settings.tiesLead")}</p>
          {ties.map((tie) => (
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
        {open ? (
          <div>
            <SubmitButton kind="primary">{t("ui:action.save")}</SubmitButton>
          </div>
        ) : null}
      </fieldset>
    </Form>
  );
}
