import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ImportProblem } from "~/reads/exchange/import-table.ts";
import { isAnswer } from "~/rules/exchange/export-column.ts";
import { Callout } from "~/ui/callout.tsx";
import { DataTable } from "~/ui/data-table.tsx";

/** Row by row and cell by cell, what keeps the file out. */
export function ImportProblems({ problems, count }: { problems: ImportProblem[]; count: number }): ReactNode {
  const { t } = useTranslation(["exchange", "apply"]);
  const column = ({ column: name }: ImportProblem) => (isAnswer(name) ? t(`apply:field.${name}`) : t(`column.${name}`));
  return (
    <div className="grid gap-4">
      <Callout kind="danger" live title={t("import.problems", { count })}>
        {count > problems.length ? t("import.problemsMore", { shown: problems.length }) : null}
      </Callout>
      <DataTable
        label={t("import.problems", { count })}
        rows={problems.map((problem, key) => ({ ...problem, key }))}
        rowKey={(problem) => problem.key}
        columns={[
          { key: "row", header: t("import.row"), rowHeader: true, cell: (problem) => problem.row },
          { key: "column", header: t("import.columnName"), cell: column },
          {
            key: "value",
            header: t("import.value"),
            cell: ({ value }) => (
              <span className="wrap-anywhere">{value === "" ? t("import.emptyCell") : value.slice(0, 120)}</span>
            ),
          },
          { key: "reason", header: t("import.reason"), cell: (problem) => <Reason {...problem} /> },
        ]}
      />
    </div>
  );
}

function Reason(problem: ImportProblem): ReactNode {
  const { t } = useTranslation(["exchange", "apply"]);
  if (problem.by === "form") return t(`apply:problem.${problem.reason}`, { limit: problem.limit ?? 0 });
  switch (problem.reason) {
    case "same-in-file":
      return t("import.problem.same-in-file", { row: problem.sameRow });
    case "same-in-edition":
      return t("import.problem.same-in-edition", { code: problem.code });
    case "too-many-lines":
      return t("import.problem.too-many-lines", { limit: problem.limit });
    default:
      return t(`import.problem.${problem.reason}`);
  }
}
