import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Callout } from "~/ui/callout.tsx";
import { DataTable } from "~/ui/data-table.tsx";

interface Row {
  row: number;
  projectTitle: string;
  leaderName: string;
  leaderEmail: string;
  identityMasked: string;
  round: string;
}

/** That all is well, and the first of what would be taken in. */
export function ImportPreview({ count, preview }: { count: number; preview: Row[] }): ReactNode {
  const { t } = useTranslation(["exchange", "apply"]);
  return (
    <div className="grid gap-4">
      <Callout kind="ok" live title={t("import.checkedTitle", { count })}>
        {t("import.checked")}
      </Callout>
      <DataTable
        label={t("import.checked")}
        rows={preview}
        rowKey={(row) => row.row}
        columns={[
          { key: "row", header: t("import.row"), cell: (row) => row.row },
          { key: "title", header: t("apply:field.projectTitle"), rowHeader: true, cell: (row) => row.projectTitle },
          { key: "leader", header: t("apply:field.leaderName"), cell: (row) => row.leaderName },
          { key: "email", header: t("apply:field.leaderEmail"), cell: (row) => row.leaderEmail },
          { key: "number", header: t("apply:field.identityNumber"), cell: (row) => row.identityMasked },
          { key: "round", header: t("column.wish"), cell: (row) => row.round },
        ]}
      />
    </div>
  );
}
