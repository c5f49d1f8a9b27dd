import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveLandingMonths } from "~/commands/landing/save-landing-months.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { refused } from "~/routes/signing-problem.ts";
import { landingMonthsSchema, landingSteps } from "~/rules/landing/landing.ts";
import { editionFor } from "~/services/http/guard.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { useProblems } from "../rounds/invite-forms.tsx";
import { numberOf, senderOf, textOf } from "../rounds/rubric-editor.tsx";

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
  const form = await request.formData();
  const version = textOf(form, "version");
  const months = Object.fromEntries(landingSteps.map((step) => [step, numberOf(form, step)]));
  const answer = await saveLandingMonths(await senderOf(context, form), { edition: params.edition, version, months });
  if (answer.ok) return redirect(`/organize/editions/${params.edition}/settings/landing?saved=1`, 303);
  const refusal = refused(answer.error, request);
  return data({ ...refusal.data, months, version }, refusal.init ?? undefined);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

export default function LandingSettings(): ReactNode {
  const { t } = useTranslation(["landing", "ui", "rounds"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const nameOf = (path: string) => path.replace("months.", "");
  const problems = useProblems(answer?.error, {
    idOf: nameOf,
    labelOf: (path) => {
      const step = landingSteps.find((each) => each === nameOf(path));
      return step && t(`ui:state.landing.${step}`);
    },
  });
  return (
    <Form method="post" noValidate key={page.version} className="grid max-w-280 gap-6">
      <p className="max-w-prose text-ink-soft">
        {t("settings.lead")}{" "}
        <Link to={`/organize/editions/${page.slug}/landing`} className="inline-block">
          {t("settings.open")}
        </Link>
      </p>
      <ErrorSummary errors={problems.errors} />
      {search.has("saved") && !answer ? <Callout kind="ok" live title={t("rounds:saved")} /> : null}
      <input type="hidden" name="version" value={answer?.version ?? page.version} />
      <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
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
      <div>
        <SubmitButton kind="primary">{t("ui:action.save")}</SubmitButton>
      </div>
    </Form>
  );
}
