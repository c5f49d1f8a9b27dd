import { useTranslation } from "react-i18next";
import type { ImportRefusal } from "~/commands/exchange/import-applications.ts";
import type { FileRefusal } from "~/reads/exchange/read-import.ts";
import { importLimits } from "~/rules/exchange/export-column.ts";

export type Refusal =
  | FileRefusal
  | { type: "other-file" | "consent-missing" }
  | Exclude<ImportRefusal, { type: "import-problems" }>;

/** Why a file was turned away, in words. */
export function useRefusalWords(): (refusal: Refusal) => string {
  const { t, i18n } = useTranslation("exchange");
  return (refusal) => {
    if (refusal.type === "consent-missing") return t("import.consentMissing");
    const columns = "columns" in refusal ? refusal.columns.join(i18n.language === "en" ? ", " : "、") : "";
    return t(`import.refusal.${refusal.type}`, { columns, rows: importLimits.rows });
  };
}
