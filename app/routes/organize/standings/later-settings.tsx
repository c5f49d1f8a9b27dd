import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Problems } from "~/forms/problems.tsx";
import { blankRows, type LaterFields } from "~/rules/standings/later-fields.ts";
import { placeNames, placingMethods } from "~/rules/standings/rule.ts";
import { classes } from "~/ui/classes.ts";
import {
  CheckboxField,
  NumberField,
  RadioGroupField,
  RowList,
  SelectField,
  TextField,
} from "~/ui/field/choice-fields.tsx";
import { Icon } from "~/ui/icon.tsx";

/** The setting of when the panel confers, as the fields of the form. */
export interface DeliberationFields {
  method: string;
  threshold: string;
  hidesJudges: boolean;
}

interface Props {
  fields: LaterFields;
  /** The rubric's criteria: key and word. */
  criteria: [key: string, label: string][];
  /** Rounds whose totals may be carried: address and title. */
  rounds: { value: string; label: string }[];
  deliberation?: DeliberationFields;
  at: Problems["at"];
}

/** Hidden while places rank, unless each criterion is combined by itself: then that choice is hidden and does nothing. */
const withoutPlaces =
  "group-has-[[name=level][value=sheet]:checked]/rule:group-has-[[name=placings]:not([value='']):checked]/rule:hidden";

/** One step of the total that most rules do without: folded unless it is used. */
function Step({
  number,
  title,
  lead,
  used,
  sheetOnly,
  pointsOnly,
  valuesOnly,
  children,
}: {
  number: string;
  title: string;
  lead: string;
  used: boolean;
  /** It has no meaning where each criterion is combined by itself. */
  sheetOnly?: boolean;
  /** It has no meaning where the judges' orders rank. */
  pointsOnly?: boolean;
  /** It has no meaning where places are made of each criterion. */
  valuesOnly?: boolean;
  children: ReactNode;
}): ReactNode {
  return (
    <details
      open={used}
      className={classes(
        "rounded border border-line",
        sheetOnly && "group-has-[[name=level][value=criterion]:checked]/rule:hidden",
        pointsOnly && withoutPlaces,
        valuesOnly && "group-has-[[name=placings][value=skating]:checked]/rule:hidden",
      )}
    >
      <summary className="flex min-h-11 cursor-pointer items-center gap-2 px-4 font-semibold">
        <span className="text-structure tabular-nums">{number}</span>
        <span className="grow">{title}</span>
        <Icon name="down" className="text-link in-[details[open]>summary]:rotate-180" />
      </summary>
      <div className="grid gap-4 px-4 pb-4">
        <p className="text-pretty text-sm text-ink-soft">{lead}</p>
        {children}
      </div>
    </details>
  );
}

const normalisations = ["", "standard-score", "to-pool"] as const;
const coefficients = ["", "entries", "panels"] as const;
const kindMethods = ["mean", "median", "sum", "trimmed-mean"] as const;
const roundings = ["half-up", "truncate", "by-place"] as const;

