import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { DeskRound } from "~/reads/standings/standings-desk.ts";
import { criterionSpreads } from "~/rules/standings/mark-table.ts";
import { Card } from "~/ui/card.tsx";
import { Strip } from "~/ui/chart/strip.tsx";
import { formatDecimal } from "~/ui/format/number.ts";
import { labels } from "~/ui/results/words.ts";
import { useLocale } from "~/ui/use-locale.ts";
import { StripList } from "./strip-list.tsx";

/** How the marks of each criterion lie between nothing and its maximum. */
export function SpreadCard({ desk: { judged, board } }: { desk: DeskRound }): ReactNode {
  const { t } = useTranslation("standing");
  const words = labels(useLocale(), board.criteria);
  const points = (hundredths: number) => formatDecimal(hundredths / 100);
  return (
    <Card title={t("charts.spread")}>
      <div className="grid gap-4">
        <p className="max-w-[46rem] text-pretty text-ink-soft">{t("charts.spreadLead")}</p>
        <StripList
          wide
          ends={["0 %", "100 %"]}
          lines={criterionSpreads(judged).map(({ key, max, low, lower, middle, upper, high }) => {
            const criterion = words.get(key) ?? key;
            const figures = { low: points(low), lower: points(lower), middle: points(middle) };
            return {
              ...{ key, name: criterion },
              figure: (
                <span className="font-normal text-sm">
                  {t("charts.spreadNumbers", { ...figures, high: points(high), max: points(max) })}
                </span>
              ),
              strip: (
                <Strip
                  label={t("charts.spreadRow", { ...figures, criterion, upper: points(upper), high: points(high) })}
                  scale={{ from: 0, to: max }}
                  range={{ from: low, to: high }}
                  bar={{ from: lower, to: upper }}
                  line={middle}
                />
              ),
            };
          })}
        />
      </div>
    </Card>
  );
}
