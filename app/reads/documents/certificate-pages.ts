import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/index.ts";
import { type CertificateTemplate, filled, writtenSerial } from "~/rules/documents/certificate.ts";
import type { CertificatePage } from "~/services/documents/paper.ts";
import { qrCode } from "~/services/http/qr-code.ts";
import { formatDate } from "~/ui/format/date-time.ts";
import { inLocale } from "~/ui/in-locale.ts";
import type { findRoundCertificates } from "~db/queries/documents/certificates.ts";

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
    const [zh, en] = [facts("zh-CN"), facts("en")];
    const english = (text: string | null) => (text === null ? null : filled(text, en));
    const written = writtenSerial(serial);
    const address = `${baseUrl}/certificates/${written}`;
    return {
      ...{ title: filled(template.title, zh), titleEn: english(template.titleEn) },
      ...{ body: filled(template.body, zh), bodyEn: english(template.bodyEn) },
      ...{ issuer: filled(template.issuer, zh), issuerEn: english(template.issuerEn) },
      ...{ date: zh.date, serial: written, address, qr: qrCode(address) },
    };
  });
}
