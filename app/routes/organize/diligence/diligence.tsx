import type { LoaderFunctionArgs } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { diligenceFor } from "~/reads/diligence/diligence-for.ts";
import { progressOf } from "~/rules/diligence/diligence.ts";
import { Badge } from "~/ui/badge.tsx";
import { LinkButton } from "~/ui/button.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findChecklist, findFinalists } from "~db/queries/diligence.ts";
import { ListExport } from "../exchange/list-export.tsx";
import { OutcomeBadge } from "./outcome-badge.tsx";

/** The finalists of an edition's published final, each with how far it has been looked into. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition, final, may } = await diligenceFor(args);
  const { db, locale } = args.context;
  const release = final?.release ?? null;
  const all = final && release ? await findFinalists(db, final.id) : [];
  const { items } = await findChecklist(db, edition.id);
  const byKey = new Map(all.map((finalist) => [finalist.key, finalist]));
  return {
    documentTitle: i18nFor(locale).t("awards:title"),
    slug: edition.slug,
    edition: inLocale(locale, edition.title, edition.titleEn),
    published: release !== null,
    setsUp: may.setUp,
    finalists: (release?.lines ?? []).flatMap(({ entry, rank, title }) => {
      const finalist = byKey.get(entry);
      if (!finalist) return [];
      const { findings, files, decision, number, titleEn } = finalist;
      const decided = decision && { outcome: decision.outcome, by: decision.by, at: decision.at };
      return [{ entry, number, rank, title, titleEn, files, decision: decided, ...progressOf(items, findings) }];
    }),
  };
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Diligence(): ReactNode {
  const { t } = useTranslation(["awards", "rounds", "ui"]);
  const locale = useLocale();
  const { slug, edition, published, setsUp, finalists } = useLoaderData<typeof loader>();
  const at = `/organize/editions/${slug}`;
  const decided = finalists.filter(({ decision }) => decision !== null).length;
  return (
    <div className="grid gap-6">
      <PageHeader
        title={t("title")}
        lead={edition}
        breadcrumbs={[{ to: "/organize", label: t("rounds:desk.title") }]}
        actions={
          <>
            {setsUp ? <LinkButton to={`${at}/settings/diligence`}>{t("checklist")}</LinkButton> : null}
            <LinkButton to={`${at}/awards`} iconAfter="arrow">
              {t("toAwards")}
            </LinkButton>
          </>
        }
      />
      <p className="max-w-prose text-ink-soft">{t("lead")}</p>
      {published ? <p>{t("list.decided", { decided, all: finalists.length })}</p> : null}
      <DataTable
        label={t("list.label")}
        rows={finalists}
        rowKey={({ entry }) => entry}
        empty={<EmptyState title={t("noFinal.title")}>{t("noFinal.mend")}</EmptyState>}
        columns={[
          { key: "rank", header: t("list.rank"), numeric: true, narrow: true, cell: ({ rank }) => rank ?? "—" },
          {
            key: "number",
            header: t("ui:term.runningOrder"),
            numeric: true,
            narrow: true,
            cell: ({ number }) => number ?? "—",
          },
          {
            key: "project",
            header: t("list.project"),
            rowHeader: true,
            cell: ({ entry, title, titleEn }) => (
              <Link to={`${at}/diligence/${entry}`}>{inLocale(locale, title, titleEn)}</Link>
            ),
          },
          { key: "entry", header: t("ui:term.key"), narrow: true, cell: ({ entry }) => entry },
          {
            key: "progress",
            header: t("list.progress"),
            cell: ({ answered, items, unmet }) => (
              <span className="inline-flex flex-wrap items-center gap-2">
                <span className="whitespace-nowrap tabular-nums">{t("list.progressOf", { answered, items })}</span>
                {unmet > 0 ? (
                  <Badge tone="warn" icon="warn">
                    {t("list.unmet", { count: unmet })}
                  </Badge>
                ) : null}
              </span>
            ),
          },
          { key: "files", header: t("list.files"), numeric: true, narrow: true, cell: ({ files }) => files },
          {
            key: "state",
            header: t("list.state"),
            cell: ({ decision }) => (
              <span className="inline-flex flex-wrap items-center gap-2">
                <OutcomeBadge outcome={decision?.outcome ?? null} />
                {decision ? (
                  <span className="text-sm text-ink-soft">
                    {t("list.by", { name: decision.by, at: formatDateTime(decision.at, locale) })}
                  </span>
                ) : null}
              </span>
            ),
          },
        ]}
      />
      {finalists.length > 0 ? <ListExport edition={slug} list="diligence" /> : null}
    </div>
  );
}
