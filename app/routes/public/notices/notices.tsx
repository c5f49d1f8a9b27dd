import { data, type HeadersFunction, type LoaderFunctionArgs } from "@remix-run/node";
import { type MetaFunction, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { homeZone } from "~/primitives/home-zone.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { nextMidnight } from "~/rules/notices/notice.ts";
import { now } from "~/services/clock.ts";
import { cacheHeader } from "~/services/http/page-cache.ts";
import { Badge } from "~/ui/badge.tsx";
import { Card } from "~/ui/card.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { formatDateRange } from "~/ui/format/date-time.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { findAllPublished } from "~db/queries/releases/public-releases.ts";
import { sharing } from "../editions/edition-hero.tsx";

export const handle = { plain: true };

/** Every public notice, those that are open first. */
export async function loader({ context }: LoaderFunctionArgs) {
  const at = now();
  const published = await findAllPublished(context.publicDb, at);
  const notices = published.flatMap(({ notice, noticeEndsOn, publishedAt, ...round }) => {
    if (notice === null || noticeEndsOn === null || publishedAt === null) return [];
    const { slug, title, titleEn, editionTitle, editionTitleEn, entries } = round;
    return [{ slug, title, titleEn, editionTitle, editionTitleEn, entries, state: notice, publishedAt, noticeEndsOn }];
  });
  notices.sort((a, b) => Number(a.state === "closed") - Number(b.state === "closed"));
  const { t } = i18nFor(context.locale);
  const shared = {
    baseUrl: context.settings.baseUrl,
    path: "/notices",
    title: `${t("notice:index.title")} · ${t("ui:product")}`,
    description: t("notice:index.lead"),
  };
  const until = notices.some(({ state }) => state === "open") ? nextMidnight(at).toISOString() : "1";
  return data({ shared, notices }, { headers: { [cacheHeader]: until, "Cache-Control": "public, no-cache" } });
}

export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => (page ? sharing(page.shared) : []);

export default function Notices(): ReactNode {
  const { t } = useTranslation("notice");
  const locale = useLocale();
  const { notices } = useLoaderData<typeof loader>();
  return (
    <div className="grid gap-6">
      <PageHeader
        kind="public"
        title={t("index.title")}
        lead={t("index.lead")}
        breadcrumbs={[{ to: "/results", label: t("results") }]}
      />
      {notices.length === 0 ? <EmptyState title={t("index.none")}>{t("index.noneMend")}</EmptyState> : null}
      <ul className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
        {notices.map((notice) => (
          <li key={notice.slug} className="grid">
            <Card title={inLocale(locale, notice.title, notice.titleEn)} to={`/notices/${notice.slug}`}>
              <p className="text-ink-soft">{inLocale(locale, notice.editionTitle, notice.editionTitleEn)}</p>
              <p>{formatDateRange(notice.publishedAt, notice.noticeEndsOn, locale, homeZone)}</p>
              <p className="mt-2 flex flex-wrap items-center gap-3 text-sm text-ink-soft">
                <Badge
                  tone={notice.state === "open" ? "structure" : "neutral"}
                  icon={notice.state === "open" ? "clock" : "lock"}
                >
                  {t(`state.${notice.state}`)}
                </Badge>
                {t("index.entries", { count: notice.entries })}
              </p>
            </Card>
          </li>
        ))}
      </ul>
    </div>
  );
}
