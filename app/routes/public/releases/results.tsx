import { data, type HeadersFunction, type LoaderFunctionArgs } from "@remix-run/node";
import { type MetaFunction, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import type { RoundKind } from "~/rules/rounds/round.ts";
import { now } from "~/services/clock.ts";
import { cacheHeader } from "~/services/http/page-cache.ts";
import { LinkButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { formatDate } from "~/ui/format/date-time.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { findAllPublished } from "~db/queries/releases/public-releases.ts";
import { sharing } from "../editions/edition-hero.tsx";

export const handle = { plain: true };

/** Every published round, the newest first. */
export async function loader({ context }: LoaderFunctionArgs) {
  const rounds = await findAllPublished(context.publicDb, now());
  const { t } = i18nFor(context.locale);
  const shared = {
    baseUrl: context.settings.baseUrl,
    path: "/results",
    title: `${t("results:results.pageTitle")} · ${t("ui:product")}`,
    description: t("results:results.lead"),
  };
  return data({ shared, rounds }, { headers: { [cacheHeader]: "1", "Cache-Control": "public, no-cache" } });
}

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => (page ? sharing(page.shared) : []);

export default function Results(): ReactNode {
  const { t } = useTranslation(["results", "ui", "notice"]);
  const locale = useLocale();
  const { rounds } = useLoaderData<typeof loader>();
  return (
    <div className="grid gap-6">
      <PageHeader
        kind="public"
        title={t("results.title")}
        lead={t("results.lead")}
        actions={
          <LinkButton to="/notices" reloadDocument>
            {t("notice:index.title")}
          </LinkButton>
        }
      />
      {rounds.length === 0 ? <EmptyState title={t("results.none")}>{t("results.noneMend")}</EmptyState> : null}
      <ul className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
        {rounds.map((round) => (
          <li key={round.slug} className="grid">
            <Card title={inLocale(locale, round.title, round.titleEn)} to={`/results/${round.slug}`}>
              <p className="text-ink-soft">
                {[
                  inLocale(locale, round.editionTitle, round.editionTitleEn),
                  t(`ui:kind.${round.kind as RoundKind}`),
                  inLocale(locale, round.trackTitle, round.trackTitleEn),
                  inLocale(locale, round.city, round.cityEn),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </p>
              <p className="text-ink-soft">
                {round.startsAt ? (
                  <>
                    <DateTime at={round.startsAt} kind="date" timeZone={round.timeZone} />
                    {" · "}
                  </>
                ) : null}
                {t("results.entries", { count: round.entries })}
              </p>
              <p className="mt-2 text-sm text-ink-soft">
                {round.publishedAt
                  ? t("results.published", { date: formatDate(round.publishedAt, locale, round.timeZone) })
                  : null}
                {round.noticeEndsOn
                  ? ` · ${t("results.notice", { date: formatDate(round.noticeEndsOn, locale) })}`
                  : null}
              </p>
            </Card>
          </li>
        ))}
      </ul>
      <p className="no-print text-ink-soft">
        <a href="/api">{t("results.api")}</a>
      </p>
    </div>
  );
}
