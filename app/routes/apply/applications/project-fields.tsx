import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { limits, maturities } from "~/rules/applications/application-terms.ts";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { TextAreaField } from "~/ui/field/text-area-field.tsx";
import { TextField } from "~/ui/field/text-field.tsx";
import { useFormField } from "./form-context.tsx";
import { PatentRows } from "./patent-rows.tsx";

export function ProjectFields({ rows }: { rows: number }): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <>
      <TextField {...useFormField("projectTitle")} hint={t("hint.projectTitle")} />
      <TextField {...useFormField("projectTitleEn")} hint={t("hint.projectTitleEn")} lang="en" />
      <TextAreaField {...useFormField("summary")} hint={t("hint.summary")} max={limits.summary} />
      <TextAreaField {...useFormField("innovation")} hint={t("hint.innovation")} max={limits.innovation} />
      <SelectField
        {...useFormField("maturity")}
        hint={t("hint.maturity")}
        options={maturities.map((value) => ({ value, label: t(`maturity.${value}`) }))}
      />
      <PatentRows rows={rows} />
    </>
  );
}
