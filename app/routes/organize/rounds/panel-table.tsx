import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Badge, StateBadge } from "~/ui/badge.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import type { PanelMember } from "~db/queries/rounds/panels.ts";
import { SeatActions } from "./seat-actions.tsx";

interface Props {
  seats: PanelMember[];
  /** The panel may still change. */
  open: boolean;
  headOpen: boolean;
  /** The seat whose removal or restoring lacked a reason. */
  troubled?: { judge: string; reason: string };
}

/** The panel, seat by seat: who it is, whether they accepted, how many sheets are in. */
export function PanelTable({ seats, open, headOpen, troubled }: Props): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  const columns: Column<PanelMember>[] = [
    { key: "key", header: t("panel.key"), narrow: true, cell: (seat) => <strong>{seat.key}</strong> },
    {
      key: "name",
      header: t("panel.name"),
      rowHeader: true,
      cell: (seat) => (
        <span className="flex flex-wrap items-center gap-2">
          {seat.name}
          {seat.head ? (
            <Badge tone="structure" icon="award">
              {t("panel.head")}
            </Badge>
          ) : null}
        </span>
      ),
    },
    { key: "email", header: t("panel.email"), cell: (seat) => seat.email ?? "—" },
    {
      key: "invitation",
      header: t("panel.invitation"),
      narrow: true,
      cell: (seat) =>
        seat.removedAt ? (
          <Badge icon="slash">{t("panel.removed")}</Badge>
        ) : seat.userId ? (
          <StateBadge of="invitation" state="accepted" />
        ) : seat.invitation ? (
          <StateBadge of="invitation" state={seat.invitation} />
        ) : (
          <Badge>{t("panel.notInvited")}</Badge>
        ),
    },
    { key: "sheets", header: t("panel.sheets"), numeric: true, narrow: true, cell: (seat) => seat.sheets ?? 0 },
  ];
  const actions: Column<PanelMember> = {
    key: "actions",
    header: <span className="sr-only">{t("ui:word.actions")}</span>,
    className: "min-w-72",
    cell: (seat) => (
      <SeatActions
        seat={seat}
        headOpen={headOpen}
        reasonError={troubled?.judge === seat.key ? troubled.reason : undefined}
      />
    ),
  };
  return (
    <DataTable
      label={t("panel.list")}
      columns={open ? [...columns, actions] : columns}
      rows={seats}
      rowKey={(seat) => seat.key}
      rowLook={(seat) => (seat.removedAt ? "soft" : "plain")}
      empty={
        <EmptyState title={t("panel.none")} icon="people">
          {t("panel.noneMend")}
        </EmptyState>
      }
    />
  );
}
