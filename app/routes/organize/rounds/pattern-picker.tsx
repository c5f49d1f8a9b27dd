import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { inLocale } from "~/primitives/in-locale.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import { useLocale } from "~/ui/steps.tsx";

export interface PatternRound {
  slug: string;
  title: string;
  titleEn: string | null;
  edition: string;
  editionEn: string | null;
}

/** Rounds to choose from, under the names of their editions. */
export function useRoundGroups(rounds: readonly PatternRound[]) {
  const locale = useLocale();
  const groups = new Map<string, { value: string; label: string }[]>();
  for (const { slug, title, titleEn, edition, editionEn } of rounds) {
    const label = inLocale(locale, edition, editionEn);
    groups.set(label, [...(groups.get(label) ?? []), { value: slug, label: inLocale(locale, title, titleEn) }]);
  }
  return [...groups].map(([label, options]) => ({ label, options }));
}

interface Props {
  label: string;
  hint: string;
  from: string | null;
  options?: { value: string; label: string }[];
  groups?: { label: string; options: { value: string; label: string }[] }[];
}

/** Chooses what a new round or edition begins from: the form below it is then filled in from there. Without script too. */
export function PatternPicker({ label, hint, from, options, groups }: Props): ReactNode {
  const { t } = useTranslation("rounds");
  return (
    <Card title={t("pattern.title")}>
      <Form method="get" className="flex flex-wrap items-end gap-4">
        <SelectField
          key={from}
          name="from"
          label={label}
          hint={hint}
          defaultValue={from ?? ""}
          placeholder={t("pattern.none")}
          options={options}
          groups={groups}
        />
        <SubmitButton>{t("pattern.take")}</SubmitButton>
      </Form>
    </Card>
  );
}
