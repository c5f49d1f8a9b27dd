import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { cutHeats, cutIntoHeats } from "~/commands/review/cut-into-heats.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { reviewFor } from "~/reads/review/review-round.ts";
import { planCut } from "~/rules/review/cut.ts";
import { Callout } from "~/ui/callout.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { findTracksAndGroups } from "~db/queries/editions/editions.ts";
import { findCutTask } from "~db/queries/review/cuts.ts";
import { refused } from "../../refused.ts";
import { useProblems } from "../rounds/problems.ts";
import { senderOf, textOf } from "../rounds/sent.ts";
import { readChoice } from "./cut-choice.ts";
import { CutForm } from "./cut-form.tsx";
import { CutPreview } from "./cut-preview.tsx";

/** The line under a closed review: the choice, and (`?preview`) who would be on which side of it. Nothing is stored by looking. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await reviewFor({ request, context }, params.round, "set-up");
  const { searchParams } = new URL(request.url);
  const closed = round.state === "closed";
  const task = closed ? await findCutTask(context.db, round) : { candidates: [], targets: [], separate: false };
  const heats = cutHeats(task.targets);
  const choice = readChoice(searchParams, heats, task);
  const { groups } = await findTracksAndGroups(context.db, round.editionId);
  return {
    title: i18nFor(context.locale).t("review:cut.title"),
    round: round.slug,
    edition: round.editionSlug,
    closed,
    candidates: task.candidates.length,
    separate: task.separate,
    ...{ heats, choice, groups },
    plan: searchParams.has("preview") && heats.length > 0 ? planCut(task.candidates, heats, choice) : null,
    idempotencyKey: crypto.randomUUID(),
  };
}

export type CutPage = Awaited<ReturnType<typeof loader>>;

/** Sends what was looked at, with its digest; the heats are those whose places the form names. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const named = [...form.keys()].flatMap((name) => (name.startsWith("places.") ? name.slice("places.".length) : []));
  const heats = named.map((slug) => ({ slug, title: slug, titleEn: null, free: null }));
  const choice = readChoice(form, heats, { separate: false });
  const input = { round: params.round, choice, reason: textOf(form, "reason"), digest: textOf(form, "digest") };
  const answer = await cutIntoHeats(await senderOf(context, form), input);
  if (answer.ok) {
    const { qualified, others } = answer.value;
    const told = new URLSearchParams({ qualified: String(qualified), others: String(others) });
    return redirect(`/organize/rounds/${params.round}/cut?${told}`, 303);
  }
  const refusal = refused(answer.error, request);
  return data({ ...refusal.data, reason: input.reason }, refusal.init ?? undefined);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Cut(): ReactNode {
  const { t } = useTranslation("review");
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { errors } = useProblems(answer?.error, { idOf: (path) => path });
  const [qualified, others] = [search.get("qualified"), search.get("others")];
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <h2 className="text-xl">{t("cut.title")}</h2>
        <p className="max-w-[46rem] text-pretty text-ink-soft">{t("cut.lead")}</p>
      </div>
      <ErrorSummary errors={errors} />
      {qualified && others && !answer ? (
        <Callout kind="ok" live title={t("cut.done", { qualified, others })}>
          {t("cut.doneMend")}
        </Callout>
      ) : null}
      {!page.closed ? (
        <EmptyState title={t("cut.notClosed")}>{t("cut.notClosedMend")}</EmptyState>
      ) : page.candidates === 0 ? (
        <EmptyState title={t("cut.nothing")}>{t("cut.nothingMend")}</EmptyState>
      ) : page.heats.length === 0 ? (
        <EmptyState title={t("cut.noHeats")}>{t("cut.noHeatsMend")}</EmptyState>
      ) : (
        <>
          <CutForm page={page} />
          {page.plan ? <CutPreview plan={page.plan} page={page} reason={answer?.reason} /> : null}
        </>
      )}
    </div>
  );
}
