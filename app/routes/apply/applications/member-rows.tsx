import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { degrees, leastTeamMembers } from "~/rules/applications/application-terms.ts";
import { CheckboxField, SelectField } from "~/ui/field/choice-fields.tsx";
import { TextField } from "~/ui/field/text-field.tsx";
import type { Row } from "./form-texts.ts";
import { RowFields, useCell } from "./row-fields.tsx";

/** The core members, a row each. */
export function MemberRows({ rows }: { rows: number }): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <RowFields
      name="members"
      least={Math.max(leastTeamMembers, rows)}
      legend={(number) => t("member.row", { number })}
      addLabel={t("member.add")}
      removeLabel={(number) => t("member.remove", { number })}
    >
      {(row, at) => <MemberRow row={row} at={at} />}
    </RowFields>
  );
}

function MemberRow({ row, at }: { row: Row; at: number }): ReactNode {
  const { t } = useTranslation("apply");
  const cell = useCell("members", row, at);
  const text = (column: "name" | "duty" | "degree") => {
    const { name, value, error, change } = cell(column);
    const onChange = (event: { target: { value: string } }) => change(event.target.value);
    return { name, value, error, onChange, label: t(`member.${column}`) };
  };
  const fullTime = cell("fullTime");
  return (
    <div className="grid gap-x-4 gap-y-3 sm:grid-cols-[1fr_1fr_9rem_auto]">
      <TextField {...text("name")} autoComplete="off" />
      <TextField {...text("duty")} autoComplete="off" />
      <SelectField {...text("degree")} options={degrees.map((value) => ({ value, label: t(`degree.${value}`) }))} />
      <CheckboxField
        name={fullTime.name}
        label={t("member.fullTime")}
        checked={fullTime.checked}
        onChange={(event) => fullTime.change(event.target.checked)}
        className="sm:self-end"
      />
    </div>
  );
}
