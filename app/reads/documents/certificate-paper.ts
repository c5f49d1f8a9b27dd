import type { AppLoadContext } from "@remix-run/node";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { readSerial } from "~/rules/documents/certificate-serial.ts";
import type { Paper, PaperFrame } from "~/services/documents/paper.ts";
import { findCertificateTemplate, findRoundCertificates } from "~db/queries/documents/certificates.ts";
import type { Round } from "~db/queries/rounds/rounds.ts";
import { certificatePages } from "./official.ts";

/** The frame of a paper about a published result. */
export function frameOf(
  locale: AppLoadContext["locale"],
  round: Pick<Round, "title" | "titleEn">,
  name: "awards" | "certificates" | "notice",
): PaperFrame {
  const { t } = i18nFor(locale);
  return {
    locale,
    title: t(`certificates:pdf.file.${name}`),
    round: inLocale(locale, round.title, round.titleEn),
    missing: t("certificates:pdf.missing"),
    about: "",
    rehearsal: null,
    printed: "",
    page: "",
  };
}

/** The certificates of the round that hold, or the one of that serial number; null where there is none. Two queries. */
export async function certificatePaper(
  { db, settings, locale }: Pick<AppLoadContext, "db" | "settings" | "locale">,
  round: Pick<Round, "id" | "editionId" | "title" | "titleEn">,
  serial: string | null,
): Promise<{ paper: Paper; items: number } | null> {
  const all = await findRoundCertificates(db, round.id);
  const selected = serial === null ? all : all.filter((each) => each.serial === readSerial(serial));
  if (selected.length === 0) return null;
  const template = await findCertificateTemplate(db, round.editionId);
  const t = i18nFor("zh-CN").getFixedT("zh-CN", "certificates");
  const en = i18nFor("en").getFixedT("en", "certificates");
  const pages = certificatePages(selected, { template, baseUrl: settings.baseUrl });
  const words = {
    serial: `${t("pdf.serial")} ${en("pdf.serial")}`,
    check: `${t("pdf.check")} ${en("pdf.check")}`,
  };
  return {
    paper: { frame: frameOf(locale, round, "certificates"), kind: "certificates", words, pages },
    items: pages.length,
  };
}
