import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { DateField, NumberField, TextField } from "~/ui/field/text-field.tsx";
import { Icon } from "~/ui/icon.tsx";
import { useFormField } from "./form-context.tsx";

/** The registered company. `needed`: the chosen group is for companies; otherwise the fields wait behind a line of words. */
export function CompanyFields({ needed, open }: { needed: boolean | null; open: boolean }): ReactNode {
  const { t } = useTranslation("apply");
  if (needed !== false) return <Fields />;
  return (
    <details open={open} className="group rounded border border-line px-4 py-1 open:pb-4">
      <summary className="flex min-h-11 items-center justify-between gap-2 font-medium text-link">
        {t("company.open")}
        <Icon name="down" className="group-open:rotate-180" />
      </summary>
      <p className="mb-4 max-w-prose text-ink-soft">{t("company.notNeeded")}</p>
      <Fields />
    </details>
  );
}

function Fields(): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
      <TextField {...useFormField("companyName")} autoComplete="organization" className="sm:col-span-full" />
      <TextField {...useFormField("companyPlace")} hint={t("hint.companyPlace")} autoComplete="off" />
      <TextField
        {...useFormField("companyCode")}
        hint={t("hint.companyCode")}
        autoCapitalize="characters"
        autoComplete="off"
        spellCheck={false}
      />
      <DateField {...useFormField("companyFoundedOn")} />
      <NumberField {...useFormField("leaderStake")} />
      <MoneyField name="companyCapital" />
      <MoneyField name="companyPaidIn" />
    </div>
  );
}

type MoneyName = Extract<
  Parameters<typeof useFormField>[0],
  | "companyCapital"
  | "companyPaidIn"
  | "revenueLast"
  | "revenueBefore"
  | "researchLast"
  | "researchBefore"
  | "financingAmount"
  | "landingInvestment"
>;

/** An amount, written in 万元. */
export function MoneyField({ name }: { name: MoneyName }): ReactNode {
  return <NumberField {...useFormField(name)} width="short" />;
}
