import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { IdempotencyKey } from "~/forms/form.tsx";
import type { PartCellProblem } from "~/reads/scoring/part-table.ts";
import { LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { TextField } from "~/ui/field/choice-fields.tsx";
import { useLocale } from "~/ui/steps.tsx";
import type { InputsPage } from "./parts.tsx";

type Refusal = { type: string; columns?: string[] };

/** Parts from a table; what keeps it out is told by row and cell. */
export function PartUpload({ page, answer }: { page: InputsPage; answer: object | undefined }): ReactNode {
  const { t } = useTranslation("inputs");
  const locale = useLocale();
  const refusal = answer && "refusal" in answer ? (answer.refusal as Refusal) : null;
  const problems = answer && "problems" in answer ? (answer.problems as PartCellProblem[]) : [];
  const count = answer && "count" in answer ? Number(answer.count) : 0;
  const columns = refusal?.columns?.join(locale === "en" ? ", " : "、") ?? "";
  return (
    <Card title={t("upload.title")} className="no-print">
      {/* The document sends it by itself: a file goes with no script */}
      <form method="post" encType="multipart/form-data" noValidate className="grid gap-4">
        <IdempotencyKey value={page.idempotencyKey} />
        <p className="max-w-prose text-ink-soft">{t("upload.lead")}</p>
        {problems.length > 0 ? <PartProblems page={page} problems={problems} count={count} /> : null}
        <TextField
          name="file"
          type="file"
          label={t("upload.file")}
          accept=".csv,.xlsx,text/csv"
          className="max-w-prose"
          error={refusal ? t(`upload.refusal.${refusal.type as "no-file"}`, { columns }) : undefined}
          required
        />
        <div className="flex flex-wrap gap-3">
          <SubmitButton intent="upload">{t("upload.submit")}</SubmitButton>
          <LinkButton to={`/organize/rounds/${page.round.slug}/parts.csv`} icon="down" reloadDocument>
            {t("upload.template")}
          </LinkButton>
        </div>
      </form>
    </Card>
  );
}

interface ProblemsProps {
  page: InputsPage;
  problems: PartCellProblem[];
  count: number;
}

function PartProblems({ page, problems, count }: ProblemsProps): ReactNode {
  const { t } = useTranslation("inputs");
  const byLabel = new Map(page.parts.map((part) => [part.label, part]));
  return (
    <div className="grid gap-3">
      <Callout kind="danger" live title={t("upload.problems", { count })} />
      <DataTable<PartCellProblem>
        label={t("upload.problem")}
        rows={problems}
        rowKey={({ cell, reason }) => `${cell} ${reason}`}
        dense
        columns={[
          { key: "cell", header: t("upload.cell"), rowHeader: true, cell: ({ cell }) => cell },
          { key: "value", header: t("upload.value"), cell: ({ value }) => value || "—" },
          {
            key: "problem",
            header: t("upload.problem"),
            cell: ({ reason, part }) => {
              const { min = 0, max = 0, step = 0 } = byLabel.get(part ?? "") ?? {};
              const words = t(`problem.${reason}`, { min, max, step });
              return part ? t("problem.of", { where: part, problem: words }) : words;
            },
          },
        ]}
      />
    </div>
  );
}
