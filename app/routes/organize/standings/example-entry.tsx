import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import {
  extraFieldNames,
  type SampleCriterion,
  type SampleExtras,
  type SampleTexts,
  sampleFieldName,
  sampleJudges,
} from "~/rules/standings/example.ts";
import { hasLaterSteps, laterSettingsOf, type Rule } from "~/rules/standings/rule.ts";
import type { Dropped, RoundFigures, Standing } from "~/rules/standings/standing.ts";
import { classes } from "~/ui/classes.ts";
import { HowTotal } from "~/ui/results/how-total.tsx";
import { totalWord } from "~/ui/results/later-sentences.ts";
import { useTieStep } from "~/ui/results/results-table.tsx";

interface Props {
  entry: string;
  at: number;
  criteria: Pick<SampleCriterion, "key" | "label" | "max">[];
  labels: Map<string, string>;
  texts: SampleTexts;
  /** Read from the texts, by criterion and judge; null where a text is no mark. */
  marks: (number | null)[][];
  /** null while there is no rule. */
  line: Standing | null;
  /** The sheets' totals, where the rule combines those. */
  totals: (string | null)[] | null;
  /** null while there is none. */
  rule: Rule | null;
  figures: RoundFigures;
  extras: SampleExtras;
  rounds: { value: string; label: string }[];
}

/** One entry of the example: a row of marks for each criterion, the sheets' totals, and what came of it. */
export function ExampleEntry(props: Props): ReactNode {
  const { entry, at, criteria, labels, texts, marks, line, totals, rule, figures, extras, rounds } = props;
  const { t } = useTranslation("rounds");
  const titleOf = (slug: string) => rounds.find(({ value }) => value === slug)?.label ?? slug;
  const dropOf = (judge: string, criterion?: string) =>
    line?.dropped.find((each) => each.judge === judge && each.criterion === criterion);
  const cell = "border-line border-b px-1 py-1.5 text-center xl:px-1.5";
  return (
    <tbody className="border-line-strong border-b-2 last:border-b-0">
      <tr>
        <th scope="rowgroup" colSpan={sampleJudges.length + 2} className="px-3 pt-3 pb-1 text-start font-semibold">
          {t("example.project", { name: entry })}
          {line?.panel ? (
            <span className="ms-2 font-normal text-ink-soft">{t("example.panel", { panel: line.panel })}</span>
          ) : null}
        </th>
      </tr>
      {criteria.map((criterion, c) => (
        <tr key={criterion.key}>
          <th scope="row" className={classes(cell, "min-w-24 px-3 text-start text-sm font-normal")}>
            {criterion.label}
          </th>
          {sampleJudges.map((judge, j) => {
            const drop = totals ? undefined : dropOf(judge, criterion.key);
            const place = at * sampleJudges.length + j;
            const text = texts[criterion.key]?.[place] ?? "";
            return (
              <td key={judge} className={cell}>
                <input
                  name={sampleFieldName(criterion.key)}
                  aria-label={t("example.mark", { entry, criterion: criterion.label, judge })}
                  aria-invalid={text !== "" && marks[c]?.[j] == null ? true : undefined}
                  defaultValue={text}
                  inputMode="decimal"
                  autoComplete="off"
                  className={classes(
                    "h-10 w-13 rounded border border-line-strong bg-surface px-1 text-center text-ink aria-invalid:border-2 aria-invalid:border-danger",
                    drop && "bg-sunken text-ink-soft line-through decoration-2",
                  )}
                />
                <DropNote drop={drop} />
              </td>
            );
          })}
          <td className={classes(cell, "text-end whitespace-nowrap")}>
            {totals ? null : <Combined {...(line?.criteria[criterion.key] ?? { combined: null, points: null })} />}
          </td>
        </tr>
      ))}
      {totals ? (
        <tr>
          <th scope="row" className={classes(cell, "px-3 text-start text-sm font-semibold")}>
            {t("example.sheetTotal")}
          </th>
          {sampleJudges.map((judge, j) => {
            const drop = dropOf(judge);
            const total = totals[j] ?? null;
            return (
              <td key={judge} className={cell}>
                {total === null ? (
                  <span className="text-sm text-ink-soft">{t("example.notCounted")}</span>
                ) : drop ? (
                  <s className="text-ink-soft decoration-2">{total}</s>
                ) : (
                  <span className="font-medium">{total}</span>
                )}
                <DropNote drop={drop} />
              </td>
            );
          })}
          <td className={cell} />
        </tr>
      ) : null}
      {totals && rule?.normalise ? (
        <>
          <tr>
            <th scope="row" className={classes(cell, "px-3 text-start text-sm font-semibold")}>
              {t("example.normalised")}
            </th>
            {sampleJudges.map((judge) => (
              <td key={judge} className={cell}>
                {line?.values?.find((value) => value.judge === judge)?.normalised ?? "–"}
              </td>
            ))}
            <td className={cell} />
          </tr>
          <tr>
            <th scope="row" className={classes(cell, "px-3 text-start text-sm font-normal")}>
              {t("example.revised")}
            </th>
            {sampleJudges.map((judge, j) => (
              <td key={judge} className={cell}>
                <SampleBox
                  name={extraFieldNames.revised}
                  label={t("example.revisedOf", { entry, judge })}
                  text={extras.revised[at * sampleJudges.length + j] ?? ""}
                />
              </td>
            ))}
            <td className={cell} />
          </tr>
        </>
      ) : null}
      <tr>
        <td colSpan={sampleJudges.length + 2} className="px-3 pt-2 pb-3">
          {rule && (rule.parts || rule.carry || hasLater(rule)) ? (
            <div className="mb-3 grid gap-3 xl:grid-cols-2">
              <fieldset className="grid content-start gap-2">
                <legend className="sr-only">{t("example.extras", { entry })}</legend>
                {(rule.parts ?? []).map(({ key, label, hall }) => (
                  <SampleLine
                    key={key}
                    name={extraFieldNames.part(key)}
                    label={hall ? t("example.votes", { label }) : label}
                    text={extras.parts[key]?.[at] ?? ""}
                  />
                ))}
                <SampleLine
                  name={extraFieldNames.adjustment}
                  label={t("example.adjustment")}
                  text={extras.adjustments[at] ?? ""}
                />
                {(rule.carry ?? []).map(({ round }) => (
                  <SampleLine
                    key={round}
                    name={extraFieldNames.carried(round)}
                    label={t("example.carried", { round: titleOf(round) })}
                    text={extras.carried[round]?.[at] ?? ""}
                  />
                ))}
              </fieldset>
              {line ? (
                <HowTotal standing={line} rule={rule} figures={figures} criteria={labels} roundTitle={titleOf} />
              ) : null}
            </div>
          ) : null}
          <Outcome line={line} labels={labels} rule={rule} />
        </td>
      </tr>
    </tbody>
  );
}

