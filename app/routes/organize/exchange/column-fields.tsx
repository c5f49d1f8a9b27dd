import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { columnsByPart, type ExportColumn, isAnswer, parts } from "~/rules/exchange/export-column.ts";
import { Card } from "~/ui/card.tsx";

/** The columns, part by part; the field `column` holds those that are ticked. */
export function ColumnFields({ chosen }: { chosen: readonly ExportColumn[] }): ReactNode {
  const { t } = useTranslation(["exchange", "apply"]);
  const name = (column: ExportColumn) => (isAnswer(column) ? t(`apply:field.${column}`) : t(`column.${column}`));
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-2 text-lg font-semibold">{t("export.columns")}</legend>
      <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
        {parts.map((part) => (
          <Card key={part} title={t(`part.${part}`)} tight>
            <ul className="grid gap-x-4 sm:grid-cols-2">
              {columnsByPart[part].map((column) => (
                <li key={column}>
                  <label className="flex min-h-11 items-center gap-2">
                    <input type="checkbox" name="column" value={column} defaultChecked={chosen.includes(column)} />
                    {name(column)}
                  </label>
                </li>
              ))}
            </ul>
          </Card>
        ))}
      </div>
    </fieldset>
  );
}
