import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ApplicationState } from "~/rules/application-state.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { findScreeningPage, ScreeningFilter } from "~db/queries/screening.ts";
import { queryOf } from "./address.ts";

type Row = Awaited<ReturnType<typeof findScreeningPage>>[number];

/** The page of applications; each leads to its own page, which knows the filter for going on to the next. */
export function ListTable({ rows, filter, path }: { rows: Row[]; filter: ScreeningFilter; path: string }): ReactNode {
  const { t } = useTranslation("screening");
  const locale = useLocale();
  const query = queryOf(filter);
  return (
    <DataTable
      label={t("list.table")}
      rows={rows}
      rowKey={(row) => row.code}
      empty={
        query === "" ? (
          <EmptyState title={t("list.none")}>{t("list.noneHint")}</EmptyState>
        ) : (
          <EmptyState title={t("list.noMatch")} icon="eye" action={<Link to={path}>{t("list.clear")}</Link>}>
            {t("list.noMatchHint")}
          </EmptyState>
        )
      }
      columns={[
        {
          key: "project",
          header: t("list.project"),
          rowHeader: true,
          cell: (row) => (
            <>
              <Link to={`/organize/applications/${row.code}${query}`}>
                {inLocale(locale, row.projectTitle, row.projectTitleEn)}
              </Link>
              <span className="block font-mono text-sm font-normal text-ink-soft">{row.code}</span>
            </>
          ),
        },
        {
          key: "leader",
          header: t("list.leader"),
          cell: (row) => (
            <>
              {row.leaderName}
              {row.companyName ? <span className="block text-sm text-ink-soft">{row.companyName}</span> : null}
            </>
          ),
        },
        {
          key: "heat",
          header: t("list.heat"),
          cell: (row) => (
            <>
              {inLocale(locale, row.roundTitle, row.roundTitleEn)}
              <span className="block text-sm text-ink-soft">{inLocale(locale, row.trackTitle, row.trackTitleEn)}</span>
            </>
          ),
        },
        {
          key: "group",
          header: t("list.group"),
          cell: (row) => inLocale(locale, row.groupTitle, row.groupTitleEn),
        },
        {
          key: "submitted",
          header: t("list.submitted"),
          cell: (row) => (row.submittedAt ? <DateTime at={row.submittedAt} kind="date" /> : null),
          narrow: true,
        },
        {
          key: "state",
          header: t("list.state"),
          cell: (row) => <StateBadge of="application" state={row.state as ApplicationState} />,
          narrow: true,
        },
      ]}
    />
  );
}
