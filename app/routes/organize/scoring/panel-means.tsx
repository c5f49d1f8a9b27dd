import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "~/ui/badge.tsx";
import { Card } from "~/ui/card.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import type { TablePage } from "./score-table.tsx";

type Line = { panel: string; mean: string | null; coefficient: string | null };

/** Each panel's mean and coefficient by the sheets that are in; provisional until the scoring is closed. */
export function PanelMeans({ page }: { page: Pick<TablePage, "means" | "round"> }): ReactNode {
  const { t } = useTranslation("panels");
  const { means, round } = page;
  if (!means) return null;
  const columns: Column<Line>[] = [
    { key: "panel", header: t("panel"), rowHeader: true, cell: ({ panel }) => t("of", { panel }) },
    { key: "mean", header: t("mean"), numeric: true, cell: ({ mean }) => mean ?? "–" },
    { key: "coefficient", header: t("coefficient"), numeric: true, cell: ({ coefficient }) => coefficient ?? "–" },
  ];
  return (
    <Card
      title={t("means")}
      actions={
        round.state === "closed" ? null : (
          <Badge tone="warn" icon="clock">
            {t("provisional")}
          </Badge>
        )
      }
    >
      <div className="grid gap-3">
        {round.state === "closed" ? null : <p className="text-sm text-ink-soft">{t("meansLead")}</p>}
        <DataTable
          label={t("means")}
          columns={columns}
          rows={means.panels}
          rowKey={({ panel }) => panel}
          dense
          foot={
            <tr>
              <th scope="row" className="px-2.5 py-1.5 text-start">
                {t("allMean")}
              </th>
              <td className="px-2.5 py-1.5 text-end">{means.all ?? "–"}</td>
              <td />
            </tr>
          }
        />
      </div>
    </Card>
  );
}
