import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AgreementView, JudgeLine } from "~/reads/standings/agreement-view.ts";
import { Badge } from "~/ui/badge.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { MarkStrip } from "~/ui/chart/mark-strip.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { formatDecimal, formatSigned } from "~/ui/format/number.ts";

/** Every judge's mean, spread and severity, with their marks as dots on one scale. */
export function JudgesCard({ view }: { view: AgreementView }): ReactNode {
  const { t } = useTranslation("agreement");
  const { judges, whole, agreement } = view;
  const compared = agreement.entries > 0;
  const all = judges.flatMap(({ marks }) => marks);
  const scale = { from: all.reduce((a, b) => Math.min(a, b)), to: all.reduce((a, b) => Math.max(a, b)) };
  const [first] = judges;
  const middle = first?.mean == null || first.severity === null ? null : first.mean - first.severity;
  const columns: (Column<JudgeLine> & { about?: string })[] = [
    {
      key: "judge",
      header: t("judges.judge"),
      rowHeader: true,
      cell: ({ judge, name, head }) => (
        <>
          {judge} {name} {head ? <Badge>{t("judges.head")}</Badge> : null}
        </>
      ),
    },
    {
      ...{ key: "mean", header: t("judges.mean"), about: t("judges.about.mean"), numeric: true },
      cell: ({ mean }) => (mean === null ? "–" : formatDecimal(mean)),
    },
    {
      ...{ key: "severity", header: t("judges.severity"), about: t("judges.about.severity"), numeric: true },
      cell: ({ severity }) => <Severity value={severity} />,
    },
    {
      ...{ key: "sd", header: t("judges.sd"), about: t("judges.about.sd"), numeric: true },
      cell: ({ sd }) => (sd === null ? "–" : formatDecimal(sd)),
    },
    {
      key: "marks",
      header: (
        <>
          {t("judges.marks")} <span className="font-normal">{t("judges.scale", written(scale))}</span>
        </>
      ),
      about: t(compared ? "judges.about.marks" : "judges.about.allMarks"),
      className: "min-w-56",
      cell: (judge) => <Strip judge={judge} scale={scale} middle={middle} />,
    },
    ...(whole
      ? []
      : [
          {
            ...{ key: "given", header: t("judges.given"), about: t("judges.about.given"), numeric: true },
            cell: ({ given }: JudgeLine) => given,
          },
          {
            ...{ key: "model", header: t("judges.model"), about: t("judges.about.model"), numeric: true },
            cell: ({ model }: JudgeLine) => <Severity value={model} />,
          },
        ]),
  ];
  return (
    <Card title={t("judges.title")}>
      <div className="grid gap-4">
        <DataTable label={t("judges.title")} columns={columns} rows={judges} rowKey={({ judge }) => judge} />
        <DetailList
          items={columns.flatMap(({ key, header, about }) =>
            about ? [{ term: key === "marks" ? t("judges.marks") : header, detail: about }] : [],
          )}
        />
      </div>
    </Card>
  );
}

function Severity({ value }: { value: number | null }): ReactNode {
  const { t } = useTranslation("agreement");
  if (value === null) return "–";
  const text = formatSigned(value);
  const word = text.startsWith("−") ? "strict" : text.startsWith("+") ? "mild" : "even";
  return (
    <span className="whitespace-nowrap">
      {text} <span className="text-sm text-ink-soft">{t(`judges.${word}`)}</span>
    </span>
  );
}

interface StripProps {
  judge: JudgeLine;
  scale: { from: number; to: number };
  middle: number | null;
}

function Strip({ judge: { judge, marks, mean }, scale, middle }: StripProps): ReactNode {
  const { t } = useTranslation("agreement");
  const own = { from: marks.reduce((a, b) => Math.min(a, b)), to: marks.reduce((a, b) => Math.max(a, b)) };
  const said = { judge, count: marks.length, ...written(own) };
  const label =
    mean === null || middle === null
      ? t("judges.strip", said)
      : t("judges.stripMean", { ...said, mean: formatDecimal(mean), all: formatDecimal(middle) });
  return <MarkStrip {...{ label, marks, mean, middle, scale }} />;
}

function written({ from, to }: { from: number; to: number }): { from: string; to: string } {
  return { from: formatDecimal(from), to: formatDecimal(to) };
}
