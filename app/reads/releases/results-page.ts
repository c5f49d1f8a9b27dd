import { type AppLoadContext, data } from "@remix-run/node";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { publicView } from "~/rules/releases/public-view.ts";
import type { RoundKind } from "~/rules/rounds/round.ts";
import { notFound } from "~/services/http/guard.ts";
import { cacheHeader } from "~/services/http/page-cache.ts";
import { findPublicAdvanced } from "~db/queries/advancement/advancement-lines.ts";
import { findPublishedRelease } from "~db/queries/releases/public-releases.ts";

/**
 * What the public may see of the round, the same for everyone: its results as they stand or, by number, a version that they
 * replaced. A round that is not public, a version that never was, and none at all are one 404.
 */
export async function resultsPage(context: AppLoadContext, slug: string, version?: number) {
  const release = await findPublishedRelease(context.db, slug, version);
  const result = publicView(release);
  if (!release || !result) throw notFound();
  const title = inLocale(context.locale, release.title, release.titleEn);
  const edition = inLocale(context.locale, release.editionTitle, release.editionTitleEn);
  const track = inLocale(context.locale, release.trackTitle, release.trackTitleEn);
  const city = inLocale(context.locale, release.city, release.cityEn);
  const { standings, ...signed } = result;
  const advanced =
    version === undefined && release.kind === "heat"
      ? await findPublicAdvanced(context.db, { round: release.slug })
      : [];
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
        contact: inLocale(context.locale, release.noticeContact ?? release.contact, release.noticeContactEn),
        bundle: Boolean(release.bundlePublic && release.bundled) && context.settings.bundleKey !== null,
      },
      ...signed,
      advanced,
      versions: release.versions,
      criteria: release.criteria,
      groups: release.groups,
      entries: release.entries,
      standings: JSON.stringify(standings),
    },
    { headers: { [cacheHeader]: "1", "Cache-Control": "public, no-cache" } },
  );
}
