import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useRevalidator } from "@remix-run/react";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { stopBatch } from "~/commands/screening/stop-batch.ts";
import { answerForm } from "~/forms/action.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { can } from "~/rules/accounts/access.ts";
import { type BatchAct, batchRefusals } from "~/rules/screening/batch.ts";
import { notFound, signedIn } from "~/services/http/guard.ts";
import { Badge } from "~/ui/badge.tsx";
import { LinkButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { formatNumber } from "~/ui/format/number.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { ProgressBar } from "~/ui/progress-bar.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { countItems, findBatch, findBatchItems, itemStates, itemsOnPage } from "~db/queries/screening/batches.ts";
import { ListExport } from "../exchange/list-export.tsx";
import { BatchStateBadge } from "./batch-state-badge.tsx";

/** How far a batch is, and what became of each row; for everyone who screens its edition. */
export async function loader(args: LoaderFunctionArgs) {
  const actor = await signedIn(args);
  const { db, locale } = args.context;
  const id = /^\d{1,9}$/.test(args.params.id ?? "") ? Number(args.params.id) : 0;
  const batch = await findBatch(db, id);
  if (!batch || !can(actor, "screen", { editionId: batch.editionId })) throw notFound();
  const query = new URL(args.request.url).searchParams;
  const state = itemStates.find((each) => each === query.get("state"));
  const after = Number(query.get("after"));
  const [counts, items] = await Promise.all([
    countItems(db, id),
    findBatchItems(db, { batchId: id, state, after: Number.isSafeInteger(after) ? Math.min(after, 1e9) : 0 }),
  ]);
  const { starter, input, ...facts } = batch;
  return {
    documentTitle: i18nFor(locale).t(`screening:batch.act.${input.act}`),
    batch: { ...facts, startedBy: starter.name, act: input.act, reason: "reason" in input ? input.reason : null },
    movesData: can(actor, "move-data", { editionId: batch.editionId }),
    counts,
    state,
    items: items.slice(0, itemsOnPage),
    next: items.length > itemsOnPage ? (items[itemsOnPage - 1]?.position ?? null) : null,
  };
}

/** Stops it. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const by = { db: context.db, actor: await context.actor() };
  const stopped = await stopBatch(by, { batchId: Number(params.id) });
  return answerForm(request, stopped, new URL(request.url).pathname);
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Batch(): ReactNode {
  const { t } = useTranslation("screening");
  const locale = useLocale();
  const { batch, movesData, counts, state, items, next } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const number = (value: number) => formatNumber(value, locale);
  const total = counts.waiting + counts.done + counts.refused;
  const done = { done: number(counts.done), refused: number(counts.refused), waiting: number(counts.waiting) };
  const running = batch.state === "running";
  useRefresh(running);
  return (
    <div className="grid gap-6">
      <PageHeader
        title={t(`batch.act.${batch.act}`)}
        breadcrumbs={[
          { to: `/organize/editions/${batch.editionSlug}/applications`, label: t("list.title") },
          { to: `/organize/editions/${batch.editionSlug}/batches`, label: t("batch.all") },
        ]}
        state={<BatchStateBadge state={batch.state} />}
        lead={inLocale(locale, batch.editionTitle, batch.editionTitleEn)}
      />
      {answer ? <Callout kind="warn" live title={t("batch.endedAlready")} /> : null}
      <Card>
        <div className="grid gap-5">
          <ProgressBar
            label={t("batch.progress")}
            value={total - counts.waiting}
            max={total}
            text={t("batch.progressWords", { ...done, part: number(total - counts.waiting), total: number(total) })}
          />
          <p role="status" className="font-semibold">
            {running ? "" : t(batch.state === "done" ? "batch.finished" : "batch.stopped", done)}
          </p>
          <DetailList items={useFacts()} />
          {running ? (
            <div className="flex flex-wrap items-start gap-3">
              <noscript>
                <meta httpEquiv="refresh" content="3" />
                <LinkButton to={`/organize/batches/${batch.id}`}>{t("batch.refresh")}</LinkButton>
              </noscript>
              <p className="text-ink-soft">{t("batch.canLeave")}</p>
              <ConfirmForm
                opener={t("batch.stop")}
                consequence={t("batch.stopConsequence")}
                confirm={t("batch.stopConfirm")}
                intent="stop"
                reason={false}
                size="row"
              />
            </div>
          ) : null}
        </div>
      </Card>
      <nav aria-label={t("batch.results")} className="flex flex-wrap gap-2">
        {[undefined, ...itemStates].map((each) => (
          <Link
            key={each ?? "all"}
            to={`/organize/batches/${batch.id}${each ? `?state=${each}` : ""}`}
            aria-current={state === each ? "true" : undefined}
            className={`inline-flex min-h-11 items-center gap-2 rounded border px-3 no-underline ${state === each ? "border-structure bg-structure-soft font-semibold text-structure" : "border-line-strong bg-surface"}`}
          >
            {each ? t(`batch.row.${each}`) : t("list.all")}
            <span className="text-sm tabular-nums">{number(each ? counts[each] : total)}</span>
          </Link>
        ))}
      </nav>
      <BatchRows items={items} act={batch.act} />
      {movesData ? (
        <ListExport edition={batch.editionSlug} list="batch" of={String(batch.id)} query={{ state }} />
      ) : null}
      {next === null ? null : (
        <LinkButton
          to={`?${new URLSearchParams({ ...(state ? { state } : {}), after: String(next) })}`}
          iconAfter="right"
          className="justify-self-end"
        >
          {t("list.next")}
        </LinkButton>
      )}
    </div>
  );
}

/** What was asked for, by whom and when. */
function useFacts() {
  const { t } = useTranslation("screening");
  const locale = useLocale();
  const { batch } = useLoaderData<typeof loader>();
  const { act, reason, startedBy, createdAt, endedAt, roundTitle, roundTitleEn, screenerName } = batch;
  const enters = act === "qualify" || act === "wait";
  return [
    { term: t("batch.startedBy"), detail: startedBy },
    { term: t("batch.startedAt"), detail: <DateTime at={createdAt} /> },
    ...(endedAt ? [{ term: t("batch.endedAt"), detail: <DateTime at={endedAt} /> }] : []),
    ...(enters
      ? [{ term: t("batch.heat"), detail: inLocale(locale, roundTitle, roundTitleEn) || t("batch.ownWish") }]
      : []),
    ...(act === "assign" ? [{ term: t("list.screener"), detail: screenerName ?? t("batch.nobodyElse") }] : []),
    ...(reason ? [{ term: t("batch.reason"), detail: reason }] : []),
  ];
}

/** Asks again every second while the work runs. */
function useRefresh(running: boolean): void {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (!running || state !== "idle") return;
    const timer = setTimeout(revalidate, 1000);
    return () => clearTimeout(timer);
  }, [running, state, revalidate]);
}

