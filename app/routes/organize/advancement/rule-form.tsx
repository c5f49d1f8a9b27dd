import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Problems } from "~/forms/problems.tsx";
import { inLocale } from "~/primitives/in-locale.ts";
import {
  capOwners,
  lineSteps,
  quotaBases,
  quotaUnits,
  shareRoundings,
  tieBreakers,
  wildcardMeasures,
} from "~/rules/advancement/advancement-rule.ts";
import { Card } from "~/ui/card.tsx";
import { CheckboxField, NumberField, RadioGroupField, SelectField } from "~/ui/field/choice-fields.tsx";
import { useLocale } from "~/ui/steps.tsx";
import { type AdvancementRuleFields, ladderSteps, nameOfLine, placesBy } from "./rule-fields.ts";

/** A heat of the tour; `separate`: it ranks its groups by themselves. */
export interface TourHeat {
  slug: string;
  title: string;
  titleEn: string | null;
  separate: boolean;
}

interface Group {
  key: string;
  title: string;
  titleEn: string | null;
}

interface Props {
  fields: AdvancementRuleFields;
  heats: readonly TourHeat[];
  groups: readonly Group[];
  at: Problems["at"];
}

type Own = Pick<Props, "fields" | "at">;

/** The fields of the rule; every measure with what speaks against it. */
export function AdvancementFields({ fields, heats, groups, at }: Props): ReactNode {
  const { t } = useTranslation("advancement");
  return (
    <>
      <Card title={t("rule.who")}>
        <Places fields={fields} at={at} />
        <div className="mt-6 max-w-prose">
          <CheckboxField
            name="byGroup"
            label={t("rule.byGroup")}
            hint={t("rule.byGroupHint")}
            defaultChecked={fields.byGroup}
          />
        </div>
        <Exceptions fields={fields} heats={heats} groups={groups} at={at} />
      </Card>
      <Card title={t("rule.cap")}>
        <div className="flex flex-wrap gap-x-8 gap-y-5">
          <NumberField
            name="capMost"
            label={t("rule.capMost")}
            hint={t("rule.capHint")}
            unit={t("rule.project")}
            defaultValue={fields.capMost}
            error={at("rule.cap.most")}
            optional
          />
          <SelectField
            name="capOf"
            label={t("rule.capOf")}
            hint={t("rule.capOfHint")}
            placeholder={null}
            options={capOwners.map((value) => ({ value, label: t(`rule.owner.${value}`) }))}
            defaultValue={fields.capOf}
            error={at("rule.cap.of")}
          />
        </div>
      </Card>
      <Ties fields={fields} at={at} />
      <Card title={t("rule.wild")}>
        <div className="grid gap-5">
          <NumberField
            name="wildcards"
            label={t("rule.wildPlaces")}
            hint={t("rule.wildPlacesHint")}
            unit={t("rule.project")}
            defaultValue={fields.wildcards}
            error={at("rule.wildcards.places")}
          />
          <RadioGroupField
            name="by"
            label={t("rule.by")}
            defaultValue={fields.by}
            options={wildcardMeasures.map((value) => ({
              value,
              label: t(`measure.${value}`),
              hint: t(`caveat.${value}`),
            }))}
            error={at("rule.wildcards.by")}
          />
        </div>
      </Card>
      <Card title={t("rule.after")}>
        <div className="grid gap-5">
          {(["substitutes", "afterNotice"] as const).map((name) => (
            <CheckboxField
              key={name}
              name={name}
              label={t(`rule.${name}`)}
              hint={t(`rule.${name}Hint`)}
              defaultChecked={fields[name]}
            />
          ))}
          <NumberField
            name="reserves"
            label={t("rule.reserves")}
            hint={t("rule.reservesHint")}
            unit={t("rule.project")}
            defaultValue={fields.reserves}
            error={at("rule.reserves")}
            optional
          />
        </div>
      </Card>
    </>
  );
}

/** What belongs to one choice: hidden while another is made, where the browser can tell; without that all of it is there. */
const ofChoice = {
  fixed: "[fieldset:not(:has([name=placesBy][value=fixed]:checked))~&]:hidden",
  share: "[fieldset:not(:has([name=placesBy][value=share]:checked))~&]:hidden",
  quota: "[fieldset:not(:has([name=placesBy][value=quota]:checked))~&]:hidden",
  ladder: "[fieldset:not(:has([name=ties][value=ladder]:checked))~&]:hidden",
} as const;

