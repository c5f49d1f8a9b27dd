import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveDaySettings } from "~/commands/heats/save-day-settings.ts";
import { renewStageKey } from "~/commands/stage/renew-stage-key.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { refused } from "~/routes/refused.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { qrCode } from "~/services/http/qr-code.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { findDaySettings } from "~db/queries/heats/rehearsals.ts";
import { useProblems } from "../rounds/problems.ts";
import { senderOf, textOf } from "../rounds/sent.ts";
import { StageLink } from "../stage/stage-link.tsx";
import { DayFields, useDayLabels } from "./day-fields.tsx";
import { dayOf, sentDay, shownDay } from "./day-input.ts";

/** How the heat's day goes, and the address of its stage screens. A review of papers has neither. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await roundFor({ request, context }, params.round, "set-up");
  if (round.kind === "preliminary") throw notFound();
  const { settings, late } = await findDaySettings(context.db, round.id);
  const stageUrl = `${context.settings.baseUrl}/stage/${round.stageKey}`;
  return {
    title: `${i18nFor(context.locale).t("conduct:day.title")} · ${(context.locale === "en" && round.titleEn) || round.title}`,
    round: { slug: round.slug, pitchMinutes: round.pitchMinutes, defenceMinutes: round.defenceMinutes },
    settings,
    version: digestOf(settings),
    late,
    released: round.releaseState !== null,
    stage: { url: stageUrl, code: qrCode(stageUrl) },
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const by = await senderOf(context, form);
  const here = `/organize/rounds/${params.round}/day`;
  if (textOf(form, "intent") === "renew-key") {
    const answer = await renewStageKey(by, { round: params.round });
    if (answer.ok) return redirect(`${here}?renewed=1`, 303);
    const refusal = refused(answer.error, request);
    return data({ ...refusal.data, sent: undefined, version: undefined }, refusal.init ?? undefined);
  }
  const version = textOf(form, "version");
  const answer = await saveDaySettings(by, { round: params.round, version, settings: dayOf(form) });
  if (answer.ok) return redirect(`${here}?saved=1`, 303);
  const refusal = refused(answer.error, request);
  return data({ ...refusal.data, sent: sentDay(form), version }, refusal.init ?? undefined);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function RoundDay(): ReactNode {
  const { t } = useTranslation(["conduct", "rounds", "ui"]);
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
      {search.has("saved") && !answer ? <Callout kind="ok" live title={t("rounds:saved")} /> : null}
      {search.has("renewed") && !answer ? <Callout kind="ok" live title={t("day.renewed")} /> : null}
      {page.released ? <Callout title={t("rounds:frozen.stage")} /> : null}
      <div className="grid items-start gap-6 lg:grid-cols-[3fr_2fr]">
        <Form method="post" key={page.version} noValidate>
          <fieldset disabled={page.released} className="grid gap-6">
            <legend className="sr-only">{t("day.title")}</legend>
            {/* What was sent stays bound to the version that it was written against */}
            <input type="hidden" name="version" value={answer?.version ?? page.version} />
            <input type="hidden" name="idempotencyKey" value={page.idempotencyKey} />
            <DayFields values={answer?.sent ?? shownDay(page.settings)} lateFixed={page.late} at={at} />
            <p className="text-ink-soft">
              {t("day.minutes", page.round)}{" "}
              <Link to={`/organize/rounds/${page.round.slug}/basics`}>{t("day.minutesIn")}</Link>
            </p>
            {page.released ? null : (
              <div>
                <SubmitButton kind="primary" intent="save">
                  {t("ui:action.save")}
                </SubmitButton>
              </div>
            )}
          </fieldset>
        </Form>
        <StageLink stage={page.stage} idempotencyKey={page.idempotencyKey} />
      </div>
    </div>
  );
}
