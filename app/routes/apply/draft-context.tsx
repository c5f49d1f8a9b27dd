import { createContext, useContext } from "react";
import { useTranslation } from "react-i18next";
import type { Choices, DraftAnswers } from "~/rules/application.ts";
import type { Problem, SectionField } from "~/rules/application-sections.ts";
import { nameOf } from "./problem-words.ts";

export interface DraftForm {
  answers: DraftAnswers;
  choices: Choices;
  /** The problems that are shown beside their fields. */
  shown: readonly Problem[];
}

export const DraftContext = createContext<DraftForm>({ answers: {}, choices: {}, shown: [] });

export type FieldName = SectionField;
type Words = Exclude<FieldName, "members" | "patents" | "identityNumber" | "attachments">;

/** Name, label, first value and error of a field of the form. */
export function useDraftField(name: Words) {
  const { t } = useTranslation("apply");
  const { answers, choices } = useContext(DraftContext);
  const error = useProblem(name);
  const value = { ...answers, ...choices }[name];
  return { name, label: t(`field.${name}`), defaultValue: value ?? "", error };
}

/** What is wrong with a field, in words; undefined when nothing is. */
export function useProblem(path: string): string | undefined {
  const { t } = useTranslation("apply");
  const { shown } = useContext(DraftContext);
  const problem = shown.find((each) => nameOf(each.path) === nameOf(path));
  return problem && t(`problem.${problem.reason}`, { limit: problem.limit ?? 0 });
}
