import { data, type HeadersFunction, type LoaderFunctionArgs } from "@remix-run/node";
import { type MetaFunction, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { heatCard, pictureOf } from "~/reads/documents/share-cards.ts";
import { registrationAt, registrationTurnsAt } from "~/rules/applications/registration.ts";
import { readStoredPage } from "~/rules/editions/edition-page.ts";
import { now } from "~/services/clock.ts";
import { notFound } from "~/services/http/guard.ts";
import { cacheHeader } from "~/services/http/page-cache.ts";
import { StateBadge } from "~/ui/badge.tsx";
import { LinkButton } from "~/ui/button.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { PageHeader } from "~/ui/page-header.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { findPublicRound } from "~db/queries/editions/public-editions.ts";
import { Countdown, PrizeList, sharing } from "../editions/edition-hero.tsx";

export const handle = { plain: true };

/** One stop of the tour for everybody: when, where, about what, and how to take part. */
export async function loader({ context, params }: LoaderFunctionArgs) {
  const round = await findPublicRound(context.publicDb, params.round ?? "");
  if (!round || (round.editionState === "archived" && round.stage !== "published")) throw notFound();
  const at = now();
  const { editionState, applyOpensAt, applyClosesAt, page, ...shown } = round;
  const edition = { state: editionState, applyOpensAt, applyClosesAt };
  const scope = round.kind === "final" ? "final" : "heat";
  const title = inLocale(context.locale, round.title, round.titleEn);
  const editionTitle = inLocale(context.locale, round.editionTitle, round.editionTitleEn);
  const answer = {
    documentTitle: `${title} · ${editionTitle} · ${i18nFor(context.locale).t("ui:product")}`,
    baseUrl: context.settings.baseUrl,
    picture: pictureOf(heatCard(context.locale, round), `/heats/${round.slug}`),
    round: shown,
    open: round.stage === "registration" && registrationAt(edition, at) === "open",
    applyClosesAt,
    prizes: readStoredPage(page).prizes.filter((prize) => prize.scope === scope),
  };
  return data(answer, { headers: { [cacheHeader]: registrationTurnsAt(edition, at)?.toISOString() ?? "1" } });
}

export const headers: HeadersFunction = ({ loaderHeaders, errorHeaders }) => errorHeaders ?? loaderHeaders;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => {
  if (!page) return [];
  const { round, baseUrl, documentTitle, picture } = page;
  const { startsAt, city, venue, trackTitle } = round;
  const place = [city, venue].filter(Boolean).join(" ");
  return [
    ...sharing({
      baseUrl,
      path: `/heats/${round.slug}`,
      title: documentTitle,
      description: [trackTitle, place].filter(Boolean).join(" · "),
      picture,
    }),
    ...(startsAt
      ? [
          {
            "script:ld+json": {
              "@context": "https://schema.org",
              "@type": "Event",
              name: documentTitle,
              startDate: new Date(startsAt).toISOString(),
              eventAttendanceMode: "https://schema.org/OfflineEventAttendanceMode",
              location: { "@type": "Place", name: venue ?? city ?? "", address: place },
            },
          },
        ]
      : []),
  ];
};

export default function Heat(): ReactNode {
  const { t } = useTranslation(["public", "ui"]);
  const locale = useLocale();
  const { round, open, applyClosesAt, prizes } = useLoaderData<typeof loader>();
  const title = inLocale(locale, round.title, round.titleEn);
  const place = [inLocale(locale, round.city, round.cityEn), inLocale(locale, round.venue, round.venueEn)];
  const track = inLocale(locale, round.trackTitle, round.trackTitleEn);
  return (
    <article className="grid gap-6">
      <PageHeader
        kind="public"
        title={title}
        breadcrumbs={[{ to: `/editions/${round.editionSlug}`, label: t("heat.back") }]}
        lead={inLocale(locale, round.editionTitle, round.editionTitleEn)}
        state={<StateBadge of="round" state={round.stage} />}
      />
      <div className="grid items-start gap-6 lg:grid-cols-[1fr_24rem]">
        <Card>
          <DetailList
            items={[
              {
                term: t("heat.when"),
                detail: round.startsAt ? <DateTime at={round.startsAt} timeZone={round.timeZone} /> : t("heat.unknown"),
              },
              { term: t("heat.where"), detail: place.filter(Boolean).join(" · ") || t("heat.unknown") },
              ...(track ? [{ term: t("heat.track"), detail: track }] : []),
              {
                term: t("heat.format"),
                detail: t("heat.formatText", { pitch: round.pitchMinutes, defence: round.defenceMinutes }),
              },
              ...(round.contact
                ? [{ term: t("contactLabel"), detail: <span className="break-words">{round.contact}</span> }]
                : []),
            ]}
          />
          <div className="mt-5 flex flex-wrap items-center gap-x-6 gap-y-3">
            {round.stage === "published" ? (
              <LinkButton to={`/results/${round.slug}`} kind="primary" iconAfter="arrow">
                {t("heat.results")}
              </LinkButton>
            ) : open ? (
              <>
                <LinkButton to={`/apply?heat=${round.slug}`} kind="primary" iconAfter="arrow">
                  {t("heat.apply")}
                </LinkButton>
                {applyClosesAt ? (
                  <p className="min-w-0">
                    <span className="text-ink-soft">{t("hero.deadline")}</span>{" "}
                    <span className="font-semibold">
                      <DateTime at={applyClosesAt} />
                    </span>
                    <Countdown at={applyClosesAt} />
                  </p>
                ) : null}
              </>
            ) : null}
            {round.startsAt && round.stage !== "published" && round.stage !== "closed" ? (
              <a href={`/heats/${round.slug}/calendar.ics`} className="inline-flex min-h-11 items-center">
                {t("heat.calendar")}
              </a>
            ) : null}
          </div>
        </Card>
        {prizes.length > 0 ? (
          <Card title={t("heat.prizes")}>
            <PrizeList prizes={prizes} />
          </Card>
        ) : null}
      </div>
    </article>
  );
}
