import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import {
  parametersOf,
  type RuleFields,
  type RuleText,
  type RuleTick,
  ruleTexts,
  ruleTicks,
} from "~/rules/screening/eligibility-fields.ts";
import { eligibilityKinds } from "~/rules/screening/eligibility-rule.ts";
import { Card } from "~/ui/card.tsx";
import { CheckboxField, SelectField } from "~/ui/field/choice-fields.tsx";
import { FieldGroup } from "~/ui/field/field.tsx";
import { TextAreaField } from "~/ui/field/text-area-field.tsx";
import { DateField, TextField } from "~/ui/field/text-field.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";
import type { Problems } from "../rounds/problems.ts";

const choices = {
  instead: ["patent", "profession", "talent-title"],
  fields: ["projectTitle", "companyName"],
  degree: ["bachelor", "master", "doctor"],
} as const;

interface Props {
  rule: RuleFields;
  /** Its place among the rules, from 0: part of the names. */
  place: number;
  groups: { key: string; title: string; titleEn: string | null }[];
  at: Problems["at"];
}

/** One rule of eligibility: its parameters, the groups it is for, and its own words if it has any. */
export function RuleCard({ rule, place, groups, at }: Props): ReactNode {
  const { t } = useTranslation("editions");
  const locale = useLocale();
  const name = `rules[${place}]`;
  const path = `rules.${place}`;
  const { texts, ticks } = parametersOf[rule.kind];
  return (
    <Card title={t(`rule.kind.${rule.kind}`)}>
      <input type="hidden" name={`${name}.kind`} value={rule.kind} />
      <input type="hidden" name={`${name}.key`} value={rule.key} />
      {at(path) ? <p className="mb-3 font-medium text-danger">{at(path)}</p> : null}
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {texts.map((text) => (
          <Parameter key={text} rule={rule} text={text} name={`${name}.${text}`} error={at(`${path}.${text}`)} />
        ))}
        {ticks.map((tick) => (
          <Ticks
            key={tick}
            tick={tick}
            name={`${name}.${tick}`}
            chosen={rule.ticks[tick] ?? []}
            error={at(`${path}.${tick}`)}
          />
        ))}
        {groups.length > 0 ? (
          <FieldGroup
            name={`${name}.groups`}
            label={t("rule.groups")}
            hint={t("rule.groupsHint")}
            error={at(`${path}.groups`)}
          >
            {() =>
              groups.map((group) => (
                <CheckboxField
                  key={group.key}
                  id={`${name}.groups-${group.key}`}
                  name={`${name}.groups`}
                  value={group.key}
                  label={inLocale(locale, group.title, group.titleEn)}
                  defaultChecked={rule.groups.includes(group.key)}
                />
              ))
            }
          </FieldGroup>
        ) : null}
      </div>
      <details className="mt-4" open={Boolean(at(`${path}.message.zh`) ?? at(`${path}.message.en`))}>
        <summary className="inline-flex min-h-11 items-center text-link underline underline-offset-4">
          {t("rule.ownWords")}
        </summary>
        <div className="grid gap-4 pt-2 sm:grid-cols-2">
          <TextField
            name={`${name}.messageZh`}
            label={t("rule.messageZh")}
            defaultValue={rule.messageZh}
            error={at(`${path}.message.zh`)}
          />
          <TextField
            name={`${name}.messageEn`}
            label={t("rule.messageEn")}
            defaultValue={rule.messageEn}
            error={at(`${path}.message.en`)}
          />
        </div>
      </details>
      <CheckboxField name={`${name}.removed`} label={t("rule.remove")} className="mt-2" />
    </Card>
  );
}

function Parameter(props: { rule: RuleFields; text: RuleText; name: string; error?: string }): ReactNode {
  const { t } = useTranslation("editions");
  const { rule, text, name, error } = props;
  const field = { name, error, label: t(`rule.text.${text}`), defaultValue: rule.texts[text] ?? "" };
  if (rule.kind === "degree")
    return (
      <SelectField
        {...field}
        placeholder={null}
        options={choices.degree.map((degree) => ({ value: degree, label: t(`rule.degree.${degree}`) }))}
      />
    );
  if (text === "on" || text === "before") return <DateField {...field} optional={text === "before"} />;
  if (text === "places" || text === "words" || text === "names")
    return <TextAreaField {...field} rows={3} hint={t("rule.lines")} className="sm:col-span-2" />;
  const unit =
    rule.kind === "leader-stake"
      ? "%"
      : rule.kind === "paid-in-capital"
        ? t("rule.unit.wan")
        : rule.kind === "team-size"
          ? t("rule.unit.people")
          : t("rule.unit.years");
  return <TextField {...field} inputMode="decimal" width="tiny" unit={unit} />;
}

function Ticks(props: { tick: RuleTick; name: string; chosen: string[]; error?: string }): ReactNode {
  const { t } = useTranslation("editions");
  const { tick, name, chosen, error } = props;
  return (
    <FieldGroup name={name} label={t(`rule.ticks.${tick}`)} error={error}>
      {() =>
        choices[tick].map((key) => (
          <CheckboxField
            key={key}
            id={`${name}-${key}`}
            name={name}
            value={key}
            label={t(`rule.tick.${key}`)}
            defaultChecked={chosen.includes(key)}
          />
        ))
      }
    </FieldGroup>
  );
}

/** The rules that a form sends, without those that are to go. */
export function readRules(form: FormData): RuleFields[] {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  const rules: RuleFields[] = [];
  for (let place = 0; form.has(`rules[${place}].kind`) && place < 100; place++) {
    const name = `rules[${place}]`;
    const kind = eligibilityKinds.find((each) => each === text(`${name}.kind`));
    if (!kind || form.has(`${name}.removed`)) continue;
    rules.push({
      key: text(`${name}.key`),
      kind,
      groups: form.getAll(`${name}.groups`).map(String),
      messageZh: text(`${name}.messageZh`),
      messageEn: text(`${name}.messageEn`),
      texts: Object.fromEntries(ruleTexts.map((each) => [each, text(`${name}.${each}`)])),
      ticks: Object.fromEntries(ruleTicks.map((each) => [each, form.getAll(`${name}.${each}`).map(String)])),
    });
  }
  return rules;
}
