import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { DraftAnswers } from "~/rules/applications/application.ts";
import { isTextField, sections } from "~/rules/applications/application-sections.ts";
import { inLocale } from "../../primitives/in-locale.ts";
import { Card, type Detail, DetailList } from "../card.tsx";
import { useLocale } from "../steps.tsx";
import { AnswerText, MemberList, PatentList } from "./answer-text.tsx";

export interface ChosenTitles {
  roundTitle: string | null;
  roundTitleEn: string | null;
  trackTitle: string | null;
  trackTitleEn: string | null;
  groupTitle: string | null;
  groupTitleEn: string | null;
}

interface Props {
  answers: DraftAnswers;
  chosen: ChosenTitles;
  /** The number of the identity document, masked. */
  identityMasked?: string | null;
  /** Fields that whoever looks must not see. What stands in other texts is for `answersForJudges` to take out. */
  hidden?: readonly string[];
}

const parts = ["project", "leader", "team", "company", "business", "landing"] as const;

/** Everything that was entered, part by part; what was left empty is left out. */
export function ApplicationAnswers({ answers, chosen, identityMasked, hidden = [] }: Props): ReactNode {
  const { t } = useTranslation("apply");
  const locale = useLocale();
  const detail = (name: string): Detail[] => {
    if (hidden.includes(name)) return [];
    if (name === "identityNumber")
      return identityMasked
        ? [{ term: t("field.identityNumber"), detail: <span className="font-mono">{identityMasked}</span> }]
        : [];
    if (name === "members") {
      const { members = [] } = answers;
      return members.length > 0 ? [{ term: t("field.members"), detail: <MemberList members={members} /> }] : [];
    }
    if (name === "patents") {
      const { patents = [] } = answers;
      return patents.length > 0 ? [{ term: t("field.patents"), detail: <PatentList patents={patents} /> }] : [];
    }
    return textFields.flatMap((field) => {
      const value = field === name ? answers[field] : undefined;
      return value
        ? [{ term: withoutUnit(t(`field.${field}`)), detail: <AnswerText name={field} value={value} /> }]
        : [];
    });
  };
  const choices = (["round", "track", "group"] as const).flatMap((name): Detail[] => {
    const title = inLocale(locale, chosen[`${name}Title`], chosen[`${name}TitleEn`]);
    return title ? [{ term: t(`field.${name}`), detail: title }] : [];
  });
  return (
    <div className="grid gap-6">
      {choices.length > 0 ? (
        <Card title={t("section.choices")}>
          <DetailList items={choices} />
        </Card>
      ) : null}
      {parts.map((name) => {
        const items = sections[name].flatMap(detail);
        return items.length > 0 ? (
          <Card key={name} title={t(`section.${name}`)}>
            <DetailList items={items} />
          </Card>
        ) : null;
      })}
    </div>
  );
}

/** The label of a field to fill in names its unit at its end; for reading, the value does. */
function withoutUnit(label: string): string {
  return label.replace(/\s*[（(](万元|CNY 10,000|%)[)）]$/, "");
}

const textFields = Object.values(sections).flat().filter(isTextField);
