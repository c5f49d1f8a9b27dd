import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { SheetLine } from "~/reads/heats/run-sheet-view.ts";
import { classes } from "~/ui/classes.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { AttendanceBadge } from "./attendance-badge.tsx";
import type { OrderPage } from "./order.tsx";

/** The running order, on paper with room to sign beside each project and for those who keep and watch it. */
export function OrderTable({ page: { lines, lateRule } }: { page: OrderPage }): ReactNode {
  const { t } = useTranslation("runSheet");
  const columns: Column<SheetLine>[] = [
    {
      key: "place",
      header: t("order.place"),
      numeric: true,
      narrow: true,
      cell: ({ place }) => <strong className="text-lg text-structure">{place ?? "—"}</strong>,
    },
    {
      key: "project",
      header: t("order.project"),
      rowHeader: true,
      cell: ({ title, place, out }) => (
        <span className={classes("wrap-anywhere", out && "line-through")}>
          {title}
          {place === null && !out ? (
            <span className="block text-sm font-normal text-ink-soft">{t("order.unplaced")}</span>
          ) : null}
        </span>
      ),
    },
    { key: "group", header: t("order.group"), narrow: true, cell: ({ group }) => group || "—" },
    { key: "leader", header: t("order.leader"), narrow: true, cell: ({ leader }) => leader || "—" },
    {
      key: "state",
      header: t("order.state"),
      narrow: true,
      cell: ({ state }) => <AttendanceBadge state={state} lateRule={lateRule} />,
    },
    {
      key: "sign",
      header: t("order.sign"),
      className: "print-cell min-w-32",
      cell: () => <span className="block h-8" />,
    },
  ];
  return (
    <div className="grid gap-6">
      <DataTable label={t("order.title")} columns={columns} rows={lines} rowKey={({ key }) => key} dense />
      <p className="print-only pt-6">
        {t("order.scorer")} ____________________ {t("order.supervisor")} ____________________
      </p>
    </div>
  );
}
