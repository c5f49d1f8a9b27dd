import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import { fieldsOf } from "~/forms/problems.tsx";
import { SaveLine } from "~/forms/unsaved.tsx";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { DataTable } from "~/ui/data-table.tsx";
import { EmptyState } from "~/ui/empty-state.tsx";
import { NumberField } from "~/ui/field/choice-fields.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { partField, partFieldsOf } from "./part-field.ts";
import type { InputsAnswer } from "./parts.server.ts";
import type { InputsPage } from "./parts.tsx";

type Part = InputsPage["parts"][number];
type Row = InputsPage["rows"][number];

/** The points that no judge gives, entry by entry and part by part, saved in one go. */
export function PartGrid({ page, answer }: { page: InputsPage; answer: InputsAnswer | null }): ReactNode {
  const { t } = useTranslation("inputs");
  const { parts, rows, enters, version, idempotencyKey } = page;
  const mine = answer?.intent === "save-parts" ? answer : null;
  const problems = usePartProblems(page, mine);
  if (parts.length === 0)
    return (
      <Card title={t("parts.title")}>
        <EmptyState title={t("parts.none")}>{t("parts.noneMend")}</EmptyState>
      </Card>
    );
  const table = (
    <DataTable<Row>
      label={t("parts.title")}
      rows={rows}
      rowKey={({ key }) => key}
      dense
      rowLook={({ out }) => (out ? "soft" : "plain")}
      columns={[
        {
          key: "entry",
          header: t("entry"),
          rowHeader: true,
          cell: ({ number, title }) => (
            <span className="flex gap-2">
              <span className="min-w-6 text-end text-ink-soft">{number}</span>
              <span className="min-w-0">{title}</span>
            </span>
          ),
        },
        ...parts.map((part, at) => ({
          key: part.key,
          header: <PartHead part={part} />,
          cell: (row: Row) => (
            <PartCell
              row={row}
              part={part}
              at={at}
              enters={enters}
              mine={mine}
              problem={problems.get(partField(row.key, part.key))}
            />
          ),
        })),
      ]}
    />
  );
  if (!enters) return <Card title={t("parts.title")}>{table}</Card>;
  return (
    <Card title={t("parts.title")}>
      <ActionForm
        key={mine ? mine.sending : version}
        version={version}
        idempotencyKey={idempotencyKey}
        refused={mine !== null}
        noValidate
        watched
        className="grid gap-4"
      >
        <ErrorSummary errors={[...problems].map(([id, { summary }]) => ({ id, message: summary }))} />
        {table}
        <SaveLine>
          <SubmitButton kind="primary" intent="save-parts">
            {t("parts.save")}
          </SubmitButton>
        </SaveLine>
      </ActionForm>
    </Card>
  );
}

function PartHead({ part: { label, min, max, step, weight } }: { part: Part }): ReactNode {
  const { t } = useTranslation("inputs");
  return (
    <>
      <span className="block">{label}</span>
      <span className="block font-normal text-ink-soft">
        {t("parts.range", { min, max, step })}
        {weight === 1 ? null : ` · ${t("parts.weight", { weight })}`}
      </span>
    </>
  );
}

interface CellProps {
  row: Row;
  part: Part;
  at: number;
  enters: boolean;
  mine: InputsAnswer | null;
  problem: { words: string } | undefined;
}

function PartCell({ row, part, at, enters, mine, problem }: CellProps): ReactNode {
  const { t } = useTranslation("inputs");
  const cell = row.cells[at];
  if (!cell) return null;
  const { counted, waiting } = cell;
  const waits = waiting === null ? null : waiting === "" ? t("parts.takenAway") : t("parts.waits", { score: waiting });
  if (!enters)
    return (
      <span className="tabular-nums">
        {counted === "" ? "—" : counted}
        {waits ? <span className="block text-sm text-warn">{waits}</span> : null}
      </span>
    );
  const name = partField(row.key, part.key);
  return (
    <NumberField
      name={name}
      label={t("parts.field", { entry: `${row.number} ${row.title}`, part: part.label })}
      labelHidden
      defaultValue={mine?.sent[name] ?? waiting ?? counted}
      hint={waits ? <span className="text-warn">{waits}</span> : undefined}
      error={problem?.words}
    />
  );
}

/** What is wrong with which field, by its name: the refusal tells places, in the order in which the fields were sent. */
function usePartProblems({ parts, rows }: InputsPage, mine: InputsAnswer | null) {
  const { t } = useTranslation("inputs");
  const names = partFieldsOf(Object.keys(mine?.sent ?? {})).map(({ name }) => name);
  const partBy = new Map(
    rows.flatMap((row) => parts.map((part) => [partField(row.key, part.key), { row, part }] as const)),
  );
  return new Map(
    fieldsOf(mine?.error).flatMap(({ path, code }) => {
      const name = names[Number(path.split(".")[1])];
      const found = name === undefined ? undefined : partBy.get(name);
      if (!name || !found) return [];
      const { row, part } = found;
      const words = t(`problem.${code as "off-step"}`, { min: part.min, max: part.max, step: part.step });
      const where = `${row.number} ${row.title} · ${part.label}`;
      return [[name, { words, summary: t("problem.of", { where, problem: words }) }] as const];
    }),
  );
}
