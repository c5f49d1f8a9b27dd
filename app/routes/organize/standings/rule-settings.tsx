import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Problems } from "~/forms/problems.tsx";
import type { LaterFields } from "~/rules/standings/later-fields.ts";
import type { ScoringRuleFields } from "~/rules/standings/rule-fields.ts";
import { Card } from "~/ui/card.tsx";
import { NumberField, RadioGroupField, SelectField } from "~/ui/field/choice-fields.tsx";
import { type DeliberationFields, LaterSettings } from "./later-settings.tsx";

const steps = [
  "untrimmed-mean",
  "head-judge",
  "highest-sheet",
  "unrounded-total",
  "sum-of-sheets",
  "panel-points",
  "fewest-penalties",
  "vote",
] as const;
const reasons = [
  "untrimmed-mean",
  "criterion",
  "head-judge",
  "highest-sheet",
  "unrounded-total",
  "sum-of-sheets",
  "panel-points",
  "fewest-penalties",
  "part",
  "own-total",
  "carried",
  "vote",
] as const;
/** As many steps as anyone has been seen to use, and always one more than are chosen. */
const stepsShown = 4;

interface TieFieldsProps {
  ties: string[];
  criteria: [key: string, label: string][];
  /** As they are being written: what they name can part ties. */
  parts: LaterFields["parts"];
  carry: LaterFields["carry"];
  rounds: { value: string; label: string }[];
  at: Problems["at"];
}

/** What breaks a tie of equal totals, step by step, with the meaning of each. */
function TieFields({ ties, criteria, parts, carry, rounds, at }: TieFieldsProps): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  const options = [
    ...steps.map((step) => ({ value: step as string, label: t(`ui:rule.tie.${step}`) })),
    ...criteria.map(([key, criterion]) => ({
      value: `criterion:${key}`,
      label: t("ui:rule.tie.criterion", { named: criterion }),
    })),
    ...parts.map(({ key, label }) => ({
      value: `part:${key || label}`,
      label: t("ui:rule.tie.part", { named: label || key }),
    })),
    ...(carry.length > 0 ? [{ value: "own-total", label: t("ui:rule.tie.own-total") }] : []),
    ...carry.map(({ round }) => ({
      value: `carried:${round}`,
      label: t("ui:rule.tie.carried", { named: rounds.find(({ value }) => value === round)?.label ?? round }),
    })),
  ];
  const known = new Set(options.map((option) => option.value));
  const foreign = ties.filter((step) => step !== "" && !known.has(step));
  const all = [...options, ...foreign.map((step) => ({ value: step, label: step }))];
  const rows = [...ties.filter((step) => step !== "")];
  const count = Math.max(stepsShown, rows.length + 1);
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 font-semibold">{t("rule.ties")}</legend>
      <p className="text-sm text-ink-soft">{t("rule.tiesHint")}</p>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,13rem),1fr))] gap-3">
        {Array.from({ length: count }, (_, place) => (
          <SelectField
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
            key={place}
            name="ties"
            id={`tie-${place}`}
            label={t("rule.tie", { number: place + 1 })}
            placeholder={t("rule.noTie")}
            options={all}
            defaultValue={rows[place] ?? ""}
            error={at(`rule.ties.${place}`)}
          />
        ))}
      </div>
      <details>
        <summary className="inline-flex min-h-11 items-center text-link underline underline-offset-4">
          {t("rule.tieWhyTitle")}
        </summary>
        <ul className="grid list-disc gap-1 ps-5 pt-1 text-ink-soft">
          {reasons.map((step) => (
            <li key={step}>{t(`rule.tieWhy.${step}`)}</li>
          ))}
        </ul>
      </details>
    </fieldset>
  );
}

interface RuleSettingsProps {
  fields: ScoringRuleFields;
  /** The same as they are being written. */
  live: ScoringRuleFields;
  rounds: { value: string; label: string }[];
  /** Left out where it is no part of what is set. */
  deliberation?: DeliberationFields;
  /** The rubric's criteria: key and word. */
  criteria: [key: string, label: string][];
  at: Problems["at"];
}

const levels = ["sheet", "criterion"] as const;
const methods = ["trimmed-mean", "mean", "median", "sum"] as const;
const missings = ["skip", "zero"] as const;
const groupings = ["together", "separate"] as const;

