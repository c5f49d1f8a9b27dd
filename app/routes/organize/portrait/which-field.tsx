import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import type { Portrayed } from "~db/queries/portrait.ts";
import { portrayed } from "./which.ts";

/** Whether all that were qualified are looked at, or the finalists. */
export function WhichField({ which }: { which: Portrayed }): ReactNode {
  const { t } = useTranslation("portrait");
  return (
    <SelectField
      name="of"
      label={t("edition.which")}
      placeholder={null}
      options={portrayed.map((value) => ({ value, label: t(`edition.${value}`) }))}
      defaultValue={which}
    />
  );
}
