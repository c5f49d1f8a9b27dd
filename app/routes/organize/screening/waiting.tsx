import { randomUUID } from "node:crypto";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { decideApplication } from "~/commands/screening/decide-application.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { can } from "~/rules/accounts/access.ts";
import { hasPlace, takesEntries } from "~/rules/rounds/round.ts";
import { notFound, roundFor } from "~/services/http/guard.ts";
import { Badge, StateBadge } from "~/ui/badge.tsx";
import { Callout } from "~/ui/callout.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findWaitingList } from "~db/queries/screening/decisions.ts";
import { findTarget } from "~db/queries/screening/screening-targets.ts";
import { ListExport } from "../exchange/list-export.tsx";
import { RoundTabs } from "../rounds/round-tabs.tsx";
import { EligibilityBadge } from "./list-columns.tsx";
import { Refusal } from "./refusal.tsx";

/** Who waits for a place in the round, for those who screen: the next in line can be admitted here. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { actor, round } = await roundFor({ request, context }, params.round, "screen");
  const [target, rows] = await Promise.all([findTarget(context.db, round.id), findWaitingList(context.db, round.id)]);
  if (!target || target.kind === "final") throw notFound();
  const { slug, kind, title, titleEn, stage, editionSlug, editionTitle, editionTitleEn } = round;
  const scope = { editionId: round.editionId, roundId: round.id };
  const documentTitle = `${i18nFor(context.locale).t("deciding:waiting.title")} · ${inLocale(context.locale, title, titleEn)}`;
  return {
    documentTitle,
    round: { slug, kind, title, titleEn, stage, editionSlug, editionTitle, editionTitleEn },
    sees: {
      setsUp: can(actor, "set-up", scope),
      scores: can(actor, "see-scores", scope),
      conducts: can(actor, "conduct", scope),
      oversees: can(actor, "see-trail", scope),
    },
    movesData: can(actor, "move-data", { editionId: round.editionId }),
    places: {
      capacity: target.capacity,
      entries: target.entries,
      free: hasPlace(target),
      open: takesEntries(target),
      yetToOpen: target.state === "draft",
    },
    rows,
    idempotencyKey: randomUUID(),
  };
}

/** Admits one of them: the same decision as on the application's own page. */
export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, version } = await readForm({ request, context });
  const code = textOf(form, "code");
  const decision = { code, version: Number(version), decision: "qualify", round: params.round };
  const answer = await decideApplication(by, decision);
  return answerForm(request, answer, ({ proposed }) => {
    const done = new URLSearchParams({ done: code, ...(proposed ? { proposed: "yes" } : {}) });
    return `/organize/rounds/${params.round}/waiting?${done}`;
  });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function WaitingList(): ReactNode {
  const { t } = useTranslation("deciding");
  const locale = useLocale();
  const { round, sees, movesData, places, rows, idempotencyKey } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>();
  const [search] = useSearchParams();
  const code = search.get("done");
  const { capacity, entries, free, open, yetToOpen } = places;
  return (
    <div className="grid gap-6">
      <PageHeader
        title={inLocale(locale, round.title, round.titleEn)}
        lead={inLocale(locale, round.editionTitle, round.editionTitleEn)}
        breadcrumbs={[{ to: `/organize/editions/${round.editionSlug}/applications`, label: t("page.back") }]}
        state={<StateBadge of="round" state={round.stage} />}
      />
      {sees.scores ? <RoundTabs {...sees} slug={round.slug} kind={round.kind} screens /> : null}
      <div className="grid gap-2">
        <h2 className="text-xl">{t("waiting.title")}</h2>
        <p className="max-w-[46rem] text-ink-soft">{t("waiting.lead")}</p>
        <p className="font-semibold">
          {!open
            ? t(yetToOpen ? "waiting.yetToOpen" : "waiting.settled")
            : capacity === null
              ? t("waiting.unlimited")
              : free
                ? t("waiting.free", { count: capacity - entries })
                : t("waiting.full", { entries, capacity })}
        </p>
      </div>
      {refusal ? <Refusal error={refusal.error} /> : null}
      {code && !refusal ? (
        <Callout kind="ok" live>
          {t(search.has("proposed") ? "waiting.doneProposed" : "waiting.done", { code })}
        </Callout>
      ) : null}
      <WaitingTable rows={rows} admits={open && free} idempotencyKey={idempotencyKey} />
      {movesData && rows.length > 0 ? <ListExport edition={round.editionSlug} list="waiting" of={round.slug} /> : null}
    </div>
  );
}

interface Props {
  rows: Awaited<ReturnType<typeof findWaitingList>>;
  /** Whether there is a place for one of them. */
  admits: boolean;
  idempotencyKey: string;
}

/** The waiting list in its order, each with the way in; the first in line stands out. */
export function WaitingTable({ rows, admits, idempotencyKey }: Props): ReactNode {
  const { t } = useTranslation("deciding");
  const locale = useLocale();
  return (
    <DataTable
      label={t("waiting.title")}
      rows={rows}
      rowKey={(row) => row.code}
      empty={<EmptyState title={t("waiting.empty")}>{t("waiting.emptyHint")}</EmptyState>}
      columns={[
        { key: "order", header: t("waiting.order"), cell: (_, at) => at + 1, numeric: true, narrow: true },
        {
          key: "project",
          header: t("waiting.project"),
          rowHeader: true,
          cell: (row) => (
            <>
              <Link to={`/organize/applications/${row.code}`}>
                {inLocale(locale, row.projectTitle, row.projectTitleEn)}
              </Link>
              <span className="block font-mono text-sm font-normal text-ink-soft">{row.code}</span>
            </>
          ),
        },
        {
          key: "leader",
          header: t("waiting.leader"),
          cell: (row) => (
            <>
              {row.leaderName}
              {row.companyName ? <span className="block text-sm text-ink-soft">{row.companyName}</span> : null}
            </>
          ),
        },
        {
          key: "since",
          header: t("waiting.since"),
          cell: (row) => (row.since ? <DateTime at={row.since} /> : null),
        },
        {
          key: "eligibility",
          header: t("waiting.eligibility"),
          cell: (row) => <EligibilityBadge verdict={row.eligibility} />,
          narrow: true,
        },
        {
          key: "act",
          header: t("waiting.act"),
          cell: (row, at) =>
            row.proposed ? (
              <Badge tone="warn">{t("waiting.proposed")}</Badge>
            ) : admits ? (
              <ConfirmForm
                opener={t(at === 0 ? "waiting.admitNext" : "waiting.admit")}
                consequence={t("waiting.admitHint", { title: inLocale(locale, row.projectTitle, row.projectTitleEn) })}
                confirm={t("waiting.admitButton")}
                intent={`admit-${row.code}`}
                hidden={{ code: row.code, version: row.version, idempotencyKey: `${idempotencyKey}-${row.code}` }}
                kind={at === 0 ? "primary" : "secondary"}
                size="row"
                reason={false}
              />
            ) : null,
        },
      ]}
    />
  );
}