/** By what a line has its places: a number, a share of its entries, or its part of the edition's. */
function Places({ fields, at }: Own): ReactNode {
  const { t } = useTranslation("advancement");
  return (
    <div className="grid gap-5">
      <RadioGroupField
        name="placesBy"
        label={t("rule.placesBy")}
        defaultValue={fields.placesBy || "fixed"}
        options={placesBy.map((value) => ({
          value,
          label: t(`rule.placesOf.${value}`),
          hint: t(`rule.placesOfHint.${value}`),
        }))}
      />
      <div className={ofChoice.fixed}>
        <NumberField
          name="places"
          label={t("rule.places")}
          hint={t("rule.placesHint")}
          unit={t("rule.project")}
          defaultValue={fields.places}
          error={at("rule.places")}
        />
      </div>
      <div className={`${ofChoice.share} flex flex-wrap gap-x-8 gap-y-5`}>
        <NumberField
          name="percent"
          label={t("rule.percent")}
          hint={t("rule.percentHint")}
          unit="%"
          defaultValue={fields.percent}
          error={at("rule.share.percent")}
        />
        <SelectField
          name="rounding"
          label={t("rule.rounding")}
          hint={t("rule.roundingHint")}
          placeholder={null}
          options={shareRoundings.map((value) => ({ value, label: t(`rounding.${value}`) }))}
          defaultValue={fields.rounding}
          error={at("rule.share.rounding")}
        />
      </div>
      <div className={`${ofChoice.quota} grid gap-5`}>
        <div className="flex flex-wrap gap-x-8 gap-y-5">
          <NumberField
            name="quotaPlaces"
            label={t("rule.quotaPlaces")}
            unit={t("rule.project")}
            defaultValue={fields.quotaPlaces}
            error={at("rule.quota.places")}
          />
          <SelectField
            name="over"
            label={t("rule.over")}
            placeholder={null}
            options={quotaUnits.map((value) => ({ value, label: t(`unit.${value}`) }))}
            defaultValue={fields.over}
            error={at("rule.quota.over")}
          />
          <SelectField
            name="base"
            label={t("rule.base")}
            placeholder={null}
            options={quotaBases.map((value) => ({ value, label: t(`base.${value}`) }))}
            defaultValue={fields.base}
            error={at("rule.quota.by")}
          />
          <NumberField
            name="least"
            label={t("rule.least")}
            unit={t("rule.project")}
            defaultValue={fields.least}
            error={at("rule.quota.least")}
            optional
          />
        </div>
        <p className="max-w-prose text-sm text-ink-soft">{t("rule.quotaHow")}</p>
      </div>
    </div>
  );
}

/** What becomes of equals on the line: one way, or several steps in their order. */
function Ties({ fields, at }: Own): ReactNode {
  const { t } = useTranslation("advancement");
  return (
    <Card title={t("rule.ties")}>
      <div className="grid gap-5">
        <RadioGroupField
          name="ties"
          label={t("rule.ties")}
          labelHidden
          defaultValue={fields.ties}
          options={[
            ...tieBreakers.map((value) => ({ value, label: t(`rule.tie.${value}`) })),
            { value: "ladder", label: t("rule.tie.ladder"), hint: t("rule.ladderHint") },
          ]}
          error={at("rule.ties")}
        />
        <div className={`${ofChoice.ladder} flex flex-wrap gap-x-8 gap-y-5`}>
          {ladderSteps.map((name, nth) => (
            <SelectField
              key={name}
              name={name}
              label={t("rule.step", { number: nth + 1 })}
              placeholder={t("rule.noStep")}
              options={lineSteps.map((value) => ({ value, label: t(`step.${value}`) }))}
              defaultValue={fields[name]}
              error={nth === 0 ? at("rule.ladder") : at(`rule.ladder.${nth}`)}
              optional={nth > 0}
            />
          ))}
        </div>
      </div>
    </Card>
  );
}

/** A number for each line that has its own: of a heat or, where lines are drawn by groups, of a group in it. */
function Exceptions({ fields, heats, groups, at }: Props): ReactNode {
  const { t } = useTranslation("advancement");
  const locale = useLocale();
  const lines = heats.flatMap(({ slug, title, titleEn, separate }) => {
    const heat = inLocale(locale, title, titleEn);
    const whole = { name: nameOfLine({ heat: slug, group: null }), label: heat };
    if (!(fields.byGroup || separate) || groups.length === 0) return [whole];
    return groups.map((group) => ({
      name: nameOfLine({ heat: slug, group: group.key }),
      label: t("rule.ofGroup", { heat, group: inLocale(locale, group.title, group.titleEn) }),
    }));
  });
  const filled = Object.keys(fields.exceptions).filter((name) => fields.exceptions[name] !== "");
  const place = (name: string) => filled.indexOf(name);
  return (
    <fieldset className="mt-6">
      <legend className="font-semibold">{t("rule.exceptions")}</legend>
      <p className="text-sm text-ink-soft">{t(lines.length > 0 ? "rule.exceptionsHint" : "rule.noHeats")}</p>
      <div className="mt-3 grid gap-x-8 gap-y-4 sm:grid-cols-2 lg:grid-cols-3">
        {lines.map(({ name, label }) => (
          <NumberField
            key={name}
            name={name}
            label={label}
            unit={t("rule.project")}
            defaultValue={fields.exceptions[name] ?? ""}
            error={at(`rule.exceptions.${place(name)}.places`)}
            optional
          />
        ))}
      </div>
    </fieldset>
  );
}
