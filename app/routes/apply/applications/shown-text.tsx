import { type ReactNode, useContext } from "react";
import { useTranslation } from "react-i18next";
import { inLocale } from "~/primitives/in-locale.ts";
import { AnswerText, MemberList, PatentList } from "~/ui/application/answer-text.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { OptionsContext } from "./attachment-kind-fields.tsx";
import { choiceNames, formOfTexts } from "./form-texts.ts";

/** The text of a field for reading: keys as their words, rows as a list. */
export function ShownText({ name, text }: { name: string; text: string }): ReactNode {
  const { t } = useTranslation("apply");
  const locale = useLocale();
  const options = useContext(OptionsContext);
  if (text === "") return <span className="text-ink-soft">{t("choose.empty")}</span>;
  const { answers } = formOfTexts({ [name]: text });
  if (name === "members") return <MemberList members={answers.members ?? []} />;
  if (name === "patents") return <PatentList patents={answers.patents ?? []} />;
  if (choiceNames.some((each) => each === name)) {
    const option =
      options.rounds.find(({ slug }) => slug === text) ??
      [...options.tracks, ...options.groups].find(({ key }) => key === text);
    return option ? inLocale(locale, option.title, option.titleEn) : text;
  }
  return <AnswerText name={name} value={text} />;
}
