import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { inLocale } from "~/primitives/in-locale.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { useLocale } from "~/ui/steps.tsx";

export interface EntryRow {
  key: string;
  title: string;
  titleEn: string | null;
  groupTitle: string | null;
  groupTitleEn: string | null;
  drawNumber: number | null;
  /** What the drawn key was sorted by; null before the draw. */
  digest: string | null;
}

/** The entries of a round: before the draw by key, after it in the order drawn, with what each was sorted by. */
export function EntriesTable({
  label,
  entries,
  drawn,
}: {
  label: string;
  entries: EntryRow[];
  drawn: boolean;
}): ReactNode {
  const { t } = useTranslation("rounds");
  const locale = useLocale();
  const order: Column<EntryRow> = {
    key: "order",
    header: t("draw.order"),
    numeric: true,
    narrow: true,
    cell: (entry) => <strong className="text-lg text-structure">{entry.drawNumber ?? "—"}</strong>,
  };
  const hash: Column<EntryRow> = {
    key: "hash",
    header: t("draw.hash"),
    narrow: true,
    cell: (entry) => <code className="font-mono text-sm text-ink-soft">{entry.digest?.slice(0, 16) ?? "—"}</code>,
  };
  const columns: Column<EntryRow>[] = [
    ...(drawn ? [order] : []),
    { key: "key", header: t("draw.entry"), narrow: true, cell: (entry) => entry.key },
    {
      key: "title",
      header: t("draw.project"),
      rowHeader: true,
      cell: (entry) => inLocale(locale, entry.title, entry.titleEn),
    },
    {
      key: "group",
      header: t("draw.group"),
      narrow: true,
      cell: (entry) => inLocale(locale, entry.groupTitle, entry.groupTitleEn) || "—",
    },
    ...(drawn ? [hash] : []),
  ];
  return <DataTable label={label} columns={columns} rows={entries} rowKey={(entry) => entry.key} />;
}
