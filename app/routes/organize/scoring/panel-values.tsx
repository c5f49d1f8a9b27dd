import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { PanelLine } from "~/reads/scoring/deliberations.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";

interface Props<Line> {
  label: string;
  lines: Line[];
  nameOf: (line: Line) => string;
  isOwn?: (line: Line) => boolean;
  /** Why a judge changed the value: for staff. */
  withReasons?: boolean;
}

/** What each judge of a project gave, and gave after conferring. */
export function PanelValues<Line extends PanelLine>(props: Props<Line>): ReactNode {
  const { label, lines, nameOf, isOwn = () => false, withReasons = false } = props;
  const { t } = useTranslation("deliberation");
  const number = { numeric: true, narrow: true } as const;
  const columns: (Column<Line> | false)[] = [
    { key: "judge", header: t("judge"), rowHeader: true, cell: nameOf },
    { key: "sheet", header: t("sheet"), ...number, cell: ({ sheet }) => sheet },
    lines.some(({ converted }) => converted !== null) && {
      key: "converted",
      header: t("converted"),
      ...number,
      cell: ({ converted }) => converted ?? "–",
    },
    { key: "revised", header: t("revised"), ...number, cell: ({ revised }) => revised ?? t("asBefore") },
    withReasons && { key: "reason", header: t("reason"), cell: ({ reason }) => reason ?? "" },
  ];
  return (
    <DataTable
      label={label}
      rows={lines}
      rowKey={({ judge }) => judge}
      rowLook={(line) => (isOwn(line) ? "award" : "plain")}
      columns={columns.filter((column) => column !== false)}
    />
  );
}
