import { Form, Link } from "@remix-run/react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isNarrowed, type ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { useHydrated } from "~/ui/hydrated.ts";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { ListChoices } from "./choices.ts";
import { type Row, useColumns } from "./list-columns.tsx";
import { SelectionBar } from "./selection-bar.tsx";

interface Props {
  path: string;
  filter: ScreeningFilter;
  choices: ListChoices;
  rows: Row[];
  total: number;
}

/** The page of applications, each leading to its own; ticked ones, or all that match, can be acted on together. */
export function ListTable({ path, filter, choices, rows, total }: Props): ReactNode {
  const { t } = useTranslation("screening");
  const [picked, setPicked] = useState(0);
  const columns = [usePick(rows.length, picked, setPicked), ...useColumns(path, filter, choices)];
  const count = ({ currentTarget }: FormEvent<HTMLFormElement>) => setPicked(ticks(currentTarget, true).length);
  if (rows.length === 0)
    return isNarrowed(filter) ? (
      <EmptyState title={t("list.noMatch")} icon="search" action={<Link to={path}>{t("list.clear")}</Link>}>
        {t("list.noMatchHint")}
      </EmptyState>
    ) : (
      <EmptyState title={t("list.noneYet")}>{t("list.noneYetHint")}</EmptyState>
    );
  return (
    <Form method="get" action={`${path}/act`} onChange={count} className="grid gap-3">
      {Object.entries(filter).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input type="hidden" name="page" value={rows.map(seen).join(",")} />
      <SelectionBar picked={picked} onPage={rows.length} total={total} />
      <DataTable label={t("list.table")} rows={rows} rowKey={(row) => row.code} columns={columns} dense />
    </Form>
  );
}

/** The column of ticks; its head ticks the whole page where scripts run. */
function usePick(onPage: number, picked: number, onPick: (picked: number) => void): Column<Row> {
  const { t } = useTranslation("screening");
  const locale = useLocale();
  const hydrated = useHydrated();
  return {
    key: "pick",
    header: hydrated ? (
      <input
        type="checkbox"
        aria-label={t("select.page", { number: onPage })}
        className="size-6 align-middle"
        checked={picked === onPage}
        ref={(box) => {
          if (box) box.indeterminate = picked > 0 && picked < onPage;
        }}
        onChange={({ currentTarget }) => {
          const { form, checked } = currentTarget;
          if (!form) return;
          for (const tick of ticks(form)) tick.checked = checked;
          onPick(checked ? onPage : 0);
        }}
      />
    ) : (
      <span className="sr-only">{t("select.column")}</span>
    ),
    cell: (row) => (
      <input
        type="checkbox"
        name="pick"
        value={seen(row)}
        aria-label={t("select.one", { title: inLocale(locale, row.projectTitle, row.projectTitleEn) || row.code })}
        className="size-6 align-middle"
      />
    ),
    narrow: true,
  };
}

/** An application in the version that the screener sees. */
function seen({ code, version }: Row): string {
  return `${code}.${version}`;
}

function ticks(form: HTMLFormElement, ticked = false): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>(`input[name=pick]${ticked ? ":checked" : ""}`)];
}
