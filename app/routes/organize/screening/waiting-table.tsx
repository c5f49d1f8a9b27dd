import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "~/ui/badge.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { findWaitingList } from "~db/queries/screening/decisions.ts";
import { EligibilityBadge } from "./eligibility-badge.tsx";

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
