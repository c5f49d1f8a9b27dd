import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { byCodePoint } from "~/primitives/code-points.ts";
import { type HowStep, howTotal } from "~/rules/standings/how-total.ts";
import { hasLaterSteps, laterSettingsOf, type Rule } from "~/rules/standings/rule.ts";
import type { RoundFigures, RoundStandings, Standing } from "~/rules/standings/standing.ts";
import { totalWord } from "./later-sentences.ts";

interface Props {
  standing: Standing;
  rule: Rule;
  figures: RoundFigures;
  /** The criteria's words by key. */
  criteria: Map<string, string>;
  /** What a step's round is called; its address where it has no other words. */
  roundTitle?: (slug: string) => string;
  /** Single judges' values are left out, where the edition does not publish them. */
  withoutJudges?: boolean;
}

/** How an entry's total came about, line by line: each step that the rule has, with the value after it. Nothing where there is no step to tell. */
export function HowTotal({ standing, rule, figures, criteria, roundTitle, withoutJudges }: Props): ReactNode {
  const { t } = useTranslation(["results", "ui"]);
  const steps = howTotal(standing, rule, figures, criteria.size > 0 ? [...criteria.keys()] : undefined).filter(
    ({ step }) => !withoutJudges || (step !== "values" && step !== "dropped" && step !== "places"),
  );
  const wordsOf = useStepWords(rule, criteria, roundTitle, withoutJudges);
  if (steps.length < 2) return null;
  return (
    <section aria-label={t("how.label", { entry: standing.title })} className="grid gap-1 text-start">
      <h4 className="text-sm font-semibold">{t("how.title")}</h4>
      <ol className="grid max-w-[44rem]">
        {steps.map((step, at) => {
          const { label, note, value } = wordsOf(step);
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
              key={at}
              className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-4 border-line border-b py-1.5 last:border-b-0 last:font-semibold"
            >
              <span className="min-w-0">
                {label}
                {note ? <span className="block text-sm text-ink-soft text-pretty">{note}</span> : null}
              </span>
              <span className="text-end tabular-nums">{value}</span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

type StepWords = { label: string; note?: string; value: string };

function useStepWords(
  rule: Rule,
  criteria: Map<string, string>,
  roundTitle: (slug: string) => string = (slug) => slug,
  withoutJudges = false,
): (step: HowStep) => StepWords {
  const { t, i18n } = useTranslation(["results", "ui"]);
  const dash = "–";
  const join = (items: string[]) => items.join(t("note.join"));
  const ofJudges = (places: Record<string, string>) =>
    Object.entries(places)
      .sort(([a], [b]) => byCodePoint(a, b))
      .map(([judge, place]) => t("how.ofJudge", { judge, path: place }));
  const partNote = ({ lacks, hall }: Extract<HowStep, { step: "part" }>) => {
    if (lacks) return t("how.lacks");
    if (hall === undefined) return undefined;
    const share = t(`how.hall.${hall.of}`, { ...hall });
    return hall.weight === 1 ? share : `${share} × ${hall.weight}`;
  };
  return (each) => {
    switch (each.step) {
      case "values": {
        const list = each.values.map(({ judge, sheet, normalised, revised }) => {
          const path = [sheet, normalised, revised && t("how.revised", { value: revised })].filter(Boolean).join(" → ");
          return t("how.ofJudge", { judge, path });
        });
        const flat = each.flat.filter((judge) => each.values.some((value) => value.judge === judge));
        return {
          label: t("how.values"),
          note: join([...list, ...(flat.length > 0 ? [t("how.flat", { judges: flat.join("、") })] : [])]),
          value: "",
        };
      }
      case "dropped":
        return {
          label: t("how.dropped"),
          note: join(
            each.dropped.map(({ judge, value, why, criterion }) =>
              criterion === undefined
                ? t("note.droppedItem", { judge, value, why: t(`cell.${why}`) })
                : t("note.droppedItemOf", {
                    criterion: criteria.get(criterion) ?? criterion,
                    judge,
                    value,
                    why: t(`cell.${why}`),
                  }),
            ),
          ),
          value: "",
        };
      case "kind":
        return { label: t("how.kind", { label: each.label, weight: each.weight }), value: each.value ?? dash };
      case "coefficient":
        return {
          label: each.panel === null ? t("how.noPanel") : t("how.coefficient", { panel: each.panel }),
          note: each.mean === null ? undefined : t("how.means", { all: each.all ?? dash, mean: each.mean }),
          value: each.coefficient === null ? dash : `× ${each.coefficient}`,
        };
      case "judged":
        return { label: t("how.judged"), value: each.value ?? dash };
      case "part":
        return { label: each.label, note: partNote(each), value: signed(each.value) ?? dash };
      case "adjustment":
        return {
          label: each.value.startsWith("-") ? t("how.penalty") : t("how.bonus"),
          note: t("how.article", { article: each.article, reason: each.reason }),
          value: signed(each.value) ?? dash,
        };
      case "floor":
      case "ceiling":
        return { label: t(`how.${each.step}`), value: String(each.value) };
      case "own":
        return { label: t("how.own", { weight: each.weight }), value: each.value ?? dash };
      case "carried": {
        const round = roundTitle(each.round);
        const release = /^release (\d+)$/.exec(each.from ?? "")?.[1];
        return {
          label: t("how.carried", { round, weight: each.weight }),
          note: release ? t("how.fromRelease", { version: release }) : undefined,
          value: each.value ?? t("how.noTotal"),
        };
      }
      case "below": {
        const criterion = each.what.startsWith("criterion:") ? each.what.slice("criterion:".length) : null;
        const what = criterion === null ? t("how.ownTotal") : (criteria.get(criterion) ?? criterion);
        return { label: t(each.unranked ? "how.belowUnranked" : "how.belowMarked", { what }), value: "" };
      }
      case "places":
        return {
          label: t("how.places"),
          note: join([
            ...ofJudges(each.places),
            ...(each.left.length > 0 ? [t("how.leftOrders", { judges: each.left.join("、") })] : []),
            ...(each.compared ? [t("how.compared")] : []),
          ]),
          value: "",
        };
      case "majority":
        return {
          label: t("how.majority", { place: each.place }),
          note: t("how.majoritySum", { sum: each.sum }),
          value: t("how.majorityJudges", { count: each.judges }),
        };
      case "criterion-place":
        return {
          label: t("how.criterionPlace", { criterion: criteria.get(each.criterion) ?? each.criterion }),
          note: join([
            ...(withoutJudges ? [] : ofJudges(each.places)),
            t("how.criterionMajority", { ...each.majority }),
          ]),
          value: each.place,
        };
      case "place-sum":
        return { label: t("how.placeSum"), value: each.sum };
      case "skating-rule": {
        const { rule, count } = each;
        if (rule === 9 || count === null) return { label: t("how.rule9"), value: "" };
        return { label: t(`how.rule${rule}`, { ...count }), value: t(`how.rule${rule}Value`, { ...count }) };
      }
      case "total":
        return { label: totalWord(i18n.t, rule), value: each.value ?? dash };
    }
  };
}

/** With its sign, for what is added. */
function signed(value: string | null): string | null {
  if (value === null) return null;
  return value.startsWith("-") ? `−${value.slice(1)}` : `+${value}`;
}

/** Whether the standings have steps to tell beyond "combined and rounded". */
export function tellsHow({ rule, standings }: Pick<RoundStandings, "rule" | "standings">): boolean {
  return hasLaterSteps(laterSettingsOf(rule)) || standings.some((line) => line.adjustments || line.values);
}

/** The same, folded, below an entry of published results; nothing where there is nothing to tell. */
export function HowDetails({ open = false, ...props }: Props & { open?: boolean }): ReactNode {
  const { t } = useTranslation("results");
  return (
    <details className="text-sm font-normal" open={open}>
      <summary className="inline-flex min-h-6 cursor-pointer items-center text-link underline decoration-dotted underline-offset-4">
        {t("how.title")}
        <span className="sr-only"> {props.standing.title}</span>
      </summary>
      <HowTotal {...props} />
    </details>
  );
}

/** The way there, from a list that is too long to have it in the page. */
export function HowLink({ standing, to }: { standing: Standing; to: string }): ReactNode {
  const { t } = useTranslation("results");
  return (
    <a href={to} className="inline-flex min-h-6 items-center text-sm font-normal">
      {t("how.title")}
      <span className="sr-only"> {standing.title}</span>
    </a>
  );
}
