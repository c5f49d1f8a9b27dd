import { Form, Link, useFetcher } from "@remix-run/react";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { inLocale } from "~/primitives/in-locale.ts";
import { batchActs } from "~/rules/screening/batch.ts";
import { isNarrowed, queryOf, type ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import { Button, useHydrated } from "~/ui/button.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { DateField, SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import { formatNumber } from "~/ui/format/number.ts";
import { Icon } from "~/ui/icon.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { type DuplicateMarks, type ListChoices, type ScreeningRow, useColumns } from "./list-columns.tsx";

interface FilterFormProps {
  path: string;
  filter: ScreeningFilter;
  choices: ListChoices;
}

/** Narrows the list; what it asks stands in the address, so that a view can be kept and shared. */
export function FilterForm({ path, filter, choices }: FilterFormProps): ReactNode {
  const { t } = useTranslation("screening");
  const options = useNamedOptions();
  const { search, round, track, group, state, sort } = filter;
  return (
    <Form
      key={JSON.stringify(filter)}
      method="get"
      action={path}
      className="no-print flex flex-wrap items-end gap-x-3 gap-y-2 xl:items-center"
    >
      {state ? <input type="hidden" name="state" value={state} /> : null}
      {sort ? <input type="hidden" name="sort" value={sort} /> : null}
      <TextField
        name="search"
        type="search"
        label={t("list.search")}
        placeholder={t("list.searchHint")}
        defaultValue={search}
        maxLength={100}
        labelHidden
        className="min-w-60 grow"
      />
      <SelectField
        name="round"
        label={t("list.heat")}
        labelHidden
        placeholder={t("list.anyOf", { what: t("list.heat") })}
        options={options(choices.rounds)}
        defaultValue={round}
      />
      <SelectField
        name="track"
        label={t("list.track")}
        labelHidden
        placeholder={t("list.anyOf", { what: t("list.track") })}
        options={options(choices.tracks)}
        defaultValue={track}
      />
      <SelectField
        name="group"
        label={t("list.group")}
        labelHidden
        placeholder={t("list.anyOf", { what: t("list.group") })}
        options={options(choices.groups)}
        defaultValue={group}
      />
      <Button>{t("list.filter")}</Button>
      {isNarrowed({ ...filter, state: undefined }) ? (
        <Link to={path + queryOf({ state, sort })} className="inline-flex min-h-11 items-center">
          {t("list.clear")}
        </Link>
      ) : null}
      <MoreConditions filter={filter} choices={choices} />
    </Form>
  );
}

/** What is asked less often: folded away until it is used. */
function MoreConditions({ filter, choices }: Omit<FilterFormProps, "path">): ReactNode {
  const { t } = useTranslation("screening");
  const options = useNamedOptions();
  const { wish, eligibility, recommender, screener, origin, rewritten, from, to } = filter;
  const used = [wish, eligibility, recommender, screener, origin, rewritten, from, to].filter(Boolean).length;
  const none = { value: "none", label: t("list.none") };
  return (
    <details className="group open:basis-full" open={used > 0}>
      <summary className="flex min-h-11 w-fit items-center gap-2 text-link">
        {used > 0 ? t("list.moreUsed", { number: used }) : t("list.more")}
        <Icon name="down" className="group-open:rotate-180" />
      </summary>
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3 rounded border border-line bg-surface px-4 pt-2 pb-3">
        <SelectField
          name="wish"
          label={t("list.wish")}
          placeholder={t("list.any")}
          options={options(choices.rounds)}
          defaultValue={wish}
        />
        <SelectField
          name="eligibility"
          label={t("list.eligibility")}
          placeholder={t("list.any")}
          options={[
            ...(["not-met", "by-hand", "met"] as const).map((value) => ({ value, label: t(`list.verdict.${value}`) })),
            { value: "none", label: t("list.verdict.none") },
          ]}
          defaultValue={eligibility}
        />
        <SelectField
          name="screener"
          label={t("list.screener")}
          placeholder={t("list.any")}
          options={[
            { value: "me", label: t("list.me") },
            none,
            ...choices.screeners.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          defaultValue={screener}
        />
        <SelectField
          name="recommender"
          label={t("list.recommender")}
          placeholder={t("list.any")}
          options={[none, ...options(choices.recommenders)]}
          defaultValue={recommender}
        />
        <SelectField
          name="origin"
          label={t("list.origin")}
          placeholder={t("list.any")}
          options={(["form", "import"] as const).map((value) => ({ value, label: t(`list.origins.${value}`) }))}
          defaultValue={origin}
        />
        <SelectField
          name="rewritten"
          label={t("list.rewritten")}
          placeholder={t("list.any")}
          options={[{ value: "yes", label: t("list.rewrittenYes") }]}
          defaultValue={rewritten}
        />
        <DateField name="from" label={t("list.from")} defaultValue={from} />
        <DateField name="to" label={t("list.to")} defaultValue={to} />
      </div>
    </details>
  );
}

function useNamedOptions() {
  const locale = useLocale();
  return (named: ListChoices["tracks"]) =>
    named.map(({ key, title, titleEn }) => ({ value: key, label: inLocale(locale, title, titleEn) }));
}

/** What to do with how many: the ticked ones, the page, or all that match. The next page says what will happen, and asks. */
function SelectionBar({ picked, onPage, total }: { picked: number; onPage: number; total: number }): ReactNode {
  const { t } = useTranslation("screening");
  const locale = useLocale();
  const [scope, setScope] = useState("picked");
  // Whoever ticks a row means the ticked ones
  useEffect(() => {
    if (picked > 0) setScope("picked");
  }, [picked]);
  return (
    <div className="no-print flex flex-wrap items-center gap-x-3 gap-y-2 bg-paper py-1.5 sm:sticky sm:top-0 sm:z-4">
      <SelectField
        name="scope"
        labelHidden
        label={t("select.scope")}
        placeholder={null}
        options={[
          { value: "picked", label: picked > 0 ? t("select.pickedNumber", { number: picked }) : t("select.picked") },
          { value: "page", label: t("select.page", { number: onPage }) },
          { value: "all", label: t("select.all", { number: formatNumber(total, locale) }) },
        ]}
        value={scope}
        onChange={({ currentTarget }) => setScope(currentTarget.value)}
      />
      <SelectField
        name="act"
        labelHidden
        label={t("select.act")}
        placeholder={null}
        options={batchActs.map((value) => ({ value, label: t(`batch.act.${value}`) }))}
      />
      <Button iconAfter="right">{t("select.go")}</Button>
      <p role="status" className="min-h-11 content-center text-sm text-ink-soft">
        {picked > 0 ? t("select.status", { number: picked }) : ""}
      </p>
    </div>
  );
}

interface ListTableProps {
  path: string;
  filter: ScreeningFilter;
  choices: ListChoices;
  rows: ScreeningRow[];
  total: number;
}

/** The page of applications, each leading to its own; ticked ones, or all that match, can be acted on together. */
export function ListTable({ path, filter, choices, rows, total }: ListTableProps): ReactNode {
  const { t } = useTranslation("screening");
  const [picked, setPicked] = useState(0);
  const marks = useDuplicateMarks(path, rows);
  const columns = [usePick(rows.length, picked, setPicked), ...useColumns({ path, filter, choices, marks })];
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
    <Form method="get" action={`${path}/act`} onChange={count} className="grid gap-x-3">
      {Object.entries(filter).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input type="hidden" name="page" value={rows.map(seen).join(",")} />
      <SelectionBar picked={picked} onPage={rows.length} total={total} />
      <DataTable label={t("list.table")} rows={rows} rowKey={(row) => row.code} columns={columns} dense compact />
    </Form>
  );
}

/** The marks of the page's rows, as soon as they are known: looking for what they share takes longer than the page. */
function useDuplicateMarks(path: string, rows: ScreeningRow[]): DuplicateMarks {
  const { load, data } = useFetcher<DuplicateMarks>();
  const ids = rows.map(({ id }) => id).join(",");
  useEffect(() => {
    if (ids !== "") load(`${path}/duplicates?of=${ids}`);
  }, [load, path, ids]);
  return data ?? {};
}

/** The column of ticks; its head ticks the whole page where scripts run. */
function usePick(onPage: number, picked: number, onPick: (picked: number) => void): Column<ScreeningRow> {
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
    width: "xl:w-11",
  };
}

/** An application in the version that the screener sees. */
function seen({ code, version }: ScreeningRow): string {
  return `${code}.${version}`;
}

function ticks(form: HTMLFormElement, ticked = false): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>(`input[name=pick]${ticked ? ":checked" : ""}`)];
}
