import { type AppLoadContext, data } from "@remix-run/node";
import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/index.ts";
import { registrationAt, registrationTurnsAt } from "~/rules/registration.ts";
import { now } from "~/services/clock.ts";
import { notFound } from "~/services/guard.ts";
import { cacheHeader } from "~/services/page-cache.ts";
import { inLocale } from "~/ui/in-locale.ts";
import { type Edition, findTracksAndGroups } from "~db/queries/editions.ts";
import { findAllPublicRounds } from "~db/queries/public-editions.ts";

/**
 * All that the public page of an edition shows; the same for everybody. One that is being prepared, or an archived one
 * without a round to show, is not there. The answer may be kept until registration turns by itself.
 */
export async function editionPage(db: AppLoadContext["db"], locale: Locale, edition: Edition | undefined) {
  if (!edition || edition.state === "draft") throw notFound();
  const [rounds, { tracks, groups }] = await Promise.all([
    findAllPublicRounds(db, edition.id),
    findTracksAndGroups(db, edition.id),
  ]);
  if (edition.state === "archived" && rounds.length === 0) throw notFound();
  const at = now();
  const { slug, title, titleEn, summary, summaryEn, contact, applyOpensAt, applyClosesAt } = edition;
  const page = {
    documentTitle: `${inLocale(locale, title, titleEn)} · ${i18nFor(locale).t("ui:product")}`,
    edition: { slug, title, titleEn, summary, summaryEn, contact, applyOpensAt, applyClosesAt },
    registration: registrationAt(edition, at),
    rounds,
    tracks,
    groups,
  };
  const turnsAt = registrationTurnsAt(edition, at);
  return data(page, { headers: { [cacheHeader]: turnsAt?.toISOString() ?? "1" } });
}

export type EditionPageData = Awaited<ReturnType<typeof editionPage>>["data"];
