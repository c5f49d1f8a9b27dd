import { randomUUID } from "node:crypto";
import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { type MetaFunction, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { actOnView } from "~/reads/screening/view-acts.ts";
import { can } from "~/rules/accounts/access.ts";
import { filterOf, queryOf } from "~/rules/screening/screening-filter.ts";
import { placeOfWord, usualSort } from "~/rules/screening/screening-order.ts";
import { editionFor } from "~/services/http/guard.ts";
import { LinkButton } from "~/ui/button.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { useLocale } from "~/ui/use-locale.ts";
import { findListChoices, findScreeningList } from "~db/queries/screening/screening.ts";
import { FilterForm } from "./filter-form.tsx";
import { ListPager } from "./list-pager.tsx";
import { ListTable } from "./list-table.tsx";
import { SavedViews } from "./saved-views.tsx";
import { StateTabs } from "./state-tabs.tsx";

/** What was submitted to the edition, for those who screen it: filtered, ordered and paged by the address. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, edition } = await editionFor(args, args.params.edition, "screen");
  const { db, locale } = args.context;
  const query = new URL(args.request.url).searchParams;
  const filter = filterOf(query);
  const desk = { editionId: edition.id, me: actor.id };
  const place = (name: string) => placeOfWord(query.get(name) ?? "", filter.sort ?? usualSort);
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

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.documentTitle }];

export default function ScreeningList(): ReactNode {
  const { t } = useTranslation(["screening", "exchange", "privacy"]);
  const locale = useLocale();
  const { edition, movesData, filter, counts, choices, rows, from, total, idempotencyKey } =
    useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const path = `/organize/editions/${edition.slug}/applications`;
  return (
    <div className="grid gap-4">
      <PageHeader
        title={t("list.title")}
        lead={inLocale(locale, edition.title, edition.titleEn)}
        breadcrumbs={[{ to: "/organize", label: t("list.desk") }]}
        actions={
          <>
            <LinkButton to={`/organize/editions/${edition.slug}/find-identity`} icon="person">
              {t("privacy:find.title")}
            </LinkButton>
            <LinkButton to={`/organize/editions/${edition.slug}/batches`} icon="clock">
              {t("batch.all")}
            </LinkButton>
            {movesData ? (
              <>
                <LinkButton to={`/organize/editions/${edition.slug}/export${queryOf(filter)}`} icon="down">
                  {t("exchange:export.open")}
                </LinkButton>
                <LinkButton to={`/organize/editions/${edition.slug}/import`} icon="up">
                  {t("exchange:import.open")}
                </LinkButton>
              </>
            ) : null}
          </>
        }
      />
      <SavedViews
        path={path}
        filter={filter}
        views={choices.views}
        idempotencyKey={idempotencyKey}
        refused={answer ? t(`views.refusal.${answer.refused}`) : null}
      />
      <StateTabs path={path} filter={filter} counts={counts} />
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
