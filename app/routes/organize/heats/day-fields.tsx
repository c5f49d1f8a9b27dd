import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { lateRules } from "~/rules/heats/attendance.ts";
import { Card } from "~/ui/card.tsx";
import { CheckboxField, RadioGroupField } from "~/ui/field/choice-fields.tsx";
import { NumberField } from "~/ui/field/text-field.tsx";
import type { Problems } from "../rounds/problems.ts";
import type { ShownDay } from "./day-input.ts";

interface Props {
  values: ShownDay;
  /** Somebody was late: the rule stands. */
  lateFixed: boolean;
  at: Problems["at"];
}

/** The fields of the day's settings: the clock, who comes late, scoring, and what the hall sees of scores. */
export function DayFields({ values, lateFixed, at }: Props): ReactNode {
  const { t } = useTranslation("conduct");
  const box = (name: "scoringByProject" | "scoresOnStage" | "scoreboardOnStage") => (
    <CheckboxField
      name={name}
      label={t(`day.${name}`)}
      hint={t(`day.${name}Hint`)}
      defaultChecked={values[name]}
      error={at(`settings.${name}`)}
    />
  );
  return (
    <>
      <Card title={t("day.course")}>
        <div className="grid gap-5">
          <NumberField
            name="warnSeconds"
            label={t("day.warnSeconds")}
            hint={t("day.warnSecondsHint")}
            unit={t("day.seconds")}
            defaultValue={values.warnSeconds}
            error={at("settings.warnSeconds")}
            required
          />
          {lateFixed ? (
            <>
              <input type="hidden" name="lateRule" value={values.lateRule} />
              <p>
                {t("day.lateRule")} <strong>{t(values.lateRule === "last" ? "day.late.last" : "day.late.out")}</strong>
                <span className="block text-ink-soft">{t("day.lateFixed")}</span>
              </p>
            </>
          ) : (
            <RadioGroupField
              name="lateRule"
              label={t("day.lateRule")}
              defaultValue={values.lateRule}
              options={lateRules.map((value) => ({ value, label: t(`day.late.${value}`) }))}
              error={at("settings.lateRule")}
            />
          )}
          {box("scoringByProject")}
        </div>
      </Card>
      <Card title={t("day.stage")}>
        <div className="grid gap-3">
          {box("scoresOnStage")}
          {box("scoreboardOnStage")}
          <NumberField
            name="freezeAfter"
            label={t("day.freezeAfter")}
            hint={t("day.freezeAfterHint")}
            unit={t("day.projects")}
            defaultValue={values.freezeAfter}
            error={at("settings.freezeAfter")}
            optional
          />
        </div>
      </Card>
    </>
  );
}

/** The label of a field, by its path in the command's input ("settings.warnSeconds"). */
export function useDayLabels(): (path: string) => string | undefined {
  const { t } = useTranslation("conduct");
  return (path) => {
    const labels: Record<string, string> = {
      ...{ warnSeconds: t("day.warnSeconds"), lateRule: t("day.lateRule"), freezeAfter: t("day.freezeAfter") },
    };
    return labels[path.replace("settings.", "")];
  };
}
