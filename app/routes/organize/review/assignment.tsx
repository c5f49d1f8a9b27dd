import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import type { By } from "~/commands/command.ts";
import { applyAssignment } from "~/commands/review/apply-assignment.ts";
import { assignJudge } from "~/commands/review/assign-judge.ts";
import { unassignJudge } from "~/commands/review/unassign-judge.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf, textsOf } from "~/forms/fields.ts";
import { useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { type PresentView, planView, presentView } from "~/reads/review/assignment-view.ts";
import { reviewFor } from "~/reads/review/review-round.ts";
import type { Conflict } from "~/rules/review/conflict.ts";
import { Badge } from "~/ui/badge.tsx";
import { Button, LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card, Figure } from "~/ui/card.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { CheckboxField, TextField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { titled } from "~/ui/page-title.ts";
import { Pages } from "~/ui/pages.tsx";
import { findReviewSettings } from "~db/queries/review/assignments.ts";
import { findReviewTask } from "~db/queries/review/review-tasks.ts";
import { findTracks } from "~db/queries/rounds/rounds.ts";
import { ListExport } from "../exchange/list-export.tsx";
import { EntryCard, useConflictWords } from "./entry-card.tsx";
import { PlanPreview } from "./plan-preview.tsx";

const searchSchema = z.object({
  show: z.enum(["all", "lacking"]).catch("all"),
  q: z.string().max(100).catch(""),
  page: z.coerce.number().int().min(1).max(1000).catch(1),
  preview: z.string().optional(),
});

/** The assignment as it stands, or (`?preview`) what computing it again would make of it. Nothing is stored by looking. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await reviewFor({ request, context }, params.round, "set-up");
  const { db, locale } = context;
  const { show, q, page, preview } = searchSchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const settings = await findReviewSettings(db, round.id);
  const task = settings && (await findReviewTask(db, round.id, settings));
  const ready = task !== undefined && task.judges.length > 0 && task.entries.length > 0;
  return {
    title: i18nFor(locale).t("review:assignment.title"),
    round: round.slug,
    edition: round.editionSlug,
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
  const { form, by } = await readForm({ request, context });
  const { outcome, answer } = await actOnAssignment(by, params.round, form);
  const { judge, entry } = textsOf(form, ["judge", "entry"]);
  const { pathname, searchParams } = new URL(request.url);
  searchParams.delete("preview");
  searchParams.set("done", outcome);
  return answerForm(request, answer, `${pathname}?${searchParams}#entry-${entry}`, { judge, entry });
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Assignment(): ReactNode {
  const { t } = useTranslation(["review", "ui"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const conflictWords = useConflictWords();
  const error = answer?.error;
  const { errors } = useProblems(error, { idOf: () => `reason-unassign-${answer?.judge}-${answer?.entry}` });
  const conflict = error?.type === "conflict" ? (error as { conflicts: Conflict[] }).conflicts : null;
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
            ? [{ message: t("assignment.conflict", { judge: answer?.judge ?? "", ties: conflictWords(conflict) }) }]
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

const aPage = 30;

/** The assignment as it stands: loads, holes, and every entry with its judges to correct by hand. */
function Present({ present, page }: { present: PresentView; page: AssignmentPage }): ReactNode {
  const { t } = useTranslation(["review", "ui"]);
  const { counts, lacking, loads, found, entries } = present;
  const each = loads.map(({ load }) => load);
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-end gap-x-12 gap-y-4">
        <Figure value={counts.entries} label={t("assignment.entries")} />
        <Figure value={counts.assigned} label={t("preview.reviews")} />
        <Figure
          value={t("preview.range", { least: Math.min(...each), most: Math.max(...each) })}
          label={t("preview.spread")}
        />
        <Figure value={lacking} label={t("preview.lacking")} />
      </div>
      {lacking > 0 ? (
        <Callout kind="warn" title={t("assignment.holes", { count: lacking })}>
          {t("assignment.holesMend")}
        </Callout>
      ) : null}
      <Card title={t("assignment.loads")}>
        <ul className="flex flex-wrap gap-x-6 gap-y-2">
          {loads.map(({ key, name, load, most }) => (
            <li key={key} className="whitespace-nowrap">
              {key} {name} <Badge tone={most !== null && load > most ? "warn" : "neutral"}>{load}</Badge>
            </li>
          ))}
        </ul>
      </Card>
      <Form method="get" className="flex flex-wrap items-end gap-x-5 gap-y-3">
        <TextField name="q" label={t("conflicts.search")} defaultValue={page.asked.q} width="medium" type="search" />
        <CheckboxField
          name="show"
          value="lacking"
          label={t("assignment.onlyLacking")}
          defaultChecked={page.asked.show === "lacking"}
        />
        <Button type="submit">{t("ui:action.filter")}</Button>
        <p className="ms-auto text-ink-soft">{t("assignment.found", { count: found })}</p>
      </Form>
      {entries.length === 0 ? <EmptyState title={t("conflicts.none")} /> : null}
      <ul className="grid gap-3">
        {entries.map((entry) => (
          <li key={entry.key} id={`entry-${entry.key}`}>
            <EntryCard entry={entry} open={page.open} idempotencyKey={page.idempotencyKey} />
          </li>
        ))}
      </ul>
      <Pages page={page.asked.page} aPage={aPage} total={found} />
      <ListExport
        edition={page.edition}
        list="assignments"
        of={page.round}
        query={{ q: page.asked.q, show: page.asked.show }}
      />
    </div>
  );
}

/** Does what the form's intent says, by its command. */
async function actOnAssignment(by: By, round: string | undefined, form: FormData) {
  const place = { round, entry: textOf(form, "entry"), judge: textOf(form, "judge") };
  const [intent] = textOf(form, "intent").split("-");
  if (intent === "apply")
    return {
      outcome: "applied" as const,
      answer: await applyAssignment(by, { round, digest: textOf(form, "digest") }),
    };
  if (intent === "unassign") {
    const taken = { ...place, forGood: form.has("forGood"), reason: textOf(form, "reason") };
    return { outcome: "unassigned" as const, answer: await unassignJudge(by, taken) };
  }
  return { outcome: "assigned" as const, answer: await assignJudge(by, place) };
}
