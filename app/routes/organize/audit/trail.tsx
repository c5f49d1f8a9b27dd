import type { LoaderFunctionArgs } from "@remix-run/node";
import { type MetaFunction, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { choicesOf, rowOf, stateOf } from "~/reads/audit/trail-view.ts";
import { placesWith } from "~/rules/accounts/access.ts";
import { trailFilterOf, trailQueryOf } from "~/rules/audit/trail-filter.ts";
import { notFound, signedIn } from "~/services/http/guard.ts";
import { LinkButton } from "~/ui/button.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { findNamed, findTrail, findTrailChoices, findTrailState } from "~db/queries/audit/trail.ts";
import { TrailFilterForm } from "./filter-form.tsx";
import { SealState } from "./seal-state.tsx";
import { TrailTable } from "./trail-table.tsx";

const pageRows = 50;

/** What was done, by whom and when, for those who oversee it: wherever they may, narrowed by the address. */
export async function loader(args: LoaderFunctionArgs) {
  const actor = await signedIn(args);
  const places = placesWith(actor, "see-trail");
  if (!places) throw notFound();
  const { db, locale } = args.context;
  const query = new URL(args.request.url).searchParams;
  const filter = trailFilterOf(query);
  const after = /^\d{1,18}$/.exec(query.get("after") ?? "")?.[0];
  const named = filter.search ? await findNamed(db, filter.search) : null;
  const [found, choices, state] = await Promise.all([
    findTrail(db, places, filter, { named, after, limit: pageRows + 1 }),
    findTrailChoices(db, places),
    findTrailState(db),
  ]);
  const rows = found.slice(0, pageRows);
  return {
    title: i18nFor(locale).t("trail:title"),
    filter,
    choices: choicesOf(choices, locale),
    state: stateOf(state),
    rows: rows.map((entry) => rowOf(entry, actor, locale)),
    older: found.length > pageRows ? rows.at(-1)?.id : undefined,
    first: after === undefined,
  };
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Trail(): ReactNode {
  const { t } = useTranslation("trail");
  const { filter, choices, state, rows, older, first } = useLoaderData<typeof loader>();
  return (
    <div className="grid gap-4">
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        breadcrumbs={[{ to: "/organize", label: t("desk") }]}
        actions={
          <LinkButton to={`/organize/trail.csv${trailQueryOf(filter)}`} icon="down" reloadDocument>
            {t("export")}
          </LinkButton>
        }
      />
      <SealState {...state} />
      <TrailFilterForm filter={filter} choices={choices} />
      <TrailTable rows={rows} filter={filter} />
      <nav aria-label={t("pages")} className="no-print flex flex-wrap gap-2">
        {first ? null : <LinkButton to={`/organize/trail${trailQueryOf(filter)}`}>{t("newest")}</LinkButton>}
        {older ? (
          <LinkButton to={`/organize/trail${trailQueryOf(filter, older)}`} rel="next" iconAfter="right">
            {t("older")}
          </LinkButton>
        ) : null}
      </nav>
    </div>
  );
}
