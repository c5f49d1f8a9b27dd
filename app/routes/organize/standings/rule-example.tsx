import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import {
  marksOfTexts,
  type SampleCriterion,
  type SampleTexts,
  sampleEntries,
  sampleJudges,
  sampleSheetTotals,
  sampleStandings,
} from "~/rules/standings/example.ts";
import type { Rule } from "~/rules/standings/rule.ts";
import { Callout } from "~/ui/callout.tsx";
import { inLocale } from "~/ui/in-locale.ts";
import { useLocale } from "~/ui/use-locale.ts";
import { ExampleEntry } from "./example-entry.tsx";

interface Props {
  /** null while the settings are no rule yet. */
  rule: Rule | null;
  criteria: SampleCriterion[];
  /** The words of every criterion of the rubric, by key. */
  labels: Map<string, string>;
  texts: SampleTexts;
  /** The example stands on the contest's usual rubric, for the round has none yet. */
  borrowed: boolean;
}

/** A small round judged by the rule, mark by mark: what is dropped, what the totals are, how ties are parted. */
export function RuleExample({ rule, criteria, labels, texts, borrowed }: Props): ReactNode {
  const { t } = useTranslation("rounds");
  const locale = useLocale();
  const marks = marksOfTexts(criteria, texts);
  const lines = rule && new Map(sampleStandings(criteria, marks, rule).map((line) => [line.entry, line]));
  const totals = rule?.level === "sheet" ? sampleSheetTotals(criteria, marks, rule) : null;
  const shown = borrowed ? t("example.defaultRubric") : t("example.onlyTwo", { count: criteria.length });
  const head = "border-line border-b bg-sunken px-1.5 py-2 text-center text-sm font-semibold";
  return (
    <section aria-labelledby="example" className="grid min-w-0 gap-3">
      <div>
        <h3 id="example" className="text-lg">
          {t("example.title")}
        </h3>
        <p className="text-sm text-ink-soft">
          {t("example.lead")} {shown}
        </p>
      </div>
      {rule ? null : <Callout kind="warn">{t("example.wrong")}</Callout>}
      <div className="scroll-x relative rounded border border-line bg-surface">
        <table className="w-full border-collapse">
          <caption className="sr-only">{t("example.title")}</caption>
          <thead>
            <tr>
              <td className={head} />
              {sampleJudges.map((judge, at) => (
                <th key={judge} scope="col" className={head}>
                  {judge}
                  {at === 0 ? (
                    <span className="block text-sm font-normal text-ink-soft">{t("example.head")}</span>
                  ) : null}
                </th>
              ))}
              <th scope="col" className={head}>
                {t("example.combined")}
              </th>
            </tr>
          </thead>
          {sampleEntries.map((entry, at) => (
            <ExampleEntry
              key={entry}
              entry={entry}
              at={at}
              criteria={criteria.map(({ label, labelEn, ...scale }) => ({
                ...scale,
                label: inLocale(locale, label, labelEn),
              }))}
              labels={labels}
              texts={texts}
              marks={marks[at] ?? []}
              line={lines?.get(entry) ?? null}
              totals={totals?.[at] ?? null}
            />
          ))}
        </table>
      </div>
    </section>
  );
}
