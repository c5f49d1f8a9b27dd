import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { declareConflicts } from "~/commands/review/declare-conflicts.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { ActionForm } from "~/forms/form.tsx";
import { fieldsOf } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { Button, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { TextField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { Pages } from "~/ui/pages.tsx";
import { findReviewSettings } from "~db/queries/review/assignments.ts";
import { findTitlesForConflicts, titlesAPage } from "~db/queries/review/review-tasks.ts";
import { findOwnPlace } from "~db/queries/scoring/practices.ts";

const searchSchema = z.object({
  q: z.string().max(100).catch(""),
  page: z.coerce.number().int().min(1).max(1000).catch(1),
});

/** The titles of a review, for declaring conflicts before the judge is assigned or while they review. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "judge");
  const { db, locale } = context;
  const seat = { roundId: round.id, userId: actor.id };
  const place = await findOwnPlace(db, seat);
  if (!place || !(await findReviewSettings(db, round.id))) throw notFound();
  const { q, page } = searchSchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const found = await findTitlesForConflicts(db, { ...seat, words: q, page });
  return {
    title: i18nFor(locale).t("review:conflicts.title"),
    round: { slug: round.slug, title: inLocale(locale, round.title, round.titleEn), open: round.state !== "closed" },
    q,
    page,
    normalises: place.normalises,
    total: found.total,
    declared: found.declared,
    titles: found.titles.map(({ key, title, titleEn, declared }) => ({
      key,
      declared,
      title: inLocale(locale, title, titleEn),
    })),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by } = await readForm({ request, context });
  const sent = { entries: form.getAll("entries").map(String), reason: textOf(form, "reason") };
  const answer = await declareConflicts(by, { round: params.round, ...sent });
  return answerForm(request, answer, ({ declared }) => `/judge/${params.round}/conflicts?declared=${declared}`, {
    sent,
  });
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Conflicts(): ReactNode {
  const { t } = useTranslation(["review", "errors", "ui"]);
  const { round, q, page, normalises, total, declared, titles, idempotencyKey } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const error = answer?.error;
  const wrong = fieldsOf(error).map(({ path }) => path.split(".")[0]);
  const errors = [
    ...(wrong.includes("entries") ? [{ message: t("conflicts.choose") }] : []),
    ...(wrong.includes("reason") ? [{ id: "reason", message: t("errors:field.reason") }] : []),
    ...(error && error.type !== "invalid-input" ? [{ message: t(`errors:${error.type}.title`) }] : []),
  ];
  return (
    <div className="grid gap-5">
      <PageHeader
        title={t("conflicts.title")}
        lead={t("conflicts.lead")}
        breadcrumbs={[
          { to: "/judge", label: t("judge.rounds") },
          { to: `/judge/${round.slug}`, label: round.title },
        ]}
      />
      <ErrorSummary errors={errors} />
      {search.has("declared") && !error ? (
        <Callout kind="ok" live>
          {t("conflicts.done", { count: Number(search.get("declared")) || 0 })}
        </Callout>
      ) : null}
      <Form method="get" className="flex flex-wrap items-end gap-3">
        <TextField name="q" label={t("conflicts.search")} defaultValue={q} width="medium" type="search" />
        <Button type="submit">{t("ui:action.search")}</Button>
        <p className="ms-auto text-ink-soft">{t("conflicts.count", { total, declared })}</p>
      </Form>
      {titles.length === 0 ? <EmptyState title={t("conflicts.none")} /> : null}
      <ActionForm idempotencyKey={idempotencyKey} noValidate className="grid gap-5">
        <ul className="grid gap-x-6 md:grid-cols-2">
          {titles.map((entry) => (
            <li key={entry.key} className="border-line border-b">
              <Title entry={entry} open={round.open} checked={answer?.sent.entries.includes(entry.key)} />
            </li>
          ))}
        </ul>
        {round.open && titles.length > 0 ? (
          <div className="grid max-w-200 gap-4">
            <TextAreaField
              name="reason"
              label={t("conflicts.reason")}
              hint={t("conflicts.reasonHint")}
              defaultValue={answer?.sent.reason}
              error={wrong.includes("reason") ? t("errors:field.reason") : undefined}
              rows={2}
              max={500}
              required
            />
            {normalises ? <p className="font-medium">{t("conflicts.movesOthers")}</p> : null}
            <div>
              <SubmitButton kind="primary">{t("conflicts.declare")}</SubmitButton>
            </div>
          </div>
        ) : null}
      </ActionForm>
      <Pages page={page} aPage={titlesAPage} total={total} />
    </div>
  );
}

function Title({
  entry: { key, title, declared },
  open,
  checked,
}: {
  entry: { key: string; title: string; declared: string | null };
  open: boolean;
  checked?: boolean;
}): ReactNode {
  const { t } = useTranslation("review");
  if (declared !== null || !open)
    return (
      <p className="flex min-h-12 flex-wrap items-center gap-x-3 py-2">
        <span className="text-ink-soft">{key}</span> {title}
        {declared === null ? null : (
          <span className="text-sm text-ink-soft">{t("conflicts.already", { declared })}</span>
        )}
      </p>
    );
  return (
    <label className="flex min-h-12 items-center gap-3 py-2">
      <input type="checkbox" name="entries" value={key} defaultChecked={checked} className="size-5 shrink-0" />
      <span className="text-ink-soft">{key}</span>
      <span>{title}</span>
    </label>
  );
}
