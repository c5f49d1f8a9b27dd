import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

/** Says on the page, and on every sheet of its print, that nothing of it is a result. */
export function NotTheResult(): ReactNode {
  const { t } = useTranslation("standing");
  return (
    <p
      data-mark={t("whatIf.mark")}
      className="not-the-result sticky top-0 z-10 border-warn border-y-2 bg-warn-soft px-4 py-2 text-center font-semibold text-lg text-warn"
    >
      {t("whatIf.mark")}
    </p>
  );
}
