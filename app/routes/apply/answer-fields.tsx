import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { degrees, genders, landingPlatforms, limits } from "~/rules/application-terms.ts";
import { RadioGroupField, SelectField } from "~/ui/field/choice-fields.tsx";
import { TextAreaField } from "~/ui/field/text-area-field.tsx";
import { DateField, TextField } from "~/ui/field/text-field.tsx";
import { useDraftField } from "./draft-context.tsx";

export function ProjectFields(): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <>
      <TextField {...useDraftField("projectTitle")} hint={t("hint.projectTitle")} maxLength={500} />
      <TextField {...useDraftField("projectTitleEn")} hint={t("hint.projectTitleEn")} lang="en" optional />
      <TextAreaField {...useDraftField("summary")} hint={t("hint.summary")} max={limits.summary} />
      <TextAreaField {...useDraftField("innovation")} hint={t("hint.innovation")} max={limits.innovation} />
    </>
  );
}

export function LeaderFields(): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
      <TextField {...useDraftField("leaderName")} autoComplete="name" />
      <RadioGroupField
        {...useDraftField("leaderGender")}
        options={genders.map((value) => ({ value, label: t(`gender.${value}`) }))}
        inline
        optional
      />
      <DateField {...useDraftField("leaderBirthOn")} autoComplete="bday" />
      <TextField {...useDraftField("leaderNationality")} autoComplete="country-name" />
      <TextField {...useDraftField("leaderPhone")} hint={t("hint.leaderPhone")} type="tel" autoComplete="tel" />
      <TextField {...useDraftField("leaderEmail")} type="email" autoComplete="email" className="content-end" />
      <SelectField
        {...useDraftField("leaderDegree")}
        options={degrees.map((value) => ({ value, label: t(`degree.${value}`) }))}
      />
      <TextField {...useDraftField("leaderSchool")} />
      <TextField {...useDraftField("leaderEmployer")} autoComplete="organization" optional />
      <TextField {...useDraftField("leaderTitle")} autoComplete="organization-title" optional />
      <TextField
        {...useDraftField("leaderTalentTitle")}
        hint={t("hint.leaderTalentTitle")}
        className="sm:col-span-full"
        optional
      />
    </div>
  );
}

export function CompanyFields(): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
      <TextField {...useDraftField("companyName")} autoComplete="organization" className="sm:col-span-full" />
      <TextField
        {...useDraftField("companyCode")}
        hint={t("hint.companyCode")}
        autoCapitalize="characters"
        autoComplete="off"
        spellCheck={false}
      />
      <TextField {...useDraftField("companyCapital")} optional />
      <DateField {...useDraftField("companyFoundedOn")} />
      <TextField {...useDraftField("companyPlace")} />
    </div>
  );
}

export function BusinessFields(): ReactNode {
  return (
    <>
      <TextAreaField {...useDraftField("market")} max={limits.market} />
      <TextAreaField {...useDraftField("businessModel")} max={limits.businessModel} />
      <TextAreaField {...useDraftField("financingNeed")} max={limits.financingNeed} optional />
    </>
  );
}

export function LandingFields(): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <>
      <RadioGroupField
        {...useDraftField("landingPlatform")}
        options={landingPlatforms.map((value) => ({ value, label: t(`platform.${value}`) }))}
      />
      <TextAreaField {...useDraftField("landingPlan")} hint={t("hint.landingPlan")} max={limits.landingPlan} optional />
      <TextField {...useDraftField("recommender")} optional />
    </>
  );
}
