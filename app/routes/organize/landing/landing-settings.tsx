import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveLandingMonths } from "~/commands/landing/save-landing-months.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { numberOf } from "~/forms/fields.ts";
import { SettingsForm } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { landingMonthsSchema, landingSteps } from "~/rules/landing/landing.ts";
import { editionFor } from "~/services/http/guard.ts";
import { Card } from "~/ui/card.tsx";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { titled } from "~/ui/page-title.ts";

/** How many months the milestones of a landing have. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "track-landing");
  return {
    documentTitle: i18nFor(args.context.locale).t("landing:settings.tab"),
    slug: edition.slug,
    months: landingMonthsSchema.parse(edition.landingMonths),
    version: digestOf(edition.landingMonths),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, version } = await readForm({ request, context });
  const months = Object.fromEntries(landingSteps.map((step) => [step, numberOf(form, step)]));
  const answer = await saveLandingMonths(by, { edition: params.edition, version, months });
  return answerForm(request, answer, `/organize/editions/${params.edition}/settings/landing?saved=1`, {
    months,
    version,
  });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function LandingSettings(): ReactNode {
  const { t } = useTranslation(["landing", "ui", "rounds"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const nameOf = (path: string) => path.replace("months.", "");
  const problems = useProblems(answer?.error, {
    idOf: nameOf,
    labelOf: (path) => {
      const step = landingSteps.find((each) => each === nameOf(path));
      return step && t(`ui:state.landing.${step}`);
    },
  });
  return (
    <SettingsForm
      of={page}
      errors={problems.errors}
      lead={
        <>
          {t("settings.lead")}{" "}
          <Link to={`/organize/editions/${page.slug}/landing`} className="inline-block">
            {t("settings.open")}
          </Link>
        </>
      }
    >
      <Card title={t("settings.tab")}>
        <div className="grid gap-4 sm:grid-cols-2">
          {landingSteps.map((step) => (
            <SelectField
              key={step}
              name={step}
              label={t(`ui:state.landing.${step}`)}
              placeholder={null}
              options={[6, 12].map((count) => ({ value: String(count), label: t("settings.months", { count }) }))}
              defaultValue={String(answer?.months[step] ?? page.months[step])}
              error={problems.at(`months.${step}`)}
            />
          ))}
        </div>
      </Card>
    </SettingsForm>
  );
}
