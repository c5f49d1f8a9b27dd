import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { saveAdvancementRule } from "~/commands/advancement/save-advancement-rule.ts";
import { answerForm, readForm } from "~/forms/action.ts";
import { textOf } from "~/forms/fields.ts";
import { SettingsForm } from "~/forms/form.tsx";
import { type Problems, useProblems } from "~/forms/problems.tsx";
import { i18nFor } from "~/locales/i18n.server.ts";
import { digestOf } from "~/primitives/canonical-json.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import {
  type AdvancementRule,
  advancementOf,
  defaultAdvancementRule,
  tieBreakers,
  wildcardMeasures,
} from "~/rules/advancement/advancement-rule.ts";
import { editionFor } from "~/services/http/guard.ts";
import { Card } from "~/ui/card.tsx";
import { CheckboxField, NumberField, RadioGroupField } from "~/ui/field/choice-fields.tsx";
import { titled } from "~/ui/page-title.ts";
import { useLocale } from "~/ui/steps.tsx";
import { findTourHeats } from "~db/queries/advancement/advancements.ts";
import { findTracksAndGroups } from "~db/queries/editions/editions.ts";

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

const words = ["places", "ties", "wildcards", "by"] as const;
const ticks = ["byGroup", "substitutes", "afterNotice"] as const;

/** The rule as its form holds it; `exceptions` by the names of their fields, empty where the usual number holds. */
export type AdvancementRuleFields = Record<(typeof words)[number], string> &
  Record<(typeof ticks)[number], boolean> & { exceptions: Record<string, string> };

export function fieldsOfAdvancement(rule: AdvancementRule): AdvancementRuleFields {
  const { places, byGroup, exceptions, ties, wildcards, substitutes, afterNotice } = rule;
  return {
    places: String(places),
    ties,
    wildcards: String(wildcards?.places ?? 0),
    by: wildcards?.by ?? "total",
    byGroup,
    substitutes,
    afterNotice,
    exceptions: Object.fromEntries(exceptions.map((each) => [nameOf(each), String(each.places)])),
  };
}

export function sentAdvancement(form: FormData): AdvancementRuleFields {
  const exceptions = [...form.keys()].filter((name) => name.startsWith("line."));
  return {
    ...(Object.fromEntries(words.map((name) => [name, textOf(form, name)])) as Record<(typeof words)[number], string>),
    ...(Object.fromEntries(ticks.map((name) => [name, form.has(name)])) as Record<(typeof ticks)[number], boolean>),
    exceptions: Object.fromEntries(exceptions.map((name) => [name, textOf(form, name).trim()])),
  };
}

/** The rule as the command takes it; what is no number stays one that its schema refuses by name. */
export function ruleOfAdvancement(fields: AdvancementRuleFields): unknown {
  const { places, ties, wildcards, by, byGroup, substitutes, afterNotice } = fields;
  const wild = numberIn(wildcards === "" ? "0" : wildcards);
  const exceptions = Object.entries(fields.exceptions).flatMap(([name, text]) => {
    const [, heat = "", group] = name.split(".");
    return text === "" ? [] : [{ heat, group: group ?? null, places: numberIn(text) }];
  });
  return {
    places: numberIn(places),
    byGroup,
    exceptions,
    ties,
    substitutes,
    afterNotice,
    wildcards: wild === 0 ? null : { places: wild, by },
  };
}

interface Props {
  fields: AdvancementRuleFields;
  heats: readonly TourHeat[];
  groups: readonly Group[];
  at: Problems["at"];
}

