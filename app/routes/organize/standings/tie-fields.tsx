import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SelectField } from "~/ui/field/choice-fields.tsx";
import type { Problems } from "../rounds/problems.ts";

const steps = ["untrimmed-mean", "head-judge", "highest-sheet", "vote"] as const;
const reasons = ["untrimmed-mean", "criterion", "head-judge", "highest-sheet", "vote"] as const;
/** As many steps as anyone has been seen to use, and always one more than are chosen. */
const stepsShown = 4;

interface Props {
  ties: string[];
  criteria: [key: string, label: string][];
  at: Problems["at"];
}

/** What parts equal totals, step by step, with the meaning of each. */
export function TieFields({ ties, criteria, at }: Props): ReactNode {
  const { t } = useTranslation(["rounds", "ui"]);
  const options = [
    ...steps.map((step) => ({ value: step as string, label: t(`ui:rule.tie.${step}`) })),
    ...criteria.map(([key, criterion]) => ({
      value: `criterion:${key}`,
      label: t("ui:rule.tie.criterion", { criterion }),
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