/** The rule does something after the judges' marks are combined. */
function hasLater(rule: Rule): boolean {
  return hasLaterSteps(laterSettingsOf(rule));
}

/** A small box of the example, recomputed like its marks. */
function SampleBox({ name, label, text }: { name: string; label: string; text: string }): ReactNode {
  return (
    <input
      name={name}
      aria-label={label}
      defaultValue={text}
      inputMode="decimal"
      autoComplete="off"
      className="h-10 w-13 rounded border border-line-strong bg-surface px-1 text-center text-ink"
    />
  );
}

function SampleLine({ name, label, text }: { name: string; label: string; text: string }): ReactNode {
  return (
    <label className="flex items-center justify-between gap-3">
      <span className="min-w-0">{label}</span>
      <input
        name={name}
        defaultValue={text}
        inputMode="decimal"
        autoComplete="off"
        className="h-10 w-20 shrink-0 rounded border border-line-strong bg-surface px-2 text-end text-ink"
      />
    </label>
  );
}

function DropNote({ drop }: { drop?: Dropped }): ReactNode {
  const { t } = useTranslation("rounds");
  if (!drop) return null;
  return (
    <span className="block text-sm text-ink-soft">
      <span aria-hidden="true">{t(`example.${drop.why}`)}</span>
      <span className="sr-only">{t(`example.${drop.why}Long`)}</span>
    </span>
  );
}

function Combined({ combined, points }: { combined: string | null; points: string | null }): ReactNode {
  const { t } = useTranslation("rounds");
  if (combined === null) return "—";
  return (
    <>
      <span className="font-medium">{short(combined)}</span>
      {points !== null && points !== combined ? (
        <span className="block text-sm text-ink-soft">{t("example.points", { points: short(points) })}</span>
      ) : null}
    </>
  );
}

/** The total to its last digit, the rank, and what decided it. */
function Outcome(props: { line: Standing | null; labels: Map<string, string>; rule: Rule | null }): ReactNode {
  const { line, labels, rule } = props;
  const { t, i18n } = useTranslation("rounds");
  const tieStep = useTieStep(labels);
  if (!line) return <span className="text-ink-soft">—</span>;
  const { rank, shared, total, partedBy, untrimmed } = line;
  return (
    <div className="flex flex-wrap items-baseline justify-end gap-x-4 gap-y-1" aria-live="polite">
      {untrimmed ? <span className="text-sm text-ink-soft">{t("example.untrimmed")}</span> : null}
      {partedBy ? (
        <span className="text-sm text-ink-soft">{t("example.parted", { step: tieStep(partedBy) })}</span>
      ) : null}
      {shared ? <span className="text-sm text-ink-soft">{t("example.stillEqual")}</span> : null}
      <span>
        {rank === null ? t("example.unranked") : shared ? t("example.shared", { rank }) : t("example.rank", { rank })}
      </span>
      <span className="break-all">
        {rule?.placings ? totalWord(i18n.t, rule) : t("example.total")}{" "}
        <strong className="text-xl text-structure">{total ?? "—"}</strong>
      </span>
    </div>
  );
}

/** Unrounded values run to 20 decimals: in the narrow column their beginning is enough. */
function short(decimal: string): string {
  return decimal.length > 9 ? `${decimal.slice(0, 8)}…` : decimal;
}
