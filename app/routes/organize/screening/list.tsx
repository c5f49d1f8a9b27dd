import { randomUUID } from "node:crypto";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { can } from "~/rules/accounts/access.ts";
import type { ApplicationState } from "~/rules/applications/application-state.ts";
import { filterOf, queryOf, type ScreeningFilter } from "~/rules/screening/screening-filter.ts";
import {
  defaultSort,
  formatListPosition,
  listPositionOf,
  parseListPosition,
  stateOrder,
} from "~/rules/screening/screening-order.ts";
import { editionFor } from "~/services/http/guard.ts";
import { LinkButton } from "~/ui/button.tsx";
import { classes } from "~/ui/classes.ts";
import { formatNumber } from "~/ui/format/number.ts";
import { Icon } from "~/ui/icon.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findListChoices, findScreeningList } from "~db/queries/screening/screening.ts";
import { FilterForm, ListTable } from "./filter-form.tsx";
import { SavedViews, type ScreeningRow } from "./list-columns.tsx";
import { actOnView } from "./saved-views.server.ts";

/** What was submitted to the edition, for those who screen it: filtered, ordered and paged by the address. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, edition } = await editionFor(args, args.params.edition, "screen");
  const { db, locale } = args.context;
  const query = new URL(args.request.url).searchParams;
  const filter = filterOf(query);
  const desk = { editionId: edition.id, me: actor.id };
  const place = (name: string) => parseListPosition(query.get(name) ?? "", filter.sort ?? defaultSort);
  const [list, choices] = await Promise.all([
    findScreeningList(db, desk, filter, {
      after: place("after"),
      before: place("before"),
      last: query.get("last") === "yes",
    }),
    findListChoices(db, desk),
  ]);
  return {
    documentTitle: i18nFor(locale).t("screening:list.title"),
    idempotencyKey: randomUUID(),
    edition: { slug: edition.slug, title: edition.title, titleEn: edition.titleEn },
    movesData: can(actor, "move-data", { editionId: edition.id }),
    filter,
    choices,
    ...list,
  };
}

/** Keeps, renames or removes a saved view; the list itself is only read. */
export async function action(args: ActionFunctionArgs) {
  return await actOnView(args);
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function ScreeningList(): ReactNode {
  const { t } = useTranslation(["screening", "exchange", "privacy", "ui"]);
  const locale = useLocale();
  const { edition, movesData, filter, counts, choices, rows, from, total, idempotencyKey } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const path = `/organize/editions/${edition.slug}/applications`;
  return (
    <div className="-my-4 grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3">
          <nav
            aria-label={t("ui:shell.breadcrumbs")}
            className="no-print flex items-center gap-1 text-sm text-ink-soft"
          >
            <Link to="/organize" className="inline-flex min-h-11 items-center">
              {t("list.desk")}
            </Link>
            <Icon name="right" className="text-[0.75rem]" />
          </nav>
          <h1 className="text-xl">{t("list.title")}</h1>
          <p className="text-sm text-ink-soft">{inLocale(locale, edition.title, edition.titleEn)}</p>
        </div>
        <div className="no-print flex flex-wrap gap-2">
          <LinkButton size="row" to={`/organize/editions/${edition.slug}/find-identity`} icon="person">
            {t("privacy:find.title")}
          </LinkButton>
          <LinkButton size="row" to={`/organize/editions/${edition.slug}/batches`} icon="clock">
            {t("batch.all")}
          </LinkButton>
          {movesData ? (
            <>
              <LinkButton size="row" to={`/organize/editions/${edition.slug}/export${queryOf(filter)}`} icon="down">
                {t("exchange:export.open")}
              </LinkButton>
              <LinkButton size="row" to={`/organize/editions/${edition.slug}/import`} icon="up">
                {t("exchange:import.open")}
              </LinkButton>
            </>
          ) : null}
        </div>
      </div>
      <div className="flex min-w-0 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <StateTabs path={path} filter={filter} counts={counts} />
        <SavedViews
          path={path}
          filter={filter}
          views={choices.views}
          idempotencyKey={idempotencyKey}
          refused={answer ? t(`views.refusal.${answer.refused}`) : null}
        />
      </div>
      <FilterForm path={path} filter={filter} choices={choices} />
      <ListTable
        key={`${queryOf(filter)}-${from}-${total}`}
        path={path}
        filter={filter}
        choices={choices}
        rows={rows}
        total={total}
      />
      <ListPager path={path} filter={filter} rows={rows} from={from} total={total} />
    </div>
  );
}

interface ListPagerProps {
  path: string;
  filter: ScreeningFilter;
  rows: ScreeningRow[];
  from: number;
  total: number;
}

/** Where in the list the page stands, and the ways to the others. */
export function ListPager({ path, filter, rows, from, total }: ListPagerProps): ReactNode {
  const { t } = useTranslation("screening");
  const locale = useLocale();
  const number = (value: number) => formatNumber(value, locale);
  const first = rows[0];
  const last = rows.at(-1);
  if (!first || !last) return null;
  const to = from + rows.length - 1;
  const { sort = defaultSort } = filter;
  const at = (place: Record<string, string>) => path + queryOf(filter, place);
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-ink-soft tabular-nums">
        {t("list.range", { from: number(from), to: number(to), total: number(total) })}
      </p>
      <nav aria-label={t("list.pages")} className="no-print flex flex-wrap gap-2">
        {from > 1 ? (
          <>
            <LinkButton to={at({})}>{t("list.first")}</LinkButton>
            <LinkButton to={at({ before: formatListPosition(listPositionOf(first, sort)) })} rel="prev" icon="left">
              {t("list.previous")}
            </LinkButton>
          </>
        ) : null}
        {to < total ? (
          <>
            <LinkButton to={at({ after: formatListPosition(listPositionOf(last, sort)) })} rel="next" iconAfter="right">
              {t("list.next")}
            </LinkButton>
            <LinkButton to={at({ last: "yes" })}>{t("list.last")}</LinkButton>
          </>
        ) : null}
      </nav>
    </div>
  );
}

interface StateTabsProps {
  path: string;
  filter: ScreeningFilter;
  counts: Record<ApplicationState, number>;
}

/** The states as tabs, each with its number under the rest of the filter. */
export function StateTabs({ path, filter, counts }: StateTabsProps): ReactNode {
  const { t } = useTranslation(["screening", "ui"]);
  const locale = useLocale();
  const total = stateOrder.reduce((sum, state) => sum + counts[state], 0);
  const tabs = [
    { state: undefined, label: t("list.all"), count: total },
    ...stateOrder.map((state) => ({ state, label: t(`ui:state.application.${state}`), count: counts[state] })),
  ];
  return (
    <nav aria-label={t("list.states")} className="no-print scroll-x min-w-0 grow border-line border-b">
      <ul className="flex min-w-max gap-1">
        {tabs.map(({ state, label, count }) => {
          const current = filter.state === state;
          return (
            <li key={label}>
              <Link
                to={path + queryOf({ ...filter, state })}
                aria-current={current ? "true" : undefined}
                className={classes(
                  "flex min-h-11 items-center gap-2 border-b-3 px-3 no-underline -outline-offset-3",
                  current
                    ? "border-structure font-semibold text-structure"
                    : "border-transparent text-ink-soft hover:border-line-strong hover:text-ink",
                )}
              >
                {label}
                <span className="rounded bg-sunken px-1.5 text-sm text-ink-soft tabular-nums">
                  {formatNumber(count, locale)}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
