import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { reviseScore } from "~/commands/scoring/revise-score.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { ActionForm } from "~/forms/form.tsx";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { judgesDeliberation } from "~/reads/scoring/deliberations.ts";
import { PanelValues } from "~/routes/organize/scoring/panel-values.tsx";
import { useLiveTable } from "~/routes/organize/scoring/use-live-table.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { type RoundPicture, roundPicture } from "~/services/live/stage-picture.ts";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { NumberField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";

/** The panel confers on a project: what everybody gave, and the own new value. There for judges of it alone, and only then. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "judge");
  const { db, locale } = context;
  const picture = await roundPicture(db, round.id);
  const of = { roundId: round.id, entry: params.entry ?? "", userId: actor.id };
  const found = await judgesDeliberation(db, of, locale);
  if (!found) throw notFound();
  return {
    ...found,
    documentTitle: `${i18nFor(locale).t("deliberation:title")} · ${found.title}`,
    round: { slug: round.slug, title: inLocale(locale, round.title, round.titleEn) },
    picture: JSON.parse(picture ?? "null") as RoundPicture,
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const sent = { score: textOf(form, "score"), reason: textOf(form, "reason") };
  const { round, entry } = params;
  return answerForm(
    request,
    await reviseScore(by, { round, entry, ...sent }),
    `/judge/${round}/${entry}/deliberation`,
    {
      sent,
    },
  );
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function JudgesDeliberation(): ReactNode {
  const { t } = useTranslation("deliberation");
  const page = useLoaderData<typeof loader>();
  const { round, entry, state, own } = page;
  useLiveTable(round.slug, page.picture, null);
  return (
    <div className="mx-auto grid w-full max-w-220 gap-5">
      <PageHeader
        title={`${page.number} ${page.title}`}
        lead={t("tablet.lead", { spread: page.spread })}
        breadcrumbs={[
          { to: `/judge/${round.slug}`, label: round.title },
          { to: `/judge/${round.slug}/${entry}`, label: page.number },
        ]}
      />
      <PanelValues
        label={t("title")}
        lines={page.lines}
        nameOf={({ name, own }) => (own ? `${name}（${t("you")}）` : name)}
        isOwn={({ own }) => own}
      />
      {own.revised !== null ? (
        <Callout kind="ok" live title={t("tablet.sent", { score: own.revised })} />
      ) : state === "open" ? (
        <Revise page={page} />
      ) : null}
      {state === "ended" ? <Callout title={t("tablet.waiting")} /> : null}
      {state === "confirmed" ? <Callout title={t("tablet.over")} /> : null}
      <LinkButton size="hall" icon="left" to={`/judge/${round.slug}/${entry}`} className="w-fit">
        {t("tablet.back")}
      </LinkButton>
    </div>
  );
}

function Revise({ page }: { page: ReturnType<typeof useLoaderData<typeof loader>> }): ReactNode {
  const { t } = useTranslation("deliberation");
  const answer = useActionData<typeof action>();
  const { bounds, isConverted } = page;
  const labels: Record<string, string> = { score: t("tablet.score"), reason: t("tablet.reason") };
  const problems = useProblems(answer?.error, { idOf: (path) => path, labelOf: (path) => labels[path] });
  return (
    <Card title={t("tablet.score")}>
      <ErrorSummary errors={problems.errors} />
      <ActionForm idempotencyKey={page.idempotencyKey} noValidate className="grid gap-4">
        <NumberField
          name="score"
          label={t("tablet.score")}
          hint={t(isConverted ? "tablet.scoreHintConverted" : "tablet.scoreHint", { ...bounds })}
          defaultValue={answer?.sent.score}
          error={problems.at("score")}
          required
        />
        <TextAreaField
          name="reason"
          label={t("tablet.reason")}
          hint={t("tablet.reasonHint")}
          defaultValue={answer?.sent.reason}
          error={problems.at("reason")}
          rows={2}
          max={500}
          required
        />
        <div>
          <SubmitButton kind="primary" size="hall">
            {t("tablet.send")}
          </SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}
