import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { filled } from "~/rules/documents/certificate.ts";
import { formatDate } from "~/ui/format/date-time.ts";
import type { CertificateFields } from "./certificate-template.tsx";

/** What a certificate with these words looks like, with an example in place of the placeholders; follows what is typed. */
export function CertificatePreview({ fields, today }: { fields: CertificateFields; today: Date }): ReactNode {
  const { t } = useTranslation("certificates");
  const zh = {
    ...{ name: t("example.name"), project: t("example.project"), award: t("example.award"), rank: "1" },
    ...{ round: t("example.round"), edition: t("example.edition"), date: formatDate(today, "zh-CN") },
  };
  const en = {
    ...{ name: t("example.nameEn"), project: t("example.projectEn"), award: t("example.awardEn"), rank: "1" },
    ...{ round: t("example.roundEn"), edition: t("example.editionEn"), date: formatDate(today, "en") },
  };
  return (
    <section aria-label={t("template.preview")} className="sticky top-4 grid gap-3">
      <h2 className="text-lg">{t("template.preview")}</h2>
      <div className="border-4 border-double border-award bg-surface px-6 py-8 sm:px-10">
        <p className="text-balance text-center font-serif text-3xl text-award" lang="zh-CN">
          {filled(fields.title, zh)}
        </p>
        {fields.titleEn ? (
          <p className="mt-1 text-center text-award" lang="en">
            {filled(fields.titleEn, en)}
          </p>
        ) : null}
        <p className="mt-6 whitespace-pre-line break-words text-lg" lang="zh-CN">
          {filled(fields.body, zh)}
        </p>
        {fields.bodyEn ? (
          <p className="mt-4 whitespace-pre-line break-words text-sm text-ink-soft" lang="en">
            {filled(fields.bodyEn, en)}
          </p>
        ) : null}
        <p className="mt-8 whitespace-pre-line text-right" lang="zh-CN">
          {filled(fields.issuer, zh)}
        </p>
        {fields.issuerEn ? (
          <p className="whitespace-pre-line text-right text-sm text-ink-soft" lang="en">
            {filled(fields.issuerEn, en)}
          </p>
        ) : null}
        <p className="mt-1 text-right" lang="zh-CN">
          {zh.date}
        </p>
      </div>
      <p className="text-sm text-ink-soft">{t("template.previewNote")}</p>
    </section>
  );
}
