import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { i18nFor } from "~/locales/i18n.server.ts";
import { planView, presentView } from "~/reads/review/assignment-view.ts";
import { reviewFor } from "~/reads/review/review-round.ts";
import type { Tie } from "~/rules/review/conflict.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { findReviewSettings } from "~db/queries/review/assignments.ts";
import { findReviewTask } from "~db/queries/review/review-tasks.ts";
import { findTracks } from "~db/queries/rounds/rounds.ts";
import { refused } from "../../refused.ts";
import { useProblems } from "../rounds/problems.ts";
import { senderOf, textOf } from "../rounds/sent.ts";
import { actOnAssignment } from "./assignment-acts.ts";
import { PlanPreview } from "./plan-preview.tsx";
import { Present } from "./present.tsx";
import { useTieWords } from "./tie-words.ts";

const asked = z.object({
  show: z.enum(["all", "lacking"]).catch("all"),
  q: z.string().max(100).catch(""),
  page: z.coerce.number().int().min(1).max(1000).catch(1),
  preview: z.string().optional(),
});

/** The assignment as it stands, or (`?preview`) what computing it anew would make of it. Nothing is stored by looking. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await reviewFor({ request, context }, params.round, "set-up");
  const { db, locale } = context;
  const { show, q, page, preview } = asked.parse(Object.fromEntries(new URL(request.url).searchParams));
  const settings = await findReviewSettings(db, round.id);
  const task = settings && (await findReviewTask(db, round.id, settings));
  const ready = task !== undefined && task.judges.length > 0 && task.entries.length > 0;
  return {
    title: i18nFor(locale).t("review:assignment.title"),
    round: round.slug,
    open: round.state !== "closed",
    perEntry: settings?.perEntry ?? null,
    asked: { show, q, page },
    present: ready && preview === undefined ? presentView(task, { show, words: q, page }, locale) : null,
    plan: ready && preview !== undefined ? planView(task, await findTracks(db, round.editionId), locale) : null,
    idempotencyKey: crypto.randomUUID(),
  };
}

export type AssignmentPage = Awaited<ReturnType<typeof loader>>;

export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const { outcome, answer } = await actOnAssignment(await senderOf(context, form), params.round, form);
  const here = new URL(request.url);
  if (answer.ok) {
    here.searchParams.delete("preview");
    here.searchParams.set("done", outcome);
    return redirect(`${here.pathname}?${here.searchParams}#entry-${textOf(form, "entry")}`, 303);
  }
  const refusal = refused(answer.error, request);
  return data(
    { ...refusal.data, judge: textOf(form, "judge"), entry: textOf(form, "entry") },
    refusal.init ?? undefined,
  );
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Assignment(): ReactNode {
  const { t } = useTranslation(["review", "ui"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const tieWords = useTieWords();
  const error = answer?.error;
  const { errors } = useProblems(error, { idOf: () => `reason-unassign-${answer?.judge}-${answer?.entry}` });
  const conflict = error?.type === "conflict" ? (error as { ties: Tie[] }).ties : null;
  const done = (["applied", "assigned", "unassigned"] as const).find((each) => each === search.get("done"));
  const at = `/organize/rounds/${page.round}/review`;
  return (
    <div className="grid gap-5">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="grid gap-2">
          <h2 className="text-xl">{t(page.plan ? "preview.title" : "assignment.title")}</h2>
          <p className="max-w-[46rem] text-pretty text-ink-soft">{t(page.plan ? "preview.lead" : "assignment.lead")}</p>
        </div>
        {page.present && page.open ? (
          <LinkButton kind="primary" to={`${at}/assignment?preview`}>
            {t("assignment.compute")}
          </LinkButton>
        ) : null}
      </div>
      <ErrorSummary
        errors={
          conflict
            ? [{ message: t("assignment.conflict", { judge: answer?.judge ?? "", ties: tieWords(conflict) }) }]
            : errors
        }
      />
      {done && !answer ? (
        <Callout kind="ok" live>
          {t(`assignment.${done}`)}
        </Callout>
      ) : null}
      {page.perEntry === null ? (
        <EmptyState
          title={t("assignment.notSet")}
          action={<LinkButton to={at}>{t("assignment.toSettings")}</LinkButton>}
        >
          {t("assignment.notSetMend")}
        </EmptyState>
      ) : page.plan ? (
        <PlanPreview plan={page.plan} page={page} />
      ) : page.present ? (
        <Present present={page.present} page={page} />
      ) : (
        <EmptyState title={t("assignment.nothing")}>{t("assignment.nothingMend")}</EmptyState>
      )}
    </div>
  );
}
