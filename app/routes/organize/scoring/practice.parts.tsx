import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Refusal } from "~/commands/command.ts";
import { SettingsForm } from "~/forms/form.tsx";
import { fieldProblems, fieldsOf, useProblems } from "~/forms/problems.tsx";
import { Card, DetailList } from "~/ui/card.tsx";
import { NumberField, TextField } from "~/ui/field/choice-fields.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";
import type { PracticePage } from "./practice.tsx";

/** A practice project as its form has it, marks and reasons by criterion key, as they were typed. */
export interface PracticeFields {
  title: string;
  titleEn: string;
  description: string;
  descriptionEn: string;
  marks: Record<string, string>;
  reasons: Record<string, string>;
}

interface Props {
  page: PracticePage;
  error: Refusal | undefined;
  sent: PracticeFields | undefined;
}

/** The project and its reference sheet, to be written. */
export function PracticeForm({ page, error, sent }: Props): ReactNode {
  const { t } = useTranslation(["practice", "judge"]);
  const values = sent ?? page.fields;
  const { errors, at } = usePracticeProblems(page, sent && error);
  return (
    <SettingsForm of={page} errors={errors}>
      <Card title={t("project")}>
        <div className="grid gap-5">
          <TextField
            name="title"
            label={t("titleField")}
            defaultValue={values.title}
            error={at("practice.title")}
            maxLength={200}
            required
          />
          <TextField
            name="titleEn"
            label={t("titleEn")}
            defaultValue={values.titleEn}
            error={at("practice.titleEn")}
            maxLength={200}
            optional
          />
          <TextAreaField
            name="description"
            label={t("description")}
            hint={t("descriptionHint")}
            defaultValue={values.description}
            error={at("practice.description")}
            rows={6}
            max={5000}
            optional
          />
          <TextAreaField
            name="descriptionEn"
            label={t("descriptionEn")}
            defaultValue={values.descriptionEn}
            error={at("practice.descriptionEn")}
            rows={4}
            max={5000}
            optional
          />
        </div>
      </Card>
      <Card title={t("reference")}>
        <p className="mb-4 text-ink-soft">{t("referenceLead")}</p>
        <div className="grid gap-5">
          {page.criteria.map(({ key, label, max }) => (
            <div key={key} className="grid items-start gap-x-6 gap-y-3 sm:grid-cols-[14rem_1fr]">
              <NumberField
                name={`mark.${key}`}
                label={t("mark", { label })}
                unit={t("of", { max })}
                defaultValue={values.marks[key]}
                error={at(`practice.marks.${key}`)}
                required
              />
              <TextField
                name={`why.${key}`}
                label={t("why", { label })}
                defaultValue={values.reasons[key]}
                error={at(`practice.reasons.${key}`)}
                maxLength={400}
                optional
              />
            </div>
          ))}
        </div>
      </Card>
    </SettingsForm>
  );
}

/** What is wrong: of a mark what may be given, else the words that all pages share. */
function usePracticeProblems({ criteria }: PracticePage, error: Refusal | undefined) {
  const { t } = useTranslation(["practice", "judge"]);
  const idOf = (path: string) =>
    path
      .replace(/^practice\.marks\./, "mark.")
      .replace(/^practice\.reasons\./, "why.")
      .replace(/^practice\./, "");
  const labels: Record<string, string> = {
    title: t("titleField"),
    titleEn: t("titleEn"),
    description: t("description"),
    descriptionEn: t("descriptionEn"),
    ...Object.fromEntries(criteria.map(({ key, label }) => [`why.${key}`, t("why", { label })])),
  };
  const problems = useProblems(error, { idOf, labelOf: (path) => labels[idOf(path)] });
  const marks = criteria.filter(({ key }) => fieldsOf(error).some(({ path }) => path === `practice.marks.${key}`));
  if (marks.length === 0) return problems;
  return fieldProblems(
    marks.map(({ key, label, max, step }) => ({
      path: `practice.marks.${key}`,
      words: t("judge:sheet.lacking", { max, step }),
      summary: t("judge:sheet.wrong", { label, max, step }),
    })),
    idOf,
  );
}

/** The project and its reference sheet, for reading. */
export function PracticeShown({ page }: { page: PracticePage }): ReactNode {
  const { t } = useTranslation("practice");
  const { title, titleEn, description, descriptionEn, marks, reasons } = page.fields;
  const texts = [
    { term: t("titleField"), detail: title },
    { term: t("titleEn"), detail: titleEn },
    { term: t("description"), detail: <span className="whitespace-pre-line">{description}</span>, there: description },
    {
      term: t("descriptionEn"),
      detail: <span className="whitespace-pre-line">{descriptionEn}</span>,
      there: descriptionEn,
    },
  ];
  return (
    <>
      <Card title={t("project")}>
        <DetailList items={texts.filter(({ detail, there = detail }) => there !== "")} />
      </Card>
      <Card title={t("reference")}>
        <DetailList
          items={page.criteria.map(({ key, label, max }) => ({
            term: label,
            detail: [`${marks[key] ?? "–"} ${t("of", { max })}`, reasons[key]].filter(Boolean).join(" · "),
          }))}
        />
      </Card>
    </>
  );
}
