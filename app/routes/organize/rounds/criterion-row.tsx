import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { CriterionFields } from "~/rules/rounds/rubric-fields.ts";
import { Button } from "~/ui/button.tsx";
import { TextField } from "~/ui/field/text-field.tsx";
import { Icon } from "~/ui/icon.tsx";
import { BandRows } from "./band-rows.tsx";
import type { Problems } from "./problems.ts";

interface Props {
  criterion: CriterionFields;
  /** Its place among the rows, from 0: part of the names. */
  place: number;
  /** Its key stands: the criterion has been saved under it. */
  saved: boolean;
  problems: Problems;
  /** This row itself is there only without JavaScript. */
  spare?: boolean;
  /** Moving and removing, where there is JavaScript. */
  actions?: { up?: () => void; down?: () => void; remove: () => void };
}

/** One criterion of the rubric: what it is called, how it is marked, and what its bands mean. */
export function CriterionRow({ criterion, place, saved, problems, spare = false, actions }: Props): ReactNode {
  const { t } = useTranslation("rounds");
  const name = `criteria[${place}]`;
  const path = `criteria.${place}`;
  const field = (part: Exclude<keyof CriterionFields, "bands">) => ({
    name: `${name}.${part}`,
    defaultValue: criterion[part],
    error: problems.at(`${path}.${part}`),
  });
  const label = criterion.label || t("rubric.unnamed");
  const troubled = criterion.bands.some((_, at) =>
    ["floorPercent", "label", "labelEn", "guidance", "guidanceEn"].some((part) =>
      problems.at(`${path}.bands.${at}.${part}`),
    ),
  );
  return (
    <fieldset className="grid gap-4 rounded border border-line bg-surface p-4 sm:p-5">
      <legend className="sr-only">{t("rubric.criterion", { number: place + 1 })}</legend>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p aria-hidden="true" className="font-semibold text-structure">
          {t("rubric.criterion", { number: place + 1 })}
        </p>
        {actions ? (
          <div className="flex gap-1">
            <Tool icon="up" label={t("rubric.up", { label })} onClick={actions.up} />
            <Tool icon="down" label={t("rubric.down", { label })} onClick={actions.down} />
            <Tool icon="cross" label={t("rubric.remove", { label })} onClick={actions.remove} />
          </div>
        ) : null}
      </div>
      <div className="grid items-start gap-4 sm:grid-cols-6 xl:grid-cols-[2fr_2fr_7rem_7rem_7rem_9rem]">
        <TextField {...field("label")} label={t("rubric.label")} className="sm:max-xl:col-span-3" />
        <TextField {...field("labelEn")} label={t("rubric.labelEn")} className="sm:max-xl:col-span-3" />
        <TextField {...field("max")} label={t("rubric.max")} inputMode="decimal" />
        <TextField {...field("step")} label={t("rubric.step")} inputMode="decimal" />
        <TextField {...field("factor")} label={t("rubric.factor")} inputMode="decimal" />
        <TextField {...field("key")} label={t("rubric.key")} readOnly={saved} className="sm:max-xl:col-span-3" />
      </div>
      <details open={troubled} className="group/bands">
        <summary className="inline-flex min-h-11 items-center gap-2 font-medium text-link underline underline-offset-4">
          <Icon name="down" className="group-open/bands:rotate-180" />
          {t("rubric.bands")}
          <span className="font-normal text-ink-soft">{t("rubric.bandsNote", { count: criterion.bands.length })}</span>
        </summary>
        <div className="pt-2">
          <BandRows name={name} bands={criterion.bands} path={path} at={problems.at} spare={!spare} />
        </div>
      </details>
    </fieldset>
  );
}

function Tool({
  icon,
  label,
  onClick,
}: {
  icon: "up" | "down" | "cross";
  label: string;
  onClick?: () => void;
}): ReactNode {
  return (
    <Button
      type="button"
      kind="quiet"
      size="row"
      icon={icon}
      aria-label={label}
      disabled={!onClick}
      onClick={onClick}
    />
  );
}
