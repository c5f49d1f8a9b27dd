import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AgreementView, JudgeLine } from "~/reads/standings/agreement-view.ts";
import type { AdvisoryValue } from "~/rules/standings/advisory.ts";
import type { ExcludedEntry } from "~/rules/standings/excluded-entries.ts";
import { Badge } from "~/ui/badge.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { MarkStrip } from "~/ui/chart/mark-strip.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { formatDecimal, formatSigned } from "~/ui/format/number.ts";
import { Pages } from "~/ui/pages.tsx";

const linesAPage = 50;

type Line = AgreementView["advice"][number];

const values = ["mean", "z", "adjusted"] as const;

/** What each entry's marks say once strictness is allowed for, where not everyone scored everything; and who was left out why. */
export function AdviceCard({ view, page }: { view: AgreementView; page: number }): ReactNode {
  const { t } = useTranslation("agreement");
  if (!view.whole) return <Advice view={view} page={page} />;
  const unscored = view.advice.filter(({ missed }) => missed !== null);
  return (
    <Card title={t("advice.title")}>
      <div className="grid gap-4">
        <p className="max-w-[46rem] text-pretty text-ink-soft">{t("advice.whole")}</p>
        {unscored.length > 0 ? <Lines lines={unscored} page={page} judges={view.judges.length} shown={[]} /> : null}
      </div>
    </Card>
  );
}

function Advice({ view, page }: { view: AgreementView; page: number }): ReactNode {
  const { t } = useTranslation("agreement");
  const badge = (
    <Badge tone="warn" icon="warn">
      {t("advice.badge")}
    </Badge>
  );
  return (
    <Card title={t("advice.title")} actions={badge}>
      <div className="grid gap-4">
        <p className="max-w-[46rem] text-pretty text-ink-soft">{t("advice.lead")}</p>
        {view.linked ? null : <Callout title={t("advice.apart")}>{t("advice.apartMend")}</Callout>}
        <Lines lines={view.advice} page={page} judges={view.judges.length} shown={values} />
        <DetailList items={values.map((of) => ({ term: t(`advice.${of}`), detail: t(`advice.about.${of}`) }))} />
      </div>
    </Card>
  );
}

interface LinesProps {
  lines: Line[];
  page: number;
  judges: number;
  /** Which of the advisory values. */
  shown: readonly (typeof values)[number][];
}

function Lines({ lines, page, judges, shown }: LinesProps): ReactNode {
  const { t } = useTranslation("agreement");
  const why = useWhy(judges);
  return (
    <>
      <DataTable
        label={t("advice.title")}
        dense
        columns={[
          {
            key: "entry",
            header: t("advice.entry"),
            rowHeader: true,
            cell: ({ number, title, group }) => (
              <>
                {number} {title} {group === null ? null : <span className="block text-sm text-ink-soft">{group}</span>}
              </>
            ),
          },
          {
            key: "marks",
            header: t("advice.marks"),
            numeric: true,
            cell: ({ marks }) => t("advice.of", { given: marks, all: judges }),
          },
          ...shown.map((of) => ({
            key: of,
            header: t(`advice.${of}`),
            numeric: true,
            cell: (line: Line) => <Value of={line[of]} signed={of === "z"} />,
          })),
          { key: "why", header: t("advice.why"), className: "min-w-48", cell: ({ missed }) => why(missed) },
        ]}
        rows={lines.slice((page - 1) * linesAPage, page * linesAPage)}
        rowKey={({ entry }) => entry}
      />
      <Pages page={page} aPage={linesAPage} total={lines.length} />
    </>
  );
}

function Value({ of: { value, rank }, signed }: { of: AdvisoryValue; signed: boolean }): ReactNode {
  const { t } = useTranslation("agreement");
  if (value === null) return "–";
  return (
    <span className="whitespace-nowrap">
      {signed ? formatSigned(value) : formatDecimal(value)}{" "}
      <span className="text-sm text-ink-soft">{t("advice.place", { rank: rank ?? "–" })}</span>
    </span>
  );
}

function useWhy(judges: number): (missed: ExcludedEntry | null) => string {
  const { t } = useTranslation("agreement");
  return (missed) => {
    if (missed === null) return t("advice.compared");
    const { recused, incomplete, missing, unassigned } = missed.gaps;
    const named = (judges: string[]) => ({ judges: judges.join(t("gap.judges")) });
    const reasons = [
      missed.out && t("gap.out"),
      recused && t("gap.recused", named(recused)),
      incomplete && t("gap.incomplete", named(incomplete)),
      !missed.out && missing && (missing.length === judges ? t("gap.nobody") : t("gap.missing", named(missing))),
      unassigned && t("gap.unassigned", { count: unassigned.length }),
    ];
    return reasons.filter(Boolean).join(t("gap.join"));
  };
}

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
      key: "mean",
      header: t("judges.mean"),
      about: t("judges.about.mean"),
      numeric: true,
      cell: ({ mean }) => (mean === null ? "–" : formatDecimal(mean)),
    },
    {
      key: "severity",
      header: t("judges.severity"),
      about: t("judges.about.severity"),
      numeric: true,
      cell: ({ severity }) => <Severity value={severity} />,
    },
    {
      key: "sd",
      header: t("judges.sd"),
      about: t("judges.about.sd"),
      numeric: true,
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
            key: "given",
            header: t("judges.given"),
            about: t("judges.about.given"),
            numeric: true,
            cell: ({ given }: JudgeLine) => given,
          },
          {
            key: "model",
            header: t("judges.model"),
            about: t("judges.about.model"),
            numeric: true,
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
  const values = { judge, count: marks.length, ...written(own) };
  const label =
    mean === null || middle === null
      ? t("judges.strip", values)
      : t("judges.stripMean", { ...values, mean: formatDecimal(mean), all: formatDecimal(middle) });
  return <MarkStrip label={label} marks={marks} mean={mean} middle={middle} scale={scale} />;
}

function written({ from, to }: { from: number; to: number }): { from: string; to: string } {
  return { from: formatDecimal(from), to: formatDecimal(to) };
}