/** The fields of the rule; every measure with what speaks against it. */
export function AdvancementFields({ fields, heats, groups, at }: Props): ReactNode {
  const { t } = useTranslation("advancement");
  return (
    <>
      <Card title={t("rule.who")}>
        <div className="grid gap-5 lg:grid-cols-2">
          <NumberField
            name="places"
            label={t("rule.places")}
            hint={t("rule.placesHint")}
            unit={t("rule.project")}
            defaultValue={fields.places}
            error={at("rule.places")}
            required
          />
          <CheckboxField
            name="byGroup"
            label={t("rule.byGroup")}
            hint={t("rule.byGroupHint")}
            defaultChecked={fields.byGroup}
          />
        </div>
        <Exceptions fields={fields} heats={heats} groups={groups} at={at} />
      </Card>
      <Card title={t("rule.ties")}>
        <RadioGroupField
          name="ties"
          label={t("rule.ties")}
          labelHidden
          defaultValue={fields.ties}
          options={tieBreakers.map((value) => ({ value, label: t(`rule.tie.${value}`) }))}
          error={at("rule.ties")}
        />
      </Card>
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
        {(["substitutes", "afterNotice"] as const).map((name) => (
          <CheckboxField
            key={name}
            name={name}
            label={t(`rule.${name}`)}
            hint={t(`rule.${name}Hint`)}
            defaultChecked={fields[name]}
          />
        ))}
      </Card>
    </>
  );
}

/** A number for each line that has its own: of a heat or, where lines are drawn by groups, of a group in it. */
function Exceptions({ fields, heats, groups, at }: Props): ReactNode {
  const { t } = useTranslation("advancement");
  const locale = useLocale();
  const lines = heats.flatMap(({ slug, title, titleEn, separate }) => {
    const heat = inLocale(locale, title, titleEn);
    const whole = { name: nameOf({ heat: slug, group: null }), label: heat };
    if (!(fields.byGroup || separate) || groups.length === 0) return [whole];
    return groups.map((group) => ({
      name: nameOf({ heat: slug, group: group.key }),
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

/** The control of a path in the command's input. */
export function advancementId(fields: AdvancementRuleFields | undefined, path: string): string {
  const [, place] = /^rule\.exceptions\.(\d+)/.exec(path) ?? [];
  if (place === undefined) return path === "rule.wildcards.places" ? "wildcards" : path.replace("rule.", "");
  const filled = Object.entries(fields?.exceptions ?? {}).filter(([, text]) => text !== "");
  return filled[Number(place)]?.[0] ?? "places";
}

function nameOf({ heat, group }: { heat: string; group: string | null }): string {
  return group === null ? `line.${heat}` : `line.${heat}.${group}`;
}

function numberIn(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

/** Who goes on from the heats into the final, as a rule. */
export async function loader(args: LoaderFunctionArgs) {
  const { edition } = await editionFor(args, args.params.edition, "set-up");
  const rule = advancementOf(edition.advancement);
  const { groups } = await findTracksAndGroups(args.context.db, edition.id);
  return {
    documentTitle: i18nFor(args.context.locale).t("editions:tabs.advancement"),
    slug: edition.slug,
    fields: fieldsOfAdvancement(rule ?? defaultAdvancementRule),
    heats: await findTourHeats(args.context.db, edition.id),
    groups: groups.map(({ key, title, titleEn }) => ({ key, title, titleEn })),
    version: digestOf(rule),
    idempotencyKey: crypto.randomUUID(),
  };
}

export async function action({ request, context, params }: ActionFunctionArgs) {
  const { form, by, version } = await readForm({ request, context });
  const fields = sentAdvancement(form);
  const input = { edition: params.edition, version, rule: ruleOfAdvancement(fields) };
  const answer = await saveAdvancementRule(by, input);
  return answerForm(request, answer, `/organize/editions/${params.edition}/settings/advancement?saved=1`, {
    fields,
    version,
  });
}

export const meta = titled<typeof loader>((page) => page.documentTitle);

export default function AdvancementRulePage(): ReactNode {
  const { t } = useTranslation(["advancement", "ui", "rounds"]);
  const page = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const problems = useProblems(answer?.error, { idOf: (path) => advancementId(answer?.fields, path) });
  return (
    <SettingsForm
      of={page}
      errors={problems.errors}
      lead={
        <>
          {t("rule.lead")}{" "}
          <Link to={`/organize/editions/${page.slug}/advancement`} className="inline-block">
            {t("title")}
          </Link>
        </>
      }
    >
      <AdvancementFields
        fields={answer?.fields ?? page.fields}
        heats={page.heats}
        groups={page.groups}
        at={problems.at}
      />
    </SettingsForm>
  );
}
