import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Supposed } from "~/rules/standings/what-if.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";

/** Every entry as it would stand, beside how it stands. */
export function SupposedTable({ lines, nameOf }: { lines: Supposed[]; nameOf: (entry: string) => string }): ReactNode {
  const { t } = useTranslation("standing");
  const rank = ({ rank, shared }: Supposed["is"]) =>
    rank === null ? "–" : shared ? `${rank} ${t("ties.shared")}` : rank;
  const columns: Column<Supposed>[] = [
    { key: "would", header: t("whatIf.would"), numeric: true, cell: ({ would }) => rank(would) },
    { key: "entry", header: t("ties.entry"), rowHeader: true, cell: ({ entry }) => nameOf(entry) },
    { key: "change", header: t("whatIf.change"), narrow: true, cell: (line) => <Change of={line} /> },
    { key: "wouldTotal", header: t("whatIf.wouldTotal"), numeric: true, cell: ({ would }) => would.total ?? "–" },
    { key: "is", header: t("whatIf.is"), numeric: true, cell: ({ is }) => rank(is) },
    { key: "isTotal", header: t("whatIf.isTotal"), numeric: true, cell: ({ is }) => is.total ?? "–" },
  ];
  return (
    <DataTable
      label={t("whatIf.table")}
      captionHidden={false}
      dense
      columns={columns}
      rows={lines}
      rowKey={({ entry }) => entry}
      rowLook={({ is, would }) => (is.rank === would.rank ? "plain" : "current")}
    />
  );
}

function Change({ of: { gained, is, would } }: { of: Supposed }): ReactNode {
  const { t } = useTranslation("standing");
  if (gained === null) return is.rank === would.rank ? t("whatIf.same") : `${is.rank ?? "–"} → ${would.rank ?? "–"}`;
  if (gained === 0) return <span className="text-ink-soft">{t("whatIf.same")}</span>;
  return gained > 0 ? `▲ ${t("whatIf.up", { count: gained })}` : `▼ ${t("whatIf.down", { count: -gained })}`;
}
