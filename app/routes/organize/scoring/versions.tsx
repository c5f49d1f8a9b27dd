import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { Card } from "~/ui/card.tsx";
import { classes } from "~/ui/classes.ts";
import { DataTable } from "~/ui/data-table.tsx";
import type { SheetDesk } from "./sheet.tsx";

type Version = SheetDesk["versions"][number];

/** Every version that was handed in, side by side; what differs from the one before is marked. */
export function Versions({ page }: { page: SheetDesk }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const { versions, criteria } = page;
  if (versions.length === 0) return null;
  const total = { key: "", label: t("sheet.total"), max: null };
  return (
    <Card title={t("sheet.marks")} flush>
      <DataTable
        label={t("sheet.marks")}
        dense
        rows={[...criteria, total]}
        rowKey={({ key }) => key}
        columns={[
          { key: "criterion", header: t("sheet.criterion"), rowHeader: true, cell: ({ label }) => label },
          {
            key: "full",
            header: t("sheet.full"),
            numeric: true,
            cell: ({ max }) => (max === null ? "" : formatHundredths(max)),
          },
          ...versions.map((version, at) => ({
            key: String(version.version),
            numeric: true,
            header: <Head version={version} />,
            cell: ({ key }: { key: string }) => <Mark of={key} version={version} before={versions[at - 1]} />,
          })),
        ]}
      />
    </Card>
  );
}

function Head({ version }: { version: Version }): ReactNode {
  const { t } = useTranslation("scoreTable");
  return (
    <span className="inline-flex flex-wrap items-center justify-end gap-2">
      {t("sheet.version", version)}
      <span className="font-normal text-ink-soft">{t(version.current ? "sheet.current" : "sheet.kept")}</span>
      {version.source === "paper" ? <StateBadge of="source" state="paper" /> : null}
    </span>
  );
}

function Mark({ of, version, before }: { of: string; version: Version; before: Version | undefined }): ReactNode {
  const { t } = useTranslation("scoreTable");
  const read = ({ marks, total }: Version) => (of === "" ? total : (marks[of] ?? "–"));
  const changed = before !== undefined && read(before) !== read(version);
  return (
    <span className={classes(of === "" && "font-semibold", !version.current && "text-ink-soft")}>
      {changed ? <span className="me-2 text-xs font-semibold text-warn">{t("sheet.changed")}</span> : null}{" "}
      {read(version)}
    </span>
  );
}
