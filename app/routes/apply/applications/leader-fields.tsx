import { type ReactNode, useContext } from "react";
import { useTranslation } from "react-i18next";
import { degrees, genders, identityKinds, limits } from "~/rules/applications/application-terms.ts";
import { RadioGroupField, SelectField } from "~/ui/field/choice-fields.tsx";
import { TextAreaField } from "~/ui/field/text-area-field.tsx";
import { DateField, TextField } from "~/ui/field/text-field.tsx";
import { FormContext, useChoiceField, useFormField } from "./form-context.tsx";

const wide = "sm:col-span-full";

/** Everything about the person who leads the project, their identity document with it. */
export function LeaderFields(): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <div className="grid gap-x-6 gap-y-5 sm:grid-cols-2">
      <TextField {...useFormField("leaderName")} autoComplete="name" />
      <RadioGroupField
        {...useChoiceField("leaderGender")}
        options={genders.map((value) => ({ value, label: t(`gender.${value}`) }))}
        inline
      />
      <IdentityFields />
      <DateField {...useFormField("leaderBirthOn")} autoComplete="bday" />
      <TextField
        {...useFormField("leaderPhone")}
        hint={t("hint.leaderPhone")}
        type="tel"
        inputMode="tel"
        autoComplete="tel"
      />
      <TextField {...useFormField("leaderEmail")} type="email" autoComplete="email" />
      <SelectField
        {...useFormField("leaderDegree")}
        options={degrees.map((value) => ({ value, label: t(`degree.${value}`) }))}
      />
      <TextField {...useFormField("leaderSchool")} autoComplete="off" />
      <TextField {...useFormField("leaderEmployer")} autoComplete="organization" />
      <TextField {...useFormField("leaderTitle")} autoComplete="organization-title" />
      <TextField {...useFormField("leaderProfession")} hint={t("hint.leaderProfession")} />
      <TextField {...useFormField("leaderTalentTitle")} hint={t("hint.leaderTalentTitle")} />
      <TextAreaField
        {...useFormField("leaderOverseas")}
        hint={t("hint.leaderOverseas")}
        max={limits.leaderOverseas}
        className={wide}
      />
    </div>
  );
}

function IdentityFields(): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <>
      <TextField
        {...useFormField("leaderNationality")}
        hint={t("hint.leaderNationality")}
        autoComplete="country-name"
        list="countries"
      />
      <datalist id="countries">
        {t("nationalities")
          .split("|")
          .map((name) => (
            <option key={name} value={name} />
          ))}
      </datalist>
      <SelectField
        {...useFormField("identityKind")}
        className="sm:content-end"
        options={identityKinds.map((value) => ({ value, label: t(`identityKind.${value}`) }))}
      />
      <IdentityNumber />
    </>
  );
}

/** A number that is stored stands there masked: it is typed anew to change it, and never comes back to the page. */
function IdentityNumber(): ReactNode {
  const { t } = useTranslation("apply");
  const { value, onChange, ...field } = useFormField("identityNumber");
  const { set, identityMasked } = useContext(FormContext);
  const stored = value === identityMasked;
  return (
    <TextField
      {...field}
      value={stored ? "" : value}
      onChange={(event) => (event.target.value === "" ? set("identityNumber", identityMasked) : onChange(event))}
      hint={stored && identityMasked ? t("hint.identityStored", { masked: identityMasked }) : t("hint.identityNumber")}
      autoComplete="off"
      autoCapitalize="characters"
      spellCheck={false}
      className={wide}
    />
  );
}
