import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { financingRounds, landingPlatforms, limits, yesNo } from "~/rules/applications/application-terms.ts";
import { RadioGroupField, SelectField } from "~/ui/field/choice-fields.tsx";
import { TextAreaField } from "~/ui/field/text-area-field.tsx";
import { DateField, TextField } from "~/ui/field/text-field.tsx";
import { MoneyField } from "./company-fields.tsx";
import { useChoiceField, useFormField } from "./form-context.tsx";

const pair = "grid gap-x-6 gap-y-5 sm:grid-cols-2";

export function BusinessFields(): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <>
      <TextAreaField {...useFormField("market")} hint={t("hint.market")} max={limits.market} />
      <TextAreaField {...useFormField("businessModel")} hint={t("hint.businessModel")} max={limits.businessModel} />
      <div className={pair}>
        <MoneyField name="revenueLast" />
        <MoneyField name="revenueBefore" />
        <MoneyField name="researchLast" />
        <MoneyField name="researchBefore" />
        <SelectField
          {...useFormField("financingRound")}
          options={financingRounds.map((value) => ({ value, label: t(`financingRound.${value}`) }))}
        />
        <MoneyField name="financingAmount" />
      </div>
      <TextField {...useFormField("financingInvestors")} hint={t("hint.financingInvestors")} />
      <TextAreaField {...useFormField("financingNeed")} hint={t("hint.financingNeed")} max={limits.financingNeed} />
    </>
  );
}

export function LandingFields(): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <>
      <RadioGroupField
        {...useChoiceField("landingPlatform")}
        options={landingPlatforms.map((value) => ({ value, label: t(`platform.${value}`) }))}
      />
      <div className={pair}>
        <DateField {...useFormField("landingOn")} />
        <MoneyField name="landingInvestment" />
      </div>
      <TextAreaField {...useFormField("landingNeeds")} hint={t("hint.landingNeeds")} max={limits.landingNeeds} />
      <TextAreaField {...useFormField("landingPlan")} hint={t("hint.landingPlan")} max={limits.landingPlan} />
      <TextAreaField {...useFormField("awards")} hint={t("hint.awards")} max={limits.awards} />
      <RadioGroupField
        {...useChoiceField("priorWinner")}
        options={yesNo.map((value) => ({ value, label: t(`yesNo.${value}`) }))}
        inline
      />
      <TextField {...useFormField("recommender")} hint={t("hint.recommender")} />
    </>
  );
}
