import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AgreementView } from "~/reads/standings/agreement-view.ts";
import { gradeOf, type IccGrade } from "~/rules/standings/agreement.ts";
import { Badge } from "~/ui/badge.tsx";
import { Card } from "~/ui/card.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { formatDecimal } from "~/ui/format/number.ts";
import type { Tone } from "~/ui/states.ts";

const tones: Record<IccGrade, Tone> = { poor: "warn", moderate: "neutral", good: "ok", excellent: "ok" };

const figures = ["ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k", "kendallW", "kendallWCorrected"] as const;

/** The one ICC that matters here and Kendall's W in words, and every figure with a sentence of its own. */
export function FiguresCard({ view }: { view: AgreementView }): ReactNode {
  const { t } = useTranslation("agreement");
  const { agreement, matters } = view;
  const { icc, kendallW, kendallWCorrected } = agreement;
  const values = { ...icc, kendallW, kendallWCorrected };
  const icck = values[matters];
  const written = (value: number | null, places: number) =>
    value === null ? t("figures.none") : formatDecimal(value, places);
  const said = (figure: (typeof figures)[number]) =>
    t("figures.equals", { figure: t(`name.${figure}`), value: written(values[figure], 2) });
  return (
    <Card title={t("figures.title")}>
      <div className="grid gap-5">
        <div className="grid gap-1">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-serif text-xl font-semibold text-structure">{said(matters)}</span>
            {icck === null ? null : <Badge tone={tones[gradeOf(icck)]}>{t(`figures.grade.${gradeOf(icck)}`)}</Badge>}
          </p>
          <p className="max-w-[46rem] text-pretty">{icck === null ? null : t(`figures.says.${gradeOf(icck)}`)}</p>
          <p className="max-w-[46rem] text-pretty text-sm text-ink-soft">
            {t(`figures.why.${matters}`)} {t("figures.guide")}
          </p>
        </div>
        <div className="grid gap-1">
          <p className="font-serif text-xl font-semibold text-structure">{said("kendallWCorrected")}</p>
          <p className="max-w-[46rem] text-pretty">{t("figures.kendall")}</p>
        </div>
        <DataTable
          label={t("figures.all")}
          captionHidden={false}
          dense
          columns={[
            { key: "figure", header: t("figures.figure"), rowHeader: true, cell: (figure) => t(`name.${figure}`) },
            { key: "value", header: t("figures.value"), numeric: true, cell: (figure) => written(values[figure], 3) },
            {
              key: "meaning",
              header: t("figures.meaning"),
              className: "min-w-64",
              cell: (figure) => t(`meaning.${figure}`, { judges: agreement.judges }),
            },
          ]}
          rows={[...figures]}
          rowKey={(figure) => figure}
        />
      </div>
    </Card>
  );
}
