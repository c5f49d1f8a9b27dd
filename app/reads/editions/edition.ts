import { type AppLoadContext, data } from "@remix-run/node";
import { i18nFor } from "~/locales/i18n.server.ts";
import { homeZone } from "~/primitives/home-zone.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { dayIn, instantOf } from "~/primitives/local-time.ts";
import { registrationAt, registrationTurnsAt } from "~/rules/applications/registration.ts";
import { readStoredPage } from "~/rules/editions/edition-page.ts";
import { hostedAddress } from "~/rules/files/hosted-file.ts";
import { statedRules } from "~/rules/screening/eligibility.ts";
import { eligibilityOf } from "~/rules/screening/eligibility-rule.ts";
import { now } from "~/services/clock.ts";
import { notFound } from "~/services/http/guard.ts";
import { cacheHeader } from "~/services/http/page-cache.ts";
import { findPublicAdvanced } from "~db/queries/advancement/advancement-lines.ts";
import { findPublicAwards } from "~db/queries/awards/awards.ts";
import { type Edition, findTracksAndGroups } from "~db/queries/editions/editions.ts";
import { findAllPublicRounds } from "~db/queries/editions/public-editions.ts";
import { findPublicFiles } from "~db/queries/files/hosted-files.ts";

/**
 * All that the public page of an edition shows; the same for everybody. One that is being prepared, or an archived one
 * without a round to show, is not there. The answer may be kept until registration turns by itself.
 */
export async function editionPage({ publicDb: db, locale, settings }: AppLoadContext, edition: Edition | undefined) {
  if (!edition || edition.state === "draft") throw notFound();
  const [rounds, { tracks, groups }, advanced, awards, files] = await Promise.all([
    findAllPublicRounds(db, edition.id),
    findTracksAndGroups(db, edition.id),
    findPublicAdvanced(db, { editionId: edition.id }),
    findPublicAwards(db, edition.id),
    findPublicFiles(db, edition.id),
  ]);
  if (edition.state === "archived" && rounds.length === 0) throw notFound();
  const at = now();
  const stored = readStoredPage(edition.page);
  const hosted = files.flatMap(({ id, slot, title, titleEn, size }) =>
    slot === "download" && title !== null ? [{ title, titleEn, size, address: hostedAddress(edition.slug, id) }] : [],
  );
  const { slug, title, titleEn, summary, summaryEn, contact, applyOpensAt, applyClosesAt } = edition;
  const page = {
    documentTitle: `${inLocale(locale, title, titleEn)} · ${i18nFor(locale).t("ui:product")}`,
    description: inLocale(locale, summary, summaryEn) ?? "",
    baseUrl: settings.baseUrl,
    edition: { slug, title, titleEn, summary, summaryEn, contact, applyOpensAt, applyClosesAt },
    page: stored,
    downloads: [...hosted, ...stored.downloads.map((each) => ({ ...each, size: null }))],
    marksPublic: edition.bundlePublic,
    today: dayIn(homeZone, at),
    registration: registrationAt(edition, at),
    rounds,
    advanced,
    awards,
    tracks,
    groups: groups.map((group) => ({ ...group, rules: statedRules(eligibilityOf(edition.eligibility), group.key) })),
  };
  // A further date is past when its day is over in Beijing
  const midnight = instantOf(`${dayIn(homeZone, new Date(at.getTime() + 24 * 3600 * 1000))}T00:00`, homeZone);
  const turns = [registrationTurnsAt(edition, at), page.page.milestones.length > 0 ? midnight : null];
  const turnsAt = turns.reduce((first, next) => (first && (!next || first < next) ? first : next), null);
  return data(page, { headers: { [cacheHeader]: turnsAt?.toISOString() ?? "1" } });
}

export type EditionPageData = Awaited<ReturnType<typeof editionPage>>["data"];
