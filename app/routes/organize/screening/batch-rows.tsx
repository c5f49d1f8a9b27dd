import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type BatchAct, batchRefusals } from "~/rules/screening/decision.ts";
import { Badge } from "~/ui/badge.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { formatNumber } from "~/ui/format/number.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { findBatchItems } from "~db/queries/screening/batches.ts";

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
