import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import {
  type CertificateFacts,
  type CertificateTemplate,
  fillTemplate,
  type Won,
} from "~/rules/documents/certificate.ts";
import { formatSerial } from "~/rules/documents/certificate-serial.ts";
import type { Standing } from "~/rules/standings/standing.ts";
import type { CertificatePage, OfficialPaper } from "~/services/documents/paper.ts";
import { qrCode } from "~/services/http/qr-code.ts";
import { formatDate } from "~/ui/format/date-time.ts";
import { formatYuan } from "~/ui/format/number.ts";
import type { findRoundCertificates } from "~db/queries/documents/certificates.ts";
import type { NoticeText } from "../notices/notice-text.ts";

/** A published result as a list on paper says it; words of entries and groups by key, in the language of the paper. */
export interface PublishedList {
  locale: Locale;
  edition: string;
  round: string;
  timeZone: string;
  standings: readonly Standing[];
  entryTitle: (standing: Standing) => string;
  /** Its place in the running order; null where it has none. */
  numberOf: (standing: Standing) => number | null;
  groupTitle: (key: string) => string;
  publishedAt: Date;
  /** Who gives it, a line each. */
  issuer: string;
}

/** The projects that won something, from the first place down; with the amounts where awards are granted. */
export function awardList(given: PublishedList & { won: readonly Won[]; granted: boolean }): OfficialPaper {
  const { locale, edition, round, standings, won, granted } = given;
  const t = i18nFor(locale).getFixedT(locale, "certificates");
  const grouped = standings.some(({ group }) => group !== null);
  const numbered = won.some(({ standing }) => given.numberOf(standing) !== null);
  const money = won.some(({ yuan }) => yuan !== null);
  return {
    kind: "official",
    heading: t("pdf.awardsHeading", { edition, round }),
    paragraphs: won.length > 0 ? [t(granted ? "pdf.grantedLead" : "pdf.awardsLead", { edition, round })] : [],
    columns: [
      { label: t("pdf.award"), share: 20 },
      { label: t("pdf.rank"), share: 10, end: true },
      ...(numbered ? [{ label: i18nFor(locale).t("ui:term.runningOrder"), share: 15, end: true }] : []),
      { label: t("pdf.project"), share: money ? 35 : 50 },
      ...(grouped ? [{ label: t("pdf.group"), share: 20 }] : []),
      ...(money ? [{ label: t("pdf.amount"), share: 15, end: true }] : []),
    ],
    rows: won.map(({ standing, rank, title, titleEn, yuan }) => [
      inLocale(locale, title, titleEn),
      String(rank),
      ...(numbered ? [String(given.numberOf(standing) ?? "—")] : []),
      given.entryTitle(standing),
      ...(grouped ? [standing.group === null ? "" : given.groupTitle(standing.group)] : []),
      ...(money ? [yuan === null ? "" : formatYuan(yuan, locale)] : []),
    ]),
    empty: t("pdf.noAwards"),
    signed: signedBy(given),
  };
}

/** The public notice on paper: the text of its page. */
export function noticePaper(locale: Locale, text: NoticeText): OfficialPaper {
  const { t } = i18nFor(locale);
  const { heading, paragraphs, list, numbered, grouped, totalWord, signed } = text;
  return {
    kind: "official",
    heading,
    paragraphs,
    columns: [
      { label: t("ui:word.rank"), share: 10, end: true },
      ...(numbered ? [{ label: t("ui:term.runningOrder"), share: 15, end: true }] : []),
      { label: t("ui:term.project"), share: 45 },
      ...(grouped ? [{ label: t("ui:term.group"), share: 20 }] : []),
      { label: totalWord, share: 15, end: true },
    ],
    rows: list.map(({ rank, number, title, group, total }) => [
      rank,
      ...(numbered ? [number] : []),
      title,
      ...(grouped ? [group] : []),
      total,
    ]),
    empty: t("certificates:pdf.noEntries"),
    signed,
  };
}

function signedBy({ issuer, publishedAt, locale, timeZone }: PublishedList): string[] {
  const lines = issuer.split("\n").filter((line) => line.trim() !== "");
  return [...lines, formatDate(publishedAt, locale, timeZone)];
}

/** The certificates in words, each in Chinese and, where the edition has the words, in English. */
export function certificatePages(
  certificates: Awaited<ReturnType<typeof findRoundCertificates>>,
  { template, baseUrl }: { template: CertificateTemplate; baseUrl: string },
): CertificatePage[] {
  return certificates.map((certificate) => {
    const { serial, leader, issuedAt, rank } = certificate;
    const facts = (locale: Locale) => {
      const project = inLocale(locale, certificate.title, certificate.titleEn);
      return {
        name: leader ?? i18nFor(locale).t("certificates:pdf.team", { project }),
        project,
        award: inLocale(locale, certificate.award, certificate.awardEn),
        rank: String(rank),
        date: formatDate(issuedAt, locale, certificate.timeZone),
        round: inLocale(locale, certificate.roundTitle, certificate.roundTitleEn),
        edition: inLocale(locale, certificate.editionTitle, certificate.editionTitleEn),
      };
    };
    const zh = facts("zh-CN");
    const english = englishWords(template, facts("en"));
    const written = formatSerial(serial);
    const address = `${baseUrl}/certificates/${written}`;
    return {
      title: fillTemplate(template.title, zh),
      body: fillTemplate(template.body, zh),
      issuer: fillTemplate(template.issuer, zh),
      ...english,
      date: zh.date,
      serial: written,
      address,
      qr: qrCode(address),
    };
  });
}

/** The English words of a certificate: all of them or, where a name in them has none but Chinese, none. */
function englishWords(
  { titleEn, bodyEn, issuerEn }: CertificateTemplate,
  facts: CertificateFacts,
): Pick<CertificatePage, "titleEn" | "bodyEn" | "issuerEn"> {
  const filled = (text: string | null) => (text === null ? null : fillTemplate(text, facts));
  const words = { titleEn: filled(titleEn), bodyEn: filled(bodyEn), issuerEn: filled(issuerEn) };
  const mixed = Object.values(words).some((text) => text !== null && /\p{Script=Han}/u.test(text));
  return mixed ? { titleEn: null, bodyEn: null, issuerEn: null } : words;
}
