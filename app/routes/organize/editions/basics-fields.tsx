import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { numberOf, textOf } from "~/forms/fields.ts";
import type { Problems } from "~/forms/problems.tsx";
import { type editionFormValues, editionStates } from "~/rules/editions/edition-basics.ts";
import { roleSeparations } from "~/rules/releases/release.ts";
import { Card } from "~/ui/card.tsx";
import {
  CheckboxField,
  DateField,
  DateTimeField,
  NumberField,
  RadioGroupField,
  TextField,
} from "~/ui/field/choice-fields.tsx";
import { TextAreaField } from "~/ui/field/field.tsx";

type Basics = ReturnType<typeof editionFormValues>;
const ticks = ["secondCheck", "bundlePublic", "bundleNamesJudges", "namesPublic"] as const;
type Tick = (typeof ticks)[number];
export type SentEdition = { [Name in Exclude<keyof Basics, Tick>]: string } & Record<Tick, boolean>;

const texts = [
  "slug",
  "title",
  "titleEn",
  "summary",
  "summaryEn",
  "contact",
  "state",
  "applyOpensAt",
  "applyClosesAt",
  "retentionOn",
  "rolesMayFallTogether",
] as const;

/** The sent basics as the commands take them. */
export function editionOf(form: FormData): Record<string, unknown> {
  const words = Object.fromEntries(texts.map((name) => [name, textOf(form, name)]));
  return { ...words, ordinal: numberOf(form, "ordinal"), ...ticked(form) };
}

/** The sent basics as they were typed, to show them again. */
export function sentEdition(form: FormData): SentEdition {
  const words = Object.fromEntries([...texts, "ordinal"].map((name) => [name, textOf(form, name)]));
  return { ...words, ...ticked(form) } as SentEdition;
}

/** The basics as the form's texts; null becomes "". */
export function asSent({ secondCheck, bundlePublic, bundleNamesJudges, namesPublic, ...basics }: Basics): SentEdition {
  const words = Object.fromEntries(Object.entries(basics).map(([name, value]) => [name, String(value ?? "")]));
  return { ...words, secondCheck, bundlePublic, bundleNamesJudges, namesPublic } as SentEdition;
}

function ticked(form: FormData): Record<Tick, boolean> {
  return Object.fromEntries(ticks.map((name) => [name, form.has(name)])) as Record<Tick, boolean>;
}

interface Props {
  values: SentEdition;
  /** A new edition: it is a draft, and its address can be chosen. */
  fresh?: boolean;
  fixed: boolean;
  at: Problems["at"];
}

/** The fields of an edition's basics. */
export function EditionFields({ values, fresh = false, fixed, at }: Props): ReactNode {
  const { t } = useTranslation(["editions", "ui"]);
  const field = (name: Exclude<keyof SentEdition, Tick>) => ({
    name,
    label: t(`basics.${name}`),
    defaultValue: values[name],
    error: at(`basics.${name}`),
  });
  return (
    <>
      <Card title={t("basics.what")}>
        <div className="grid gap-5 lg:grid-cols-2">
          <TextField {...field("title")} required />
          <TextField {...field("titleEn")} optional />
          <TextField
            {...field("slug")}
            hint={fixed ? t("basics.fixed") : t("basics.slugHint")}
            width="medium"
            readOnly={fixed}
            required
          />
          <NumberField {...field("ordinal")} hint={t("basics.ordinalHint")} optional />
          <TextAreaField {...field("summary")} max={500} optional />
          <TextAreaField {...field("summaryEn")} max={800} optional />
          <TextField {...field("contact")} hint={t("basics.contactHint")} optional className="lg:col-span-2" />
          {fresh ? (
            <input type="hidden" name="state" value="draft" />
          ) : (
            <RadioGroupField
              {...field("state")}
              options={editionStates.map((state) => ({
                value: state,
                label: t(`ui:state.edition.${state}`),
                hint: t(`basics.stateHint.${state}`),
              }))}
              className="lg:col-span-2"
            />
          )}
        </div>
      </Card>
      <Card title={t("basics.when")}>
        <div className="grid gap-5 lg:grid-cols-3">
          <DateTimeField {...field("applyOpensAt")} hint={t("basics.beijing")} optional />
          <DateTimeField {...field("applyClosesAt")} hint={t("basics.beijing")} optional />
          <DateField {...field("retentionOn")} hint={t("basics.retentionHint")} optional />
        </div>
      </Card>
      <Card title={t("basics.how")}>
        {ticks.map((name) => (
          <CheckboxField
            key={name}
            name={name}
            label={t(`basics.${name}`)}
            hint={t(`basics.${name}Hint`)}
            defaultChecked={values[name]}
          />
        ))}
      </Card>
      <Card title={t("basics.hands")}>
        <RadioGroupField
          {...field("rolesMayFallTogether")}
          hint={t("basics.handsHint")}
          options={roleSeparations.map((value) => ({ value, label: t(`basics.together.${value}`) }))}
        />
      </Card>
    </>
  );
}

/** The label of a field, by its path in the command's input ("basics.title"). */
export function useEditionLabels(): (path: string) => string | undefined {
  const { t } = useTranslation("editions");
  return (path) => {
    const name = [...texts, "ordinal" as const].find((each) => `basics.${each}` === path);
    return name && t(`basics.${name}`);
  };
}
