import { type AppLoadContext, data } from "@remix-run/node";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { rankedPrizes } from "~/rules/awards/prizes.ts";
import { wonBy } from "~/rules/documents/certificate.ts";
import { readStoredPage } from "~/rules/editions/edition-page.ts";
import { nextMidnight } from "~/rules/notices/notice.ts";
import { noticeStateOf, publicView } from "~/rules/releases/public-view.ts";
import { type PublishedMarks, publishedMarks } from "~/rules/releases/published-marks.ts";
import type { RoundKind } from "~/rules/rounds/round.ts";
import type { Standing } from "~/rules/standings/standing.ts";
import { now } from "~/services/clock.ts";
import { notFound } from "~/services/http/guard.ts";
import { cacheHeader } from "~/services/http/page-cache.ts";
import { findPublicAdvanced } from "~db/queries/advancement/advancement-lines.ts";
import { findGrantedOf } from "~db/queries/awards/awards.ts";
import { findPublishedRelease } from "~db/queries/releases/public-releases.ts";
import { findEntryPeople } from "~db/queries/releases/result-details.ts";
import { pictureOf, resultCard } from "../documents/share-cards.ts";

/**
 * What the public may see of the round, the same for everyone: its results as they stand or, by number, a version that they
 * replaced; with `entry` of that one alone. A round that is not public, a version that never was, and none at all are one 404.
 */
export async function resultsPage(
  context: AppLoadContext,
  slug: string,
  { version, entry }: { version?: number; entry: string | null },
) {
  const release = await findPublishedRelease(context.publicDb, slug, version, { marks: true });
  const result = publicView(release);
  if (!release || !result) throw notFound();
  const title = inLocale(context.locale, release.title, release.titleEn);
  const edition = inLocale(context.locale, release.editionTitle, release.editionTitleEn);
  const track = inLocale(context.locale, release.trackTitle, release.trackTitleEn);
  const city = inLocale(context.locale, release.city, release.cityEn);
  const { standings: whole, ...signed } = result;
  const standings = { ...whole, standings: whole.standings.filter((line) => entry === null || line.entry === entry) };
  if (entry !== null && standings.standings.length === 0) throw notFound();
  const at = now();
  const notice = noticeStateOf(release, at);
  const { t } = i18nFor(context.locale);
  const stands = version === undefined || version === release.versions[0];
  const advanced =
    version === undefined && entry === null && release.kind === "heat"
      ? await findPublicAdvanced(context.publicDb, { round: release.slug })
      : [];
  const until = notice === "open" ? nextMidnight(at).toISOString() : "1";
  return data(
    {
      shared: {
        baseUrl: context.settings.baseUrl,
        path: `/results/${release.slug}`,
        title: `${t("results:results.roundPageTitle", { round: title })} · ${t("ui:product")}`,
        description: [edition, track, city].filter(Boolean).join(" · "),
        picture: pictureOf(resultCard(context.locale, release, result.publishedAt), `/results/${release.slug}`),
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
        contact: inLocale(context.locale, release.noticeContact ?? release.contact, release.noticeContactEn),
        bundle: Boolean(release.bundlePublic && release.bundled) && context.settings.bundleKey !== null,
      },
      ...signed,
      one: entry !== null,
      notice,
      awards: stands ? await awardsOf(context, release, standings.standings) : [],
      people: release.namesPublic ? await findEntryPeople(context.publicDb, release.slug) : [],
      // As text: what a page is made of goes to the browser as it is
      marks: release.inputs ? JSON.stringify(marksOf(publishedMarks(release.inputs, standings.rule), entry)) : null,
      advanced,
      versions: release.versions,
      criteria: release.criteria,
      groups: release.groups,
      entries: release.entries,
      standings: JSON.stringify(standings),
    },
    { headers: { [cacheHeader]: until, "Cache-Control": "public, no-cache" } },
  );
}

type Release = NonNullable<Awaited<ReturnType<typeof findPublishedRelease>>>;

/** What a project has won: in a final the awards as they were granted, in a heat the edition's prizes by its rank. */
async function awardsOf({ publicDb: db, locale }: AppLoadContext, release: Release, standings: readonly Standing[]) {
  const final = release.kind === "final";
  const prizes = final ? [] : rankedPrizes(readStoredPage(release.editionPage).prizes, "heat");
  if (release.kind === "preliminary" || (!final && prizes.length === 0)) return [];
  const won = wonBy(standings, prizes, await findGrantedOf(db, release.roundId));
  return won.map(({ standing, title, titleEn }) => ({
    entry: standing.entry,
    award: inLocale(locale, title, titleEn),
  }));
}

/** Of one entry alone, or of all. */
function marksOf({ judges, totals, sheets }: PublishedMarks, entry: string | null): PublishedMarks {
  const isOf = (sheet: { entry: string }) => entry === null || sheet.entry === entry;
  return { judges, totals: totals.filter(isOf), sheets: sheets.filter(isOf) };
}
