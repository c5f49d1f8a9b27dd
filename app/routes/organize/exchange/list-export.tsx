import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type ListName, listColumns } from "~/rules/exchange/export-column.ts";
import { Button } from "~/ui/button.tsx";

/** The way out for a list, with a choice of its columns: `of` names the round or the batch, `query` what the page's list is narrowed by. */
export function ListExport(props: {
  edition: string;
  list: ListName;
  of?: string;
  query?: Record<string, string | undefined>;
}): ReactNode {
  const { t } = useTranslation("exchange");
  const { edition, list, of, query = {} } = props;
  const file = `/organize/editions/${edition}/lists/${list}`;
  return (
    <details className="no-print">
      <summary className="inline-flex min-h-11 cursor-pointer items-center font-semibold text-link">
        {t("list.open")}
      </summary>
      <form method="get" className="grid gap-3 pt-2">
        {of === undefined ? null : <input type="hidden" name="of" value={of} />}
        {Object.entries(query).map(([name, value]) =>
          value ? <input key={name} type="hidden" name={name} value={value} /> : null,
        )}
        <fieldset>
          <legend>{t("export.columns")}</legend>
          <ul className="flex flex-wrap gap-x-5">
            {listColumns[list].map((column) => (
              <li key={column}>
                <label className="flex min-h-11 items-center gap-2">
                  <input type="checkbox" name="column" value={column} defaultChecked />
                  {t(`list.column.${column}`)}
                </label>
              </li>
            ))}
          </ul>
        </fieldset>
        <div className="flex flex-wrap gap-3">
          <Button icon="down" formAction={`${file}.xlsx`}>
            {t("export.xlsx")}
          </Button>
          <Button icon="down" formAction={`${file}.csv`}>
            {t("export.csv")}
          </Button>
        </div>
      </form>
    </details>
  );
}
