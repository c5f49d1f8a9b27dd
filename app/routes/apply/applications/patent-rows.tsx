import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { patentKinds, patentOwnerships, patentStatuses } from "~/rules/applications/application-terms.ts";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { TextField } from "~/ui/field/text-field.tsx";
import type { Row } from "./form-texts.ts";
import { RowFields, useCell } from "./row-fields.tsx";

/** What is protected, a row each. */
export function PatentRows({ rows }: { rows: number }): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <section aria-labelledby="patents-title" className="grid gap-2">
      <h3 id="patents-title" className="font-semibold">
        {t("field.patents")}
      </h3>
      <p className="text-sm text-ink-soft">{t("hint.patents")}</p>
      <RowFields
        name="patents"
        least={Math.max(1, rows)}
        legend={(number) => t("patent.row", { number })}
        addLabel={t("patent.add")}
        removeLabel={(number) => t("patent.remove", { number })}
      >
        {(row, at) => <PatentRow row={row} at={at} />}
      </RowFields>
    </section>
  );
}

function PatentRow({ row, at }: { row: Row; at: number }): ReactNode {
  const { t } = useTranslation("apply");
  const cell = useCell("patents", row, at);
  const text = (column: "kind" | "title" | "number" | "ownership" | "status") => {
    const { name, value, error, change } = cell(column);
    const onChange = (event: { target: { value: string } }) => change(event.target.value);
    return { name, value, error, onChange, label: t(`patent.${column}`) };
  };
  return (
    <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
      <SelectField
        {...text("kind")}
        options={patentKinds.map((value) => ({ value, label: t(`patentKind.${value}`) }))}
      />
      <TextField {...text("number")} autoComplete="off" spellCheck={false} />
      <TextField {...text("title")} autoComplete="off" className="sm:col-span-full" />
      <SelectField
        {...text("ownership")}
        options={patentOwnerships.map((value) => ({ value, label: t(`patentOwnership.${value}`) }))}
      />
      <SelectField
        {...text("status")}
        options={patentStatuses.map((value) => ({ value, label: t(`patentStatus.${value}`) }))}
      />
    </div>
  );
}
