import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveJudgeProfile } from "~/commands/review/save-judge-profile.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { reviewFor } from "~/reads/review/review-round.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { findReviewPanel, findSenders } from "~db/queries/review/assignments.ts";
import { findTracks } from "~db/queries/rounds/rounds.ts";
import { refused } from "../../refused.ts";
import { useProblems } from "../rounds/problems.ts";
import { numberOf, senderOf, textOf } from "../rounds/sent.ts";
import { ProfileForm } from "./profile-form.tsx";

export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await reviewFor({ request, context }, params.round, "set-up");
  return {
    title: i18nFor(context.locale).t("review:panel.title"),
    round: round.slug,
    open: round.state !== "closed",
    judges: await findReviewPanel(context.db, round.id),
    tracks: await findTracks(context.db, round.editionId),
    senders: await findSenders(context.db, round.editionId),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const judge = textOf(form, "judge");
  const profile = {
    employer: textOf(form, "employer"),
    school: textOf(form, "school"),
    recommender: textOf(form, "recommender"),
    tracks: form.getAll("tracks").map(String),
    mostReviews: numberOf(form, "mostReviews"),
  };
  const answer = await saveJudgeProfile(await senderOf(context, form), { round: params.round, judge, profile });
  if (answer.ok)
    return redirect(`/organize/rounds/${params.round}/review/panel?${new URLSearchParams({ saved: judge })}`, 303);
  const refusal = refused(answer.error, request);
  const sent = { ...profile, mostReviews: textOf(form, "mostReviews") };
  return data({ ...refusal.data, judge, sent }, refusal.init ?? undefined);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function ReviewPanel(): ReactNode {
  const { t } = useTranslation("review");
  const { round, open, judges, tracks, senders, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const saved = judges.find(({ key }) => key === search.get("saved"));
  const { errors, at } = useProblems(answer?.error, {
    idOf: (path) => `${answer?.judge}-${path.split(".")[1]}`,
    labelOf: (path) => (path === "profile.mostReviews" ? t("panel.mostReviews") : undefined),
  });
  return (
    <div className="grid gap-5">
      <div className="grid gap-2">
        <h2 className="text-xl">{t("panel.title")}</h2>
        <p className="max-w-[46rem] text-pretty text-ink-soft">{t("panel.lead")}</p>
      </div>
      <ErrorSummary errors={errors} />
      {saved && !answer ? (
        <Callout kind="ok" live>
          {t("panel.saved", { judge: saved.key, name: saved.name })}
        </Callout>
      ) : null}
      {judges.length === 0 ? (
        <EmptyState
          title={t("panel.none")}
          icon="people"
          action={<LinkButton to={`/organize/rounds/${round}/panel`}>{t("panel.toPanel")}</LinkButton>}
        >
          {t("panel.noneMend")}
        </EmptyState>
      ) : null}
      <ul className="grid gap-3">
        {judges.map((judge) => (
          <li key={judge.key}>
            <ProfileForm
              {...{ judge, tracks, senders, open, idempotencyKey }}
              sent={answer?.judge === judge.key ? answer.sent : undefined}
              at={answer?.judge === judge.key ? at : () => undefined}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