/**
 * Every setting of the rule, each with the sentence that says what it does. What does not apply to the choice made is
 * hidden by CSS alone, so that it follows the choice without JavaScript too.
 */
export function RuleSettings({ fields, live, criteria, rounds, deliberation, at }: RuleSettingsProps): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  const numeric = (name: "high" | "low" | "atLeast" | "sheet" | "combined" | "points" | "total", path: string) => ({
    name,
    defaultValue: fields[name],
    error: at(path),
    inputMode: "numeric" as const,
  });
  return (
    <Card>
      <div className="grid gap-7">
        <RadioGroupField
          name="level"
          label={t("rule.level")}
          defaultValue={fields.level}
          options={levels.map((value) => ({
            value,
            label: t(`ui:rule.level.${value}`),
            hint: t(`rule.levels.${value}`),
          }))}
        />
        <div className="grid gap-3">
          <RadioGroupField
            name="method"
            label={t("rule.method")}
            defaultValue={fields.method}
            options={methods.map((value) => ({
              value,
              label: t(`ui:rule.method.${value}`),
              hint: t(`rule.methods.${value}`),
            }))}
          />
          <div className="hidden gap-3 rounded bg-sunken p-4 group-has-[[value=trimmed-mean]:checked]/rule:grid">
            <div className="flex flex-wrap gap-5">
              <NumberField {...numeric("high", "rule.combine.high")} label={t("rule.high")} unit={t("rule.ones")} />
              <NumberField {...numeric("low", "rule.combine.low")} label={t("rule.low")} unit={t("rule.ones")} />
            </div>
            <NumberField
              {...numeric("atLeast", "rule.combine.atLeast")}
              label={t("rule.atLeast")}
              hint={t("rule.atLeastHint")}
              unit={t("rule.ones")}
            />
            <p className="text-sm text-ink-soft">{t("rule.tied")}</p>
          </div>
        </div>
        <RadioGroupField
          name="missing"
          label={t("rule.missing")}
          defaultValue={fields.missing}
          options={missings.map((value) => ({
            value,
            label: t(`ui:rule.missing.${value}`),
            hint: t(`rule.missings.${value}`),
          }))}
        />
        <fieldset className="grid gap-3">
          <legend className="mb-1 font-semibold">{t("rule.places")}</legend>
          <p className="text-sm text-ink-soft">{t("rule.placesHint")}</p>
          <div className="flex flex-wrap gap-5">
            <div className="group-has-[[value=criterion]:checked]/rule:hidden">
              <NumberField
                {...numeric("sheet", "rule.places.sheet")}
                label={t("rule.placesSheet")}
                hint={t("rule.placesSheetHint")}
                unit={t("rule.unit")}
              />
            </div>
            <div className="flex flex-wrap gap-5 group-has-[[value=sheet]:checked]/rule:hidden">
              <NumberField
                {...numeric("combined", "rule.places.combined")}
                label={t("rule.placesCombined")}
                hint={t("rule.placesCombinedHint")}
                unit={t("rule.unit")}
              />
              <NumberField
                {...numeric("points", "rule.places.points")}
                label={t("rule.placesPoints")}
                hint={t("rule.placesPointsHint")}
                unit={t("rule.unit")}
              />
            </div>
            <NumberField
              {...numeric("total", "rule.places.total")}
              label={t("rule.placesTotal")}
              hint={t("rule.placesTotalHint")}
              unit={t("rule.unit")}
            />
          </div>
        </fieldset>
        <TieFields
          ties={fields.ties}
          criteria={criteria}
          parts={live.later.parts}
          carry={live.later.carry}
          rounds={rounds}
          at={at}
        />
        <RadioGroupField
          name="lacking"
          label={t("rule.lacking")}
          defaultValue={fields.later.lacking}
          options={(["skip", "last"] as const).map((value) => ({ value, label: t(`rule.lackings.${value}`) }))}
        />
        <RadioGroupField
          name="groups"
          label={t("rule.groups")}
          defaultValue={fields.groups}
          options={groupings.map((value) => ({
            value,
            label: t(`ui:rule.groups.${value}`),
            hint: t(`rule.groupings.${value}`),
          }))}
        />
        <LaterSettings fields={fields.later} criteria={criteria} rounds={rounds} deliberation={deliberation} at={at} />
      </div>
    </Card>
  );
}
