import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { can } from "~/rules/accounts/access.ts";
import { editionFor } from "~/services/http/guard.ts";
import { LinkButton } from "~/ui/button.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { formatNumber } from "~/ui/format/number.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findRecentBatches } from "~db/queries/screening/batches.ts";
import { ListExport } from "../exchange/list-export.tsx";
import { BatchStateBadge } from "./batch-state-badge.tsx";

/** The edition's latest batches, for those who screen it. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, edition } = await editionFor(args, args.params.edition, "screen");
  const batches = await findRecentBatches(args.context.db, edition.id);
  return {
    documentTitle: i18nFor(args.context.locale).t("screening:batch.all"),
    edition: { slug: edition.slug, title: edition.title, titleEn: edition.titleEn },
    movesData: can(actor, "move-data", { editionId: edition.id }),
    batches: batches.map(({ input, ...batch }) => ({ ...batch, act: input.act })),
  };
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Batches(): ReactNode {
  const { t } = useTranslation("screening");
  const locale = useLocale();
  const { edition, movesData, batches } = useLoaderData<typeof loader>();
  const path = `/organize/editions/${edition.slug}/applications`;
  const number = (value: number) => formatNumber(value, locale);
  return (
    <div className="grid gap-6">
      <PageHeader
        title={t("batch.all")}
        lead={inLocale(locale, edition.title, edition.titleEn)}
        breadcrumbs={[{ to: path, label: t("list.title") }]}
      />
      <DataTable
        label={t("batch.all")}
        rows={batches}
        rowKey={(batch) => batch.id}
        empty={
          <EmptyState title={t("batch.none")} action={<LinkButton to={path}>{t("batch.back")}</LinkButton>}>
            {t("batch.noneHint")}
          </EmptyState>
        }
        columns={[
          {
            key: "act",
            header: t("select.act"),
            rowHeader: true,
            cell: (batch) => <Link to={`/organize/batches/${batch.id}`}>{t(`batch.act.${batch.act}`)}</Link>,
          },
          { key: "state", header: t("list.state"), cell: (batch) => <BatchStateBadge state={batch.state} /> },
          { key: "total", header: t("batch.total"), cell: (batch) => number(batch.total), numeric: true },
          { key: "done", header: t("batch.row.done"), cell: (batch) => number(batch.done), numeric: true },
          { key: "refused", header: t("batch.row.refused"), cell: (batch) => number(batch.refused), numeric: true },
          { key: "by", header: t("batch.startedBy"), cell: (batch) => batch.startedBy },
          { key: "at", header: t("batch.startedAt"), cell: (batch) => <DateTime at={batch.createdAt} /> },
        ]}
      />
      {movesData && batches.length > 0 ? <ListExport edition={edition.slug} list="batches" /> : null}
    </div>
  );
}
