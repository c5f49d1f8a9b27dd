import type { LoaderFunctionArgs } from "@remix-run/node";
import { type ClientLoaderFunctionArgs, type MetaFunction, redirectDocument, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { standingsDesk } from "~/reads/standings/standings-desk.ts";
import { roundFor } from "~/services/http/guard.ts";
import { ServerOnly } from "~/services/server-only.ts";
import { EmptyState } from "~/ui/empty-state.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { SectionHead } from "~/ui/results/section-head.tsx";
import { DeskNav } from "./desk-nav.tsx";
import { DotsCard } from "./dots-card.tsx";
import { SeverityCard } from "./severity-card.tsx";
import { SpreadCard } from "./spread-card.tsx";

/** Pictures and nothing to press: the page carries no script. */
export const handle = { plain: true };

/** The sheets of each entry, how strict each judge is, how the marks of each criterion lie. */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { round } = await roundFor({ request, context }, params.round, "see-scores");
  const desk = await standingsDesk(context.db, round.id);
  const title = inLocale(context.locale, round.title, round.titleEn);
  return {
    title: i18nFor(context.locale).t("standing:charts.pageTitle", { round: title }),
    slug: round.slug,
    desk: desk && new ServerOnly(desk),
  };
}

/** What the page shows stays on the server: whoever comes from another page loads this one as a document. */
export function clientLoader({ request }: ClientLoaderFunctionArgs): never {
  throw redirectDocument(request.url);
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.title }];

export default function Charts(): ReactNode {
  const { t } = useTranslation(["standing", "results"]);
  const { slug, desk } = useLoaderData<typeof loader>();
  return (
    <div className="grid gap-6">
      <SectionHead title={t("charts.title")} lead={t("charts.lead")} />
      {desk === null ? (
        <EmptyState title={t("results:standings.noRule")}>{t("results:standings.noRuleMend")}</EmptyState>
      ) : (
        <>
          <DeskNav round={slug} now="charts" />
          {desk.value.board.sheets.length === 0 ? (
            <EmptyState title={t("charts.none")}>{t("charts.noneMend")}</EmptyState>
          ) : (
            <>
              <DotsCard desk={desk.value} />
              <SeverityCard desk={desk.value} />
              <SpreadCard desk={desk.value} />
            </>
          )}
        </>
      )}
    </div>
  );
}
