import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { adjustedPoints } from "~/rules/standings/how-total.ts";
import type { Standing } from "~/rules/standings/standing.ts";
import { totalWord } from "~/ui/results/later-sentences.ts";
import type { Printing } from "./paper.ts";

export interface SummaryStep {
  key: string;
  label: string;
  /** What the column says of an entry. */
  of: (standing: Standing) => string | null | undefined;
}

/** What stands between the judges' sheets and the total in the summary table: a column for each step that the rule has. */
export function summarySteps({
  locale,
  papers: { rule, rubric, scores },
}: Pick<Printing, "locale" | "papers">): SummaryStep[] {
  const words = i18nFor(locale).getFixedT(locale, "papers");
  const lines = scores.flatMap(({ standing }) => standing ?? []);
  const { kinds = [], coefficient, parts = [], carry = [], floor, ceiling } = rule ?? {};
  const step = (is: boolean, key: string, label: string, of: SummaryStep["of"]) => (is ? [{ key, label, of }] : []);
  const hasPoints = lines.some(({ panelPoints }) => panelPoints !== undefined);
  const hasMore = coefficient ?? rule?.parts ?? rule?.carry ?? floor ?? ceiling;
  const adjusts = lines.some(({ adjustments }) => adjustments !== undefined);
  return [
    ...kinds.flatMap(({ key, label, weight }) =>
      step(true, `kind:${key}`, `${label} ×${weight}`, (line) => line.kinds?.[key]),
    ),
    ...step(coefficient !== undefined, "panel", words("pdf.panel"), (line) => line.panel),
    ...step(coefficient !== undefined, "coefficient", words("pdf.coefficient"), (line) => line.coefficient),
    // Where nothing follows it is the total
    ...step(
      hasPoints && (hasMore !== undefined || adjusts),
      "points",
      words("pdf.panelPoints"),
      (line) => line.panelPoints,
    ),
    ...parts.flatMap(({ key, label }) => step(true, `part:${key}`, label, (line) => line.parts?.[key])),
    ...step(adjusts, "adjusted", words("pdf.adjustments"), (line) => adjustedPoints(line.adjustments ?? [])),
    ...(rule?.placings?.method === "skating"
      ? [
          ...rubric.map(({ key, label, labelEn }): SummaryStep => {
            const of: SummaryStep["of"] = ({ skating }) => skating?.criteria[key]?.place;
            return { key: `place:${key}`, label: inLocale(locale, label, labelEn), of };
          }),
          { key: "placeSum", label: words("pdf.placeSum"), of: ({ skating }: Standing) => skating?.sum },
        ]
      : []),
    ...step(rule?.carry !== undefined, "own", words("pdf.own"), (line) => line.own),
    ...carry.flatMap(({ round, weight }) =>
      step(true, `carried:${round}`, `${words("pdf.carried", { round })} ×${weight}`, (line) => line.carried?.[round]),
    ),
  ].map((each) => ({ ...each, of: (line) => each.of(line)?.replace(/^-/, "−") }));
}

/** What the figure that ranks is called on paper: a score, or what places make. */
export function resultWord({ locale, papers: { rule } }: Pick<Printing, "locale" | "papers">): string {
  const { t } = i18nFor(locale);
  return rule?.placings ? totalWord(t, rule) : t("papers:pdf.result");
}
