import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AgreementView } from "~/reads/standings/agreement-view.ts";
import type { AdvisoryValue } from "~/rules/standings/advisory.ts";
import type { LeftOut } from "~/rules/standings/outliers.ts";
import { Badge } from "~/ui/badge.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { formatDecimal, formatSigned } from "~/ui/format/number.ts";
import { Pages } from "../review/pages.tsx";

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

function useWhy(judges: number): (missed: LeftOut | null) => string {
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
