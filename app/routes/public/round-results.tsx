import { data, type HeadersFunction, type LoaderFunctionArgs } from "@remix-run/node";
import { type MetaFunction, useLoaderData } from "@remix-run/react";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { publicView } from "~/rules/public-view.ts";
import type { RoundKind } from "~/rules/round.ts";
import type { RoundStandings } from "~/rules/standing.ts";
import { notFound } from "~/services/guard.ts";
import { cacheHeader } from "~/services/page-cache.ts";
import { Callout } from "~/ui/callout.tsx";
import { DetailList } from "~/ui/card.tsx";
import { Digest } from "~/ui/digest.tsx";
import { formatDate } from "~/ui/format/date-time.ts";
import { inLocale } from "~/ui/in-locale.ts";
import { PageHeader } from "~/ui/page-header.tsx";
import { Honours } from "~/ui/results/honours.tsx";
import { ResultsTable } from "~/ui/results/results-table.tsx";
import { RuleWords } from "~/ui/results/rule-words.tsx";
import { entryNames, labels, titles } from "~/ui/results/words.ts";
import { useLocale } from "~/ui/use-locale.ts";
import { findPublishedRelease } from "~db/queries/releases.ts";
import { sharing } from "./sharing.ts";

export const handle = { plain: true };

/** What the public may see of the round, the same for everyone; a round that is not public and none at all are one 404. */
export async function loader({ context, params }: LoaderFunctionArgs) {
  const release = await findPublishedRelease(context.db, params.round ?? "");
  const result = publicView(release);
  if (!release || !result) throw notFound();
  const title = inLocale(context.locale, release.title, release.titleEn);
  const edition = inLocale(context.locale, release.editionTitle, release.editionTitleEn);
  const track = inLocale(context.locale, release.trackTitle, release.trackTitleEn);
  const city = inLocale(context.locale, release.city, release.cityEn);
  const { standings, ...signed } = result;
  return data(
    {
      shared: {
        baseUrl: context.settings.baseUrl,
        path: `/results/${release.slug}`,
        title: i18nFor(context.locale).t("results:results.roundPageTitle", { round: title }),
        description: [edition, track, city].filter(Boolean).join(" · "),
      },
      round: {
        slug: release.slug,
        title,
        kind: release.kind as RoundKind,
        edition,
        track,
        city,
        startsAt: release.startsAt,
        timeZone: release.timeZone,
        contact: release.contact,
        bundle: release.bundlePublic && context.settings.bundleKey !== null,
      },
      ...signed,
      criteria: release.criteria,
      groups: release.groups,
      entries: release.entries,
      standings: JSON.stringify(standings),
    },
    { headers: { [cacheHeader]: "1", "Cache-Control": "public, no-cache" } },
  );
}

export const headers: HeadersFunction = ({ loaderHeaders, errorHeaders }) => errorHeaders ?? loaderHeaders;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => (page ? sharing(page.shared) : []);

export default function RoundResults(): ReactNode {
  const { t } = useTranslation(["results", "ui"]);
  const locale = useLocale();
  const { round, noticeEndsOn, standings: json, ...page } = useLoaderData<typeof loader>();
  const standings = useMemo(() => JSON.parse(json) as RoundStandings, [json]);
  const criteria = labels(locale, page.criteria);
  const groups = titles(locale, page.groups);
  const nameOf = entryNames(locale, page.entries);
  const held = round.startsAt ? formatDate(round.startsAt, locale, round.timeZone) : null;
  return (
    <article className="grid gap-8">
      <PageHeader
        kind="public"
        title={round.title}
        breadcrumbs={[{ to: "/results", label: t("results.back") }]}
        lead={[round.edition, t(`ui:kind.${round.kind}`), round.track, round.city, held].filter(Boolean).join(" · ")}
      />
      {noticeEndsOn ? (
        <Callout title={t("results.notice", { date: formatDate(noticeEndsOn, locale) })}>
          <p>
            {t("results.noticeDetail")} {round.contact ? t("results.contact", { contact: round.contact }) : null}
          </p>
        </Callout>
      ) : null}
      <Honours standings={standings} groups={groups} nameOf={nameOf} />
      <section className="grid gap-3">
        <h2 className="font-serif text-2xl">{t("results.all")}</h2>
        <ResultsTable standings={standings} criteria={criteria} groups={groups} nameOf={nameOf} honours level={3} />
      </section>
      <section className="keep-together grid max-w-prose gap-3">
        <h2 className="font-serif text-2xl">{t("results.how")}</h2>
        <RuleWords rule={standings.rule} criteria={criteria} />
      </section>
      <section className="keep-together grid max-w-220 gap-3">
        <h2 className="font-serif text-2xl">{t("results.verify")}</h2>
        <DetailList
          items={[
            {
              term: t("ui:state.release.published"),
              detail: [formatDate(page.publishedAt, locale, round.timeZone), t("results.version", page)].join(" · "),
            },
            { term: t("release.digest"), detail: <Digest value={page.digest} /> },
            {
              term: t("results.json"),
              detail: (
                <a href={`/api/rounds/${round.slug}/standings`} className="break-all">
                  /api/rounds/{round.slug}/standings
                </a>
              ),
            },
            ...(round.bundle
              ? [
                  {
                    term: t("results.bundle"),
                    detail: (
                      <>
                        <a href={`/results/${round.slug}/bundle.json`} className="break-all">
                          /results/{round.slug}/bundle.json
                        </a>
                        {" · "}
                        <a href="/verify">{t("results.verifyHere")}</a>
                      </>
                    ),
                  },
                ]
              : []),
          ]}
        />
        <p className="text-sm text-ink-soft">{t("results.verifyHint")}</p>
      </section>
    </article>
  );
}
