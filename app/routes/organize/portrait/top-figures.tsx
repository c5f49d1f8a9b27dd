import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Figure } from "~/ui/card.tsx";
import { formatNumber } from "~/ui/format/number.ts";
import { useLocale } from "~/ui/use-locale.ts";

const shown = ["projects", "total", "granted", "inventions", "doubts"] as const;

/** The figures that matter most, side by side. */
export function TopFigures(figures: Partial<Record<(typeof shown)[number], number>>): ReactNode {
  const { t } = useTranslation("portrait");
  const locale = useLocale();
  return (
    <div className="flex flex-wrap gap-x-10 gap-y-4">
      {shown.map((name) => {
        const value = figures[name];
        return value === undefined ? null : (
          <Figure key={name} value={formatNumber(value, locale)} label={t(`figure.${name}`)} />
        );
      })}
    </div>
  );
}
