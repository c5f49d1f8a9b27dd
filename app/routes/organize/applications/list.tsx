import type { LoaderFunctionArgs } from "@remix-run/node";
import { type MetaFunction, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { editionFor } from "~/services/guard.ts";
import { LinkButton } from "~/ui/button.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { useLocale } from "~/ui/use-locale.ts";
import { countByState, findFilterChoices, findScreeningPage, pageSize } from "~db/queries/screening.ts";
import { queryOf } from "./address.ts";
import { filterOf, placeOf, placeWord } from "./filter.ts";
import { FilterForm } from "./filter-form.tsx";
import { ListTable } from "./list-table.tsx";
import { StateTabs } from "./state-tabs.tsx";

/** What was submitted to the edition, for those who screen it: filtered by the address, the newest first. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "screen");
  const { db, locale } = args.context;
  const url = new URL(args.request.url);
  const filter = filterOf(url);
  const after = placeOf(url);
  const [rows, counts, choices] = await Promise.all([
    findScreeningPage(db, edition.id, filter, after),
    countByState(db, edition.id, filter),
    findFilterChoices(db, edition.id),
  ]);
  const shown = rows.slice(0, pageSize);
  const last = rows.length > pageSize ? shown.at(-1) : undefined;
  return {
    documentTitle: i18nFor(locale).t("screening:list.title"),
    edition: { slug: edition.slug, title: edition.title, titleEn: edition.titleEn },
    filter,
    counts,
    choices,
    rows: shown,
    next: last?.submittedAt
      ? queryOf({ ...filter, after: placeWord({ submittedAt: last.submittedAt, id: last.id }) })
      : null,
    first: after ? queryOf(filter) : null,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

export default function ScreeningList(): ReactNode {
  const { t } = useTranslation("screening");
  const locale = useLocale();
  const { edition, filter, counts, choices, rows, next, first } = useLoaderData<typeof loader>();
  const path = `/organize/editions/${edition.slug}/applications`;
  return (
    <div className="grid gap-5">
      <PageHeader
        title={t("list.title")}
        lead={inLocale(locale, edition.title, edition.titleEn)}
        breadcrumbs={[{ to: "/organize", label: t("list.desk") }]}
      />
      <StateTabs path={path} filter={filter} counts={counts} />
      <FilterForm path={path} filter={filter} choices={choices} />
      <ListTable rows={rows} filter={filter} path={path} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-sm text-ink-soft">{t("list.shown", { count: rows.length })}</p>
        <div className="flex gap-3">
          {first !== null ? <LinkButton to={path + first}>{t("list.first")}</LinkButton> : null}
          {next !== null ? (
            <LinkButton to={path + next} rel="next" iconAfter="right">
              {t("list.next")}
            </LinkButton>
          ) : null}
        </div>
      </div>
    </div>
  );
}
