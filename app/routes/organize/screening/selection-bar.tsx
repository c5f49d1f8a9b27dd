import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { batchActs } from "~/rules/screening/decision.ts";
import { Button } from "~/ui/button.tsx";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { formatNumber } from "~/ui/format/number.ts";
import { useLocale } from "~/ui/use-locale.ts";

/** What to do with how many: the ticked ones, the page, or all that match. The next page says what will happen, and asks. */
export function SelectionBar({ picked, onPage, total }: { picked: number; onPage: number; total: number }): ReactNode {
  const { t } = useTranslation("screening");
  const locale = useLocale();
  const [scope, setScope] = useState("picked");
  // Whoever ticks a row means the ticked ones
  useEffect(() => {
    if (picked > 0) setScope("picked");
  }, [picked]);
  return (
    <div className="no-print flex flex-wrap items-end gap-x-4 gap-y-3">
      <SelectField
        name="scope"
        label={t("select.scope")}
        placeholder={null}
        options={[
          { value: "picked", label: picked > 0 ? t("select.pickedNumber", { number: picked }) : t("select.picked") },
          { value: "page", label: t("select.page", { number: onPage }) },
          { value: "all", label: t("select.all", { number: formatNumber(total, locale) }) },
        ]}
        value={scope}
        onChange={({ currentTarget }) => setScope(currentTarget.value)}
      />
      <SelectField
        name="act"
        label={t("select.act")}
        placeholder={null}
        options={batchActs.map((value) => ({ value, label: t(`batch.act.${value}`) }))}
      />
      <Button iconAfter="right">{t("select.go")}</Button>
      <p role="status" className="min-h-11 content-center text-sm text-ink-soft">
        {picked > 0 ? t("select.status", { number: picked }) : ""}
      </p>
    </div>
  );
}
