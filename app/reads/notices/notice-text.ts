import type { AppLoadContext } from "@remix-run/node";
import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/locale.ts";
import { homeZone } from "~/primitives/home-zone.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { dayIn } from "~/primitives/local-time.ts";
import { knownWorkingDaysBetween } from "~/primitives/working-days.ts";
import { defaultTemplate } from "~/rules/documents/certificate.ts";
import { readStoredPage } from "~/rules/editions/edition-page.ts";
import { noticeLines, readStoredOwnDays } from "~/rules/notices/notice.ts";
import type { PublicResult } from "~/rules/releases/public-view.ts";
import { formatDate } from "~/ui/format/date-time.ts";
import { totalWord } from "~/ui/results/later-sentences.ts";
import { entryNames, titles } from "~/ui/results/results-table.tsx";
import type { findPublishedRelease } from "~db/queries/releases/public-releases.ts";

/** A public notice (公示) as it is read on its page and on paper: the same words in the same order. */
export interface NoticeText {
  heading: string;
  paragraphs: string[];
  /** The whole result; `numbered` and `grouped` where such a column has anything in it. */
  list: NoticeLine[];
  numbered: boolean;
  grouped: boolean;
  /** What the figure that ranks is called. */
  totalWord: string;
  /** Who gives it, and the day. */
  signed: string[];
}

export interface NoticeLine {
  entry: string;
  rank: string;
  /** Its place in the running order; "—" for one that was never drawn. */
  number: string;
  title: string;
  group: string;
  total: string;
}

type Release = NonNullable<Awaited<ReturnType<typeof findPublishedRelease>>>;

/** The notice of a published result; of one that is put up for no days it says none, and asks for no objections. */
export function noticeText(
  { locale, settings }: Pick<AppLoadContext, "locale" | "settings">,
  release: Release,
  result: PublicResult,
): NoticeText {
  const { t } = i18nFor(locale);
  const round = inLocale(locale, release.title, release.titleEn);
  const edition = inLocale(locale, release.editionTitle, release.editionTitleEn);
  const lines = noticeLines(release);
  const contact = inLocale(locale, lines.contact, lines.contactEn);
  const discipline = inLocale(locale, lines.discipline, lines.disciplineEn);
  const { version, correctionReason: reason, publishedAt } = result;
  const address = `${settings.baseUrl}/notices/${release.slug}`;
  return {
    heading: t("notice:page.title", { round }),
    paragraphs: [
      t("notice:page.announces", { edition, round }),
      ...(reason === null ? [] : [t("notice:page.corrected", { version, reason })]),
      ...(result.noticeEndsOn === null ? [] : runs(locale, release, publishedAt, result.noticeEndsOn)),
      ...(result.noticeEndsOn === null ? [] : [t("notice:page.rights", { address }), t("notice:page.rule")]),
      ...(contact ? [t("notice:page.contact", { contact })] : []),
      ...(discipline ? [t("notice:page.discipline", { discipline })] : []),
    ],
    ...listOf(locale, release, result),
    signed: [...issuers(locale, release), formatDate(publishedAt, locale)],
  };
}

/** From when to when, and of a year that is known how many working days that is: the day of publication is not counted. */
function runs(locale: Locale, release: Release, publishedAt: Date, endsOn: string): string[] {
  const { t } = i18nFor(locale);
  const first = dayIn(homeZone, publishedAt);
  const days = { from: formatDate(first, locale), to: formatDate(endsOn, locale) };
  const count = knownWorkingDaysBetween(first, endsOn, readStoredOwnDays(release.ownDays));
  return [count ? t("notice:page.runs", { ...days, count }) : t("notice:page.runsPlain", days)];
}

function listOf(locale: Locale, release: Release, result: PublicResult) {
  const groups = titles(locale, release.groups);
  const nameOf = entryNames(locale, release.entries);
  const { t } = i18nFor(locale);
  const numbers = new Map(release.entries.map(({ key, number }) => [key, number]));
  const list = result.standings.standings.map((standing) => ({
    entry: standing.entry,
    rank: standing.rank === null ? "—" : String(standing.rank),
    number: String(numbers.get(standing.entry) ?? "—"),
    title: nameOf(standing).title,
    group: standing.group === null ? "" : (groups.get(standing.group) ?? standing.group),
    total: standing.total ?? (nameOf(standing).absent ? t("notice:page.absent") : "—"),
  }));
  const numbered = release.entries.some(({ number }) => number !== null);
  const grouped = list.some(({ group }) => group !== "");
  return { list, numbered, grouped, totalWord: totalWord(t, result.standings.rule) };
}

/** 主办 and 承办 as the edition's page names them; who signs its certificates where it names none. */
function issuers(locale: Locale, release: Release): string[] {
  const { organisers } = readStoredPage(release.editionPage);
  const signing = organisers.filter(({ role }) => role === "host" || role === "organizer");
  if (signing.length > 0) return signing.map(({ name, nameEn }) => inLocale(locale, name, nameEn));
  const given = release.issuer === null ? defaultTemplate : { issuer: release.issuer, issuerEn: release.issuerEn };
  return inLocale(locale, given.issuer, given.issuerEn)
    .split("\n")
    .filter((line) => line.trim() !== "");
}
