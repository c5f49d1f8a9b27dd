import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { reviewFor } from "~/reads/review/review-round.ts";
import { can } from "~/rules/accounts/access.ts";
import { Badge } from "~/ui/badge.tsx";
import { Button } from "~/ui/button.tsx";
import { Figure } from "~/ui/card.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { CheckboxField } from "~/ui/field/choice-fields.tsx";
import { titled } from "~/ui/page-title.ts";
import { Pages } from "~/ui/pages.tsx";
import { ProgressBar } from "~/ui/progress-bar.tsx";
import { findReviewSettings } from "~db/queries/review/assignments.ts";
import { entriesAPage, findProgressByEntry, findProgressByJudge } from "~db/queries/review/review-progress.ts";
import { ListExport } from "../exchange/list-export.tsx";

const searchSchema = z.object({
  judges: z.enum(["all", "lagging"]).catch("all"),
  entries: z.enum(["all", "lacking"]).catch("all"),
  page: z.coerce.number().int().min(1).max(1000).catch(1),
});

/** How far the review has come, by judge and by application. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await reviewFor({ request, context }, params.round, "see-scores");
  const { db, locale } = context;
  const { judges, entries, page } = searchSchema.parse(Object.fromEntries(new URL(request.url).searchParams));
  const perEntry = (await findReviewSettings(db, round.id))?.perEntry ?? 0;
  const all = await findProgressByJudge(db, round.id);
  const found = await findProgressByEntry(db, { roundId: round.id, perEntry, lacking: entries === "lacking", page });
  return {
    title: i18nFor(locale).t("review:progress.title"),
    round: round.slug,
    edition: round.editionSlug,
    setsUp: can(actor, "set-up", { editionId: round.editionId, roundId: round.id }),
    perEntry,
    asked: { judges, entries, page },
    assigned: all.reduce((sum, each) => sum + each.assigned, 0),
    submitted: all.reduce((sum, each) => sum + each.submitted, 0),
    lagging: all.filter(lags).length,
    judges: judges === "lagging" ? all.filter(lags) : all,
    total: found.total,
    entries: found.entries.map(({ title, titleEn, ...entry }) => ({
      ...entry,
      title: inLocale(locale, title, titleEn),
    })),
  };
}

function lags({ assigned, submitted }: { assigned: number; submitted: number }): boolean {
  return submitted < assigned;
}

export const meta = titled<typeof loader>((page) => page.title);

export default function Progress(): ReactNode {
  const { t } = useTranslation(["review", "ui"]);
  const { edition, round, setsUp, perEntry, asked, assigned, submitted, lagging, judges, total, entries } =
    useLoaderData<typeof loader>();
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <h2 className="text-xl">{t("progress.title")}</h2>
        <p className="max-w-[46rem] text-pretty text-ink-soft">{t("progress.lead")}</p>
      </div>
      <div className="flex flex-wrap items-end gap-x-12 gap-y-4">
        <Figure value={t("progress.of", { done: submitted, all: assigned })} label={t("progress.submitted")} />
        <Figure value={lagging} label={t("progress.lagging")} />
      </div>
      {assigned > 0 ? <ProgressBar label={t("progress.title")} value={submitted} max={assigned} /> : null}
      <Form method="get" className="flex flex-wrap items-center gap-x-6">
        <CheckboxField
          name="judges"
          value="lagging"
          label={t("progress.onlyLagging")}
          defaultChecked={asked.judges === "lagging"}
        />
        <CheckboxField
          name="entries"
          value="lacking"
          label={t("progress.onlyLacking")}
          defaultChecked={asked.entries === "lacking"}
        />
        <Button type="submit">{t("ui:action.filter")}</Button>
      </Form>
      <DataTable
        label={t("progress.byJudge")}
        captionHidden={false}
        columns={[
          { key: "judge", header: t("word.judge"), rowHeader: true, cell: ({ key, name }) => `${key} ${name}` },
          { key: "assigned", header: t("progress.assigned"), numeric: true, cell: (judge) => judge.assigned },
          { key: "begun", header: t("progress.begun"), numeric: true, cell: (judge) => judge.begun },
          { key: "submitted", header: t("progress.submitted"), numeric: true, cell: (judge) => judge.submitted },
          {
            key: "last",
            header: t("progress.last"),
            cell: ({ lastAt, accepted }) =>
              lastAt ? <DateTime at={lastAt} /> : t(accepted ? "progress.never" : "progress.notAccepted"),
          },
          {
            key: "state",
            header: t("ui:word.state"),
            narrow: true,
            cell: (judge) =>
              lags(judge) ? (
                <Badge tone="warn" icon="empty">
                  {t("progress.left", { count: judge.assigned - judge.submitted })}
                </Badge>
              ) : (
                <Badge tone="ok" icon="check">
                  {t("progress.done")}
                </Badge>
              ),
          },
        ]}
        rows={judges}
        rowKey={({ key }) => key}
        empty={<EmptyState title={t("progress.noJudges")} />}
      />
      <ListExport edition={edition} list="reviewers" of={round} query={{ judges: asked.judges }} />
      <DataTable
        label={t("progress.byEntry")}
        captionHidden={false}
        columns={[
          { key: "entry", header: t("word.project"), rowHeader: true, cell: ({ key, title }) => `${key} ${title}` },
          { key: "assigned", header: t("progress.judges"), numeric: true, cell: (entry) => entry.assigned },
          {
            key: "submitted",
            header: t("progress.submitted"),
            numeric: true,
            cell: (entry) => t("progress.of", { done: entry.submitted, all: perEntry }),
          },
          {
            key: "hole",
            header: t("ui:word.state"),
            narrow: true,
            cell: ({ key, assigned: has, submitted: done }) =>
              has < perEntry ? (
                <Badge tone="warn" icon="warn">
                  {setsUp ? (
                    <Link to={`/organize/rounds/${round}/review/assignment?q=${encodeURIComponent(key)}`}>
                      {t("progress.hole", { count: perEntry - has })}
                    </Link>
                  ) : (
                    t("progress.hole", { count: perEntry - has })
                  )}
                </Badge>
              ) : done < perEntry ? (
                <Badge>{t("progress.waiting")}</Badge>
              ) : (
                <Badge tone="ok" icon="check">
                  {t("progress.done")}
                </Badge>
              ),
          },
        ]}
        rows={entries}
        rowKey={({ key }) => key}
        empty={<EmptyState title={t("progress.noEntries")} />}
      />
      <Pages page={asked.page} aPage={entriesAPage} total={total} />
      <ListExport edition={edition} list="progress" of={round} query={{ entries: asked.entries }} />
    </div>
  );
}
