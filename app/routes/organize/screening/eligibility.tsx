import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { eligibilityVersion, saveEligibility } from "~/commands/screening/save-eligibility.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { SettingsForm } from "~/forms/form.tsx";
import { type Problems, useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { attachmentKinds } from "~/rules/files/attachment.ts";
import {
  blankEligibilityRule,
  type EligibilityRuleFields,
  eligibilityRuleOfFields,
  fieldsOfEligibilityRule,
  parametersOf,
  type RuleText,
  type RuleTick,
  ruleTexts,
  ruleTicks,
} from "~/rules/screening/eligibility-fields.ts";
import { eligibilityKinds, eligibilityOf } from "~/rules/screening/eligibility-rule.ts";
import { editionFor } from "~/services/http/guard.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { CheckboxField, DateField, SelectField, TextField } from "~/ui/field/choice-fields.tsx";
import { FieldGroup, TextAreaField } from "~/ui/field/field.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findTracksAndGroups } from "~db/queries/editions/editions.ts";

const choices = {
  instead: ["patent", "profession", "talent-title"],
  fields: ["projectTitle", "companyName"],
  degree: ["bachelor", "master", "doctor"],
} as const;

interface Props {
  rule: EligibilityRuleFields;
  /** Its place among the rules, from 0: part of the names. */
  place: number;
  groups: { key: string; title: string; titleEn: string | null }[];
  at: Problems["at"];
}

/** One rule of eligibility: its parameters, the groups it is for, and its own words if it has any. */
function RuleCard({ rule, place, groups, at }: Props): ReactNode {
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

function Parameter(props: { rule: EligibilityRuleFields; text: RuleText; name: string; error?: string }): ReactNode {
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
          : t(rule.kind === "leader-age" ? "rule.unit.age" : "rule.unit.years");
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
function readRules(form: FormData): EligibilityRuleFields[] {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  const rules: EligibilityRuleFields[] = [];
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

/** Who may take part, rule by rule, and which files everybody must hand in. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const rules = eligibilityOf(edition.eligibility);
  const { groups } = await findTracksAndGroups(args.context.db, edition.id);
  return {
    documentTitle: i18nFor(args.context.locale).t("editions:tabs.eligibility"),
    rules: rules.map(fieldsOfEligibilityRule),
    required: edition.requiredAttachments,
    groups,
    templates: edition.attachmentTemplates as Record<string, string>,
    version: eligibilityVersion(rules, edition.requiredAttachments, edition.attachmentTemplates),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, intent, version } = await readForm({ request, context });
  const sentRules = readRules(form);
  const required = form.getAll("required").map(String);
  const templates: Record<string, string> = {};
  for (const kind of attachmentKinds) {
    const address = textOf(form, `template.${kind}`).trim();
    if (address !== "") templates[kind] = address;
  }
  const added = eligibilityKinds.find((kind) => kind === textOf(form, "add"));
  // A rule that is being added has its parameters still to come: the form comes back with it, nothing is saved yet
  if (intent === "add") {
    const taken = sentRules.map(({ key }) => key);
    const rules = added ? [...sentRules, blankEligibilityRule(added, taken)] : sentRules;
    return data({ error: undefined, rules, required, templates, version, sending: crypto.randomUUID() });
  }
  const answer = await saveEligibility(by, {
    edition: params.edition,
    version,
    rules: sentRules.map(eligibilityRuleOfFields),
    requiredAttachments: required,
    attachmentTemplates: templates,
  });
  return answerForm(request, answer, `/organize/editions/${params.edition}/settings/eligibility?saved=1`, {
    rules: sentRules,
    required,
    templates,
    version,
  });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function Eligibility(): ReactNode {
  const { t } = useTranslation(["editions", "ui", "rounds"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const problems = useProblems(answer?.error, {
    idOf: (path) =>
      path.startsWith("attachmentTemplates.")
        ? `template-${path.split(".")[1]}`
        : path.replace(/\.(\d+)(?=\.)/g, "[$1]"),
    labelOf: (path) => {
      const kind = attachmentKinds.find((each) => path === `attachmentTemplates.${each}`);
      if (kind) return t("required.template", { kind: t(`required.kind.${kind}`) });
      const [, place, part] = /^rules\.(\d+)(?:\.(.+))?$/.exec(path) ?? [];
      if (place === undefined) return undefined;
      const sent = answer?.rules[Number(place)];
      const rule = sent ? t(`rule.kind.${sent.kind}`) : t("rule.number", { number: Number(place) + 1 });
      const text = ruleTexts.find((each) => each === part);
      const tick = ruleTicks.find((each) => each === part);
      const field = text ? t(`rule.text.${text}`) : tick ? t(`rule.ticks.${tick}`) : undefined;
      return field ? `${rule} · ${field}` : rule;
    },
  });
  const rules = answer?.rules ?? page.rules;
  const required = answer?.required ?? page.required;
  const templates = answer?.templates ?? page.templates;
  return (
    <SettingsForm of={page} errors={problems.errors} lead={t("rule.lead")}>
      {answer && !answer.error ? <Callout live title={t("rule.notSavedYet")} /> : null}
      {/* Enter in a field saves */}
      <button type="submit" tabIndex={-1} aria-hidden="true" className="hidden" />
      {rules.map((rule, place) => (
        <RuleCard key={rule.key} rule={rule} place={place} groups={page.groups} at={problems.at} />
      ))}
      <Card title={t("rule.add")}>
        <div className="flex flex-wrap items-end gap-3">
          <SelectField
            name="add"
            label={t("rule.kindLabel")}
            options={eligibilityKinds.map((kind) => ({ value: kind, label: t(`rule.kind.${kind}`) }))}
          />
          <SubmitButton intent="add" icon="plus">
            {t("rule.addIt")}
          </SubmitButton>
        </div>
      </Card>
      <Card title={t("required.title")}>
        <p className="mb-3 text-ink-soft">{t("required.lead")}</p>
        <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
          {attachmentKinds.map((kind) => (
            <div key={kind} className="grid content-start gap-1">
              <CheckboxField
                id={`required-${kind}`}
                name="required"
                value={kind}
                label={t(`required.kind.${kind}`)}
                defaultChecked={required.includes(kind)}
              />
              <TextField
                id={`template-${kind}`}
                name={`template.${kind}`}
                type="url"
                label={t("required.template", { kind: t(`required.kind.${kind}`) })}
                placeholder="https://"
                defaultValue={templates[kind]}
                error={problems.at(`attachmentTemplates.${kind}`)}
                maxLength={500}
                optional
              />
            </div>
          ))}
        </div>
      </Card>
    </SettingsForm>
  );
}