/** The settings of the rule's second edition, in the order of the steps: each does nothing until it is chosen. */
export function LaterSettings({ fields, criteria, rounds, deliberation, at }: Props): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  const numeric = (
    name: {
      [K in keyof LaterFields]: LaterFields[K] extends string ? K : never;
    }[keyof LaterFields],
    path: string,
  ) => ({ name, defaultValue: fields[name], error: at(path), inputMode: "decimal" as const });
  const place = (name: Parameters<typeof numeric>[0], of: string) => (
    <NumberField
      {...numeric(name, `rule.places.${of}`)}
      label={t(`rule.later.places.${of as "judged"}`)}
      unit={t("rule.unit")}
    />
  );
  const known = new Set(rounds.map(({ value }) => value));
  const foreign = fields.carry.filter(({ round }) => round !== "" && !known.has(round));
  const roundOptions = [...rounds, ...foreign.map(({ round }) => ({ value: round, label: round }))];
  return (
    <section aria-labelledby="later" className="grid gap-3">
      <div>
        <h3 id="later" className="font-semibold">
          {t("rule.later.title")}
        </h3>
        <p className="text-sm text-ink-soft">{t("rule.later.lead")}</p>
      </div>

      <Step
        number="2"
        title={t("rule.later.normalise")}
        lead={t("rule.later.normaliseLead")}
        used={fields.normalise !== ""}
        sheetOnly
        pointsOnly
      >
        <RadioGroupField
          name="normalise"
          label={t("rule.later.normalise")}
          labelHidden
          defaultValue={fields.normalise}
          options={normalisations.map((value) => ({
            value,
            label: t(`rule.later.normalisation.${value === "" ? "none" : value}`),
          }))}
        />
        <div className="hidden flex-wrap gap-4 group-has-[[name=normalise][value=standard-score]:checked]/rule:flex">
          <NumberField
            {...numeric("normaliseMean", "rule.normalise.mean")}
            label={t("rule.later.mean")}
            unit={t("rule.later.points")}
          />
          <NumberField
            {...numeric("normaliseSd", "rule.normalise.sd")}
            label={t("rule.later.sd")}
            unit={t("rule.later.points")}
          />
        </div>
        <div className="grid gap-4 group-has-[[name=normalise][value='']:checked]/rule:hidden">
          <NumberField
            {...numeric("normaliseAtLeast", "rule.normalise.atLeast")}
            label={t("rule.later.normaliseAtLeast")}
            hint={t("rule.later.normaliseAtLeastHint")}
            unit={t("rule.later.sheets")}
          />
          <div className="flex flex-wrap gap-4">
            {place("normalised", "normalised")}
            {place("judgeMean", "judgeMean")}
            {place("judgeSd", "judgeSd")}
          </div>
        </div>
      </Step>

      {deliberation ? (
        <Step
          number="3"
          title={t("rule.later.confers")}
          lead={t("rule.later.confersLead")}
          used={deliberation.method !== ""}
          sheetOnly
          valuesOnly
        >
          <RadioGroupField
            name="confers"
            label={t("rule.later.confers")}
            labelHidden
            defaultValue={deliberation.method}
            options={(["", "range", "z"] as const).map((value) => ({
              value,
              label: t(`rule.later.conferring.${value === "" ? "none" : value}`),
            }))}
          />
          <div className="grid gap-4 group-has-[[name=confers][value='']:checked]/rule:hidden">
            <NumberField
              name="threshold"
              label={t("rule.later.confersThreshold")}
              defaultValue={deliberation.threshold}
              error={at("deliberation.threshold")}
            />
            <CheckboxField
              name="hidesJudges"
              label={t("rule.later.hidesJudges")}
              defaultChecked={deliberation.hidesJudges}
            />
          </div>
        </Step>
      ) : null}

      <Step
        number="4"
        title={t("rule.later.kinds")}
        lead={t("rule.later.kindsLead")}
        used={fields.kinds.length > 0 || fields.judged !== ""}
        sheetOnly
        pointsOnly
      >
        <RowList
          rows={fields.kinds}
          blank={blankRows.kinds}
          legend={(number) => t("rule.later.kindRow", { number })}
          addLabel={t("rule.later.addKind")}
        >
          {(row, index) => {
            const field = (part: keyof typeof row, of: string = part) => ({
              name: `kinds[${index}].${part}`,
              defaultValue: row[part],
              error: at(`rule.kinds.${index}.${of}`),
            });
            return (
              <div className="grid gap-3">
                <div className="flex flex-wrap gap-3">
                  <TextField {...field("label")} label={t("rule.later.kindLabel")} width="short" />
                  <TextField {...field("key")} label={t("rule.later.key")} optional width="tiny" />
                  <NumberField {...field("weight")} label={t("rule.later.weight")} />
                  <SelectField
                    {...field("method", "combine")}
                    label={t("rule.method")}
                    placeholder={t("rule.later.asAll")}
                    options={kindMethods.map((value) => ({ value, label: t(`ui:rule.method.${value}`) }))}
                  />
                </div>
                <details open={row.method === "trimmed-mean"}>
                  <summary className="min-h-11 cursor-pointer py-2 text-link">{t("rule.later.kindTrim")}</summary>
                  <div className="flex flex-wrap gap-3">
                    <NumberField {...field("high", "combine.high")} label={t("rule.high")} unit={t("rule.ones")} />
                    <NumberField {...field("low", "combine.low")} label={t("rule.low")} unit={t("rule.ones")} />
                    <NumberField
                      {...field("atLeast", "combine.atLeast")}
                      label={t("rule.atLeast")}
                      unit={t("rule.ones")}
                    />
                  </div>
                </details>
              </div>
            );
          }}
        </RowList>
        <div className="flex flex-wrap gap-4">
          {place("kind", "kind")}
          {place("judged", "judged")}
        </div>
      </Step>

      <Step
        number="5"
        title={t("rule.later.coefficient")}
        lead={t("rule.later.coefficientLead")}
        used={fields.coefficient !== ""}
        sheetOnly
        pointsOnly
      >
        <RadioGroupField
          name="coefficient"
          label={t("rule.later.coefficient")}
          labelHidden
          defaultValue={fields.coefficient}
          options={coefficients.map((value) => ({
            value,
            label: t(`rule.later.coefficients.${value === "" ? "none" : value}`),
          }))}
        />
        <div className="grid gap-4 group-has-[[name=coefficient][value='']:checked]/rule:hidden">
          <div className="flex flex-wrap gap-4">
            <NumberField
              {...numeric("coefficientHigh", "rule.coefficient.high")}
              label={t("rule.later.leaveHigh")}
              unit={t("rule.ones")}
            />
            <NumberField
              {...numeric("coefficientLow", "rule.coefficient.low")}
              label={t("rule.later.leaveLow")}
              unit={t("rule.ones")}
            />
          </div>
          <div className="flex flex-wrap gap-4">
            {place("panelMean", "panelMean")}
            {place("coefficientPlaces", "coefficient")}
            {place("scaled", "scaled")}
          </div>
        </div>
      </Step>

      <Step
        number="4"
        title={t("rule.later.placings")}
        lead={t("rule.later.placingsLead")}
        used={fields.placings !== ""}
        sheetOnly
      >
        <RadioGroupField
          name="placings"
          label={t("rule.later.placings")}
          labelHidden
          defaultValue={fields.placings}
          error={at("rule.placings")}
          options={(["", ...placingMethods] as const).map((value) => ({
            value,
            label: t(`rule.later.placingMethods.${value === "" ? "none" : value}`),
            hint: value === "" ? undefined : t(`rule.later.placingHints.${value}`),
          }))}
        />
      </Step>

      <Step
        number="6"
        title={t("rule.later.parts")}
        lead={t("rule.later.partsLead")}
        used={fields.parts.length > 0}
        pointsOnly
      >
        <RowList
          rows={fields.parts}
          blank={blankRows.parts}
          legend={(number) => t("rule.later.partRow", { number })}
          addLabel={t("rule.later.addPart")}
        >
          {(row, index) => {
            const field = (part: keyof typeof row) => ({
              name: `parts[${index}].${part}`,
              defaultValue: row[part],
              error: at(`rule.parts.${index}.${part}`),
            });
            return (
              <div className="group/part flex flex-wrap gap-3">
                <TextField {...field("label")} label={t("rule.later.partLabel")} width="short" />
                <TextField {...field("key")} label={t("rule.later.key")} optional width="tiny" />
                <NumberField {...field("min")} label={t("rule.later.min")} />
                <NumberField {...field("max")} label={t("rule.later.max")} />
                <NumberField {...field("step")} label={t("rule.later.step")} />
                <NumberField {...field("weight")} label={t("rule.later.weight")} />
                <SelectField
                  {...field("hall")}
                  label={t("rule.later.hall")}
                  placeholder={t("rule.later.hallOf.none")}
                  options={(["votes", "most"] as const).map((value) => ({
                    value,
                    label: t(`rule.later.hallOf.${value}`),
                  }))}
                />
                <div className="hidden group-has-[option[value=most]:checked]/part:block group-has-[option[value=votes]:checked]/part:block">
                  <NumberField
                    {...field("choices")}
                    error={at(`rule.parts.${index}.hall.choices`)}
                    label={t("rule.later.choices")}
                  />
                </div>
              </div>
            );
          }}
        </RowList>
      </Step>

      <Step
        number="8"
        title={t("rule.later.bounds")}
        lead={t("rule.later.boundsLead")}
        used={fields.floor !== "" || fields.ceiling !== ""}
        pointsOnly
      >
        <div className="flex flex-wrap gap-4">
          <NumberField
            {...numeric("floor", "rule.floor")}
            label={t("rule.later.floor")}
            unit={t("rule.later.points")}
          />
          <NumberField
            {...numeric("ceiling", "rule.ceiling")}
            label={t("rule.later.ceiling")}
            unit={t("rule.later.points")}
          />
        </div>
      </Step>

      <Step
        number="10"
        title={t("rule.later.carry")}
        lead={t("rule.later.carryLead")}
        used={fields.carry.length > 0}
        pointsOnly
      >
        <RowList
          rows={fields.carry}
          blank={blankRows.carry}
          legend={(number) => t("rule.later.carryRow", { number })}
          addLabel={t("rule.later.addCarry")}
        >
          {(row, index) => (
            <div className="flex flex-wrap gap-3">
              <SelectField
                name={`carry[${index}].round`}
                label={t("rule.later.carryRound")}
                defaultValue={row.round}
                options={roundOptions}
                error={at(`rule.carry.${index}.round`)}
              />
              <NumberField
                name={`carry[${index}].weight`}
                label={t("rule.later.weight")}
                defaultValue={row.weight}
                error={at(`rule.carry.${index}.weight`)}
              />
            </div>
          )}
        </RowList>
        <div className="flex flex-wrap gap-4">
          <NumberField {...numeric("weight", "rule.weight")} label={t("rule.later.ownWeight")} />
          {place("overall", "overall")}
        </div>
      </Step>

      <Step
        number="11"
        title={t("rule.later.thresholds")}
        lead={t("rule.later.thresholdsLead")}
        used={fields.thresholdTotal !== "" || fields.thresholds.length > 0}
        pointsOnly
      >
        <NumberField
          {...numeric("thresholdTotal", "rule.thresholds.total")}
          label={t("rule.later.thresholdTotal")}
          unit={t("rule.later.points")}
        />
        <RowList
          rows={fields.thresholds}
          blank={blankRows.thresholds}
          legend={(number) => t("rule.later.thresholdRow", { number })}
          addLabel={t("rule.later.addThreshold")}
        >
          {(row, index) => (
            <div className="flex flex-wrap gap-3">
              <SelectField
                name={`thresholds[${index}].criterion`}
                label={t("rule.later.criterion")}
                defaultValue={row.criterion}
                options={criteria.map(([value, label]) => ({ value, label }))}
                error={at(`rule.thresholds.criteria.${row.criterion}`)}
              />
              <NumberField
                name={`thresholds[${index}].least`}
                label={t("rule.later.least")}
                defaultValue={row.least}
                unit={t("rule.later.points")}
              />
            </div>
          )}
        </RowList>
        <RadioGroupField
          name="below"
          label={t("rule.later.below")}
          defaultValue={fields.below}
          options={(["unranked", "marked"] as const).map((value) => ({
            value,
            label: t(`rule.later.belows.${value}`),
          }))}
        />
      </Step>

      <Step
        number="·"
        title={t("rule.later.rounding")}
        lead={t("rule.later.roundingLead")}
        used={fields.rounding === "truncate" || fields.rounding === "by-place"}
      >
        <RadioGroupField
          name="rounding"
          label={t("rule.later.rounding")}
          labelHidden
          defaultValue={fields.rounding}
          options={roundings.map((value) => ({ value, label: t(`rule.later.roundings.${value}`) }))}
        />
        <fieldset className="hidden flex-wrap gap-x-5 group-has-[[name=rounding][value=by-place]:checked]/rule:flex">
          <legend className="text-sm font-semibold">{t("rule.later.truncated")}</legend>
          {placeNames.map((name) => (
            <CheckboxField
              key={name}
              name="truncated"
              id={`truncated-${name}`}
              value={name}
              defaultChecked={fields.truncated.includes(name)}
              label={t(`rule.later.places.${name}`)}
            />
          ))}
        </fieldset>
      </Step>
    </section>
  );
}
