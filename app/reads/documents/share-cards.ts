import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/locale.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import type { Card } from "~/services/documents/card.ts";
import { formatDate } from "~/ui/format/date-time.ts";

type Words = string | null;

interface Shared {
  slug: string;
  title: string;
  titleEn: Words;
  editionTitle: string;
  editionTitleEn: Words;
  timeZone: string;
}

interface SharedHeat extends Shared {
  startsAt: Date | null;
  city: Words;
  cityEn: Words;
  trackTitle: Words;
  trackTitleEn: Words;
}

/** The picture of a page for its link: where it is, and its words for who does not see it. */
export interface SharedPicture {
  path: string;
  alt: string;
}

/** What the picture of a stop of the tour says: what, when, where and about what. */
export function heatCard(locale: Locale, heat: SharedHeat): Card {
  const day = heat.startsAt && formatDate(heat.startsAt, locale, heat.timeZone);
  const about = [day, inLocale(locale, heat.city, heat.cityEn)].filter(Boolean).join(" · ");
  const facts = [about, inLocale(locale, heat.trackTitle, heat.trackTitleEn)].filter(Boolean);
  return { ...framed(locale, heat), label: null, facts };
}

/** What the picture of published results says: that there are some, and since when; no mark and no project. */
export function resultCard(locale: Locale, result: Shared, publishedAt: Date): Card {
  const { t } = i18nFor(locale);
  const date = formatDate(publishedAt, locale, result.timeZone);
  return {
    ...framed(locale, result),
    label: t("results:results.card"),
    facts: [t("results:results.published", { date })],
  };
}

/** The card as the page names it: its address says its language, for whoever fetches it alone says none. */
export function pictureOf(card: Card, page: string): SharedPicture {
  const path = `${page}/card.png${card.locale === "en" ? "?lang=en" : ""}`;
  return { path, alt: [card.label, card.title, ...card.facts, card.edition].filter(Boolean).join(" · ") };
}

/** The language that a card is asked for in. */
export function cardLocale(request: Request): Locale {
  return new URL(request.url).searchParams.get("lang") === "en" ? "en" : "zh-CN";
}

function framed(locale: Locale, { title, titleEn, editionTitle, editionTitleEn }: Shared) {
  return {
    locale,
    product: i18nFor(locale).t("ui:product"),
    title: inLocale(locale, title, titleEn),
    edition: inLocale(locale, editionTitle, editionTitleEn),
  };
}
