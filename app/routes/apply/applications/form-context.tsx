import { createContext, useContext } from "react";
import { useTranslation } from "react-i18next";
import type { Problem, SectionField } from "~/rules/applications/application-sections.ts";
import { type Texts, textIn } from "~/rules/applications/merge-texts.ts";
import type { Correction } from "~/rules/screening/correction.ts";
import { idOf } from "./steps.ts";

/** What every field of the form needs to know. */
export interface FormState {
  words: Texts;
  set: (name: string, text: string) => void;
  /** The problems that are said beside their fields. */
  shown: readonly Problem[];
  /** What a returned application is to be corrected in, as far as it was not changed since. */
  corrections: readonly Correction[];
  /** The number of the identity document that is stored, masked; "" when there is none. */
  identityMasked: string;
  /** Fields that are needed because a rule of eligibility looks at them. */
  asked: ReadonlySet<string>;
}

const nothing: FormState = {
  words: {},
  set: () => {},
  shown: [],
  corrections: [],
  identityMasked: "",
  asked: new Set(),
};
export const FormContext = createContext<FormState>(nothing);

/** Name, label, text and error of a field of the form. */
export function useFormField(name: Exclude<SectionField, "members" | "patents" | "attachments">) {
  const { t } = useTranslation("apply");
  const { words, set, asked } = useContext(FormContext);
  return {
    name,
    label: t(`field.${name}`),
    optional: optionalFields.has(name) && !asked.has(name),
    value: textIn(words, name),
    onChange: (event: { target: { value: string } }) => set(name, event.target.value),
    error: useFieldError(name),
  };
}

/** The same for one of a few choices. */
export function useChoiceField(name: Parameters<typeof useFormField>[0]) {
  const { onChange: _, ...field } = useFormField(name);
  const { set } = useContext(FormContext);
  return { ...field, onValue: (value: string) => set(name, value) };
}

/** What is wrong with a field, in words: by the rules, or as the screeners want it corrected. Undefined when nothing is. */
export function useFieldError(path: string): string[] | undefined {
  const { t } = useTranslation("apply");
  const { shown, corrections } = useContext(FormContext);
  const wanted = corrections.filter((each) => idOf(each.path) === idOf(path));
  const wrong = shown.filter((each) => idOf(each.path) === idOf(path));
  const errors = [
    ...wanted.map(({ reason }) => t("returned.field", { reason })),
    ...wrong.map(({ reason, limit }) => t(`problem.${reason}`, { limit: limit ?? 0 })),
  ];
  return errors.length > 0 ? errors : undefined;
}

/** What may be left empty, unless a rule of the edition asks for it. */
const optionalFields: ReadonlySet<string> = new Set([
  "projectTitleEn",
  "maturity",
  "leaderGender",
  "leaderEmployer",
  "leaderTitle",
  "leaderProfession",
  "leaderTalentTitle",
  "leaderOverseas",
  "companyCapital",
  "companyPaidIn",
  "leaderStake",
  "revenueLast",
  "revenueBefore",
  "researchLast",
  "researchBefore",
  "financingRound",
  "financingAmount",
  "financingInvestors",
  "financingNeed",
  "landingOn",
  "landingInvestment",
  "landingNeeds",
  "landingPlan",
  "awards",
  "priorWinner",
  "recommender",
]);