type Item = Awaited<ReturnType<typeof findBatchItems>>[number];

/** The rows of a batch, each with what became of it and, where it was refused, why in words. */
export function BatchRows({ items, act }: { items: Item[]; act: BatchAct }): ReactNode {
  const { t } = useTranslation("screening");
  const locale = useLocale();
  return (
    <DataTable
      label={t("batch.results")}
      rows={items}
      rowKey={(item) => item.position}
      dense
      empty={<EmptyState title={t("batch.noRows")} />}
      columns={[
        {
          key: "position",
          header: t("batch.position"),
          cell: (item) => formatNumber(item.position, locale),
          numeric: true,
          narrow: true,
        },
        {
          key: "project",
          header: t("list.project"),
          rowHeader: true,
          cell: (item) => (
            <>
              <Link to={`/organize/applications/${item.code}`}>{item.projectTitle || item.code}</Link>
              <span className="block font-mono text-sm font-normal text-ink-soft">{item.code}</span>
            </>
          ),
        },
        { key: "leader", header: t("list.leader"), cell: (item) => item.leaderName },
        { key: "outcome", header: t("batch.outcome"), cell: (item) => <Outcome item={item} act={act} /> },
      ]}
    />
  );
}

function Outcome({ item, act }: { item: Item; act: BatchAct }): ReactNode {
  const { t } = useTranslation("screening");
  if (item.state === "waiting") return <Badge icon="clock">{t("batch.row.waiting")}</Badge>;
  if (item.state === "refused")
    return (
      <div className="grid justify-items-start gap-1">
        <Badge tone="danger" icon="cross">
          {t("batch.row.refused")}
        </Badge>
        <Why error={item.error} />
      </div>
    );
  return (
    <Badge tone={item.result?.proposed ? "warn" : "ok"} icon={item.result?.proposed ? "clock" : "check"}>
      {item.result?.proposed ? t("batch.row.proposed") : t(`batch.did.${act}`)}
    </Badge>
  );
}

function Why({ error }: { error: Item["error"] }): ReactNode {
  const { t } = useTranslation("screening");
  const type = batchRefusals.find((each) => each === error?.type) ?? "other";
  const codes = Array.isArray(error?.codes) ? error.codes.map(String) : [];
  return (
    <p className="max-w-prose">
      {t(`batch.refusal.${type}`)}
      {codes.map((code) => (
        <Link key={code} to={`/organize/applications/${code}`} className="ms-2 font-mono">
          {code}
        </Link>
      ))}
    </p>
  );
}
