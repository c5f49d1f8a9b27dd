import { useTranslation } from "react-i18next";
import type { ExactFigure } from "~/primitives/exact-figure.ts";
import { type Rule, trimming } from "~/rules/standings/rule.ts";
import type { Standing } from "~/rules/standings/standing.ts";
import type { Against, WhyRank } from "~/rules/standings/why-rank.ts";
import { formatDateTime } from "~/ui/format/date-time.ts";
import { useTieStep } from "~/ui/results/rule-words.tsx";
import { useLocale } from "~/ui/use-locale.ts";
import type { PanelVote } from "~db/queries/standings/panel-votes.ts";

interface Given {
  rule: Rule;
  criteria: Map<string, string>;
  /** How an entry is called, by its key. */
  called: (entry: string) => string;
  votes: readonly PanelVote[];
  timeZone: string;
}

/** The sentence that says why an entry stands where it stands; `why` is null for one without a rank. */
export function useWhyRank(given: Given): (standing: Standing, why: WhyRank | null) => string {
  const { t } = useTranslation(["standing", "results"]);
  const locale = useLocale();
  const tieStep = useTieStep(given.criteria);
  const how = useHow(given.rule);
  const { rule, called, votes, timeZone } = given;
  const list = (entries: readonly string[]) => entries.map(called).join(t("list"));
  const figure = ({ value, exact }: ExactFigure) => (exact ? value : t("why.about", { value }));

  const against = (side: "above" | "below", next: Against | null) => {
    if (next === null) return [];
    const others = list(next.entries);
    if ("by" in next) return [t(`why.${side}.total`, { others, by: figure(next.by) })];
    if (next.step === "vote") return [t(`why.${side}.vote`, { others })];
    const seen = (value: ExactFigure | null) => (value === null ? t("why.none") : figure(value));
    const words = { others, step: tieStep(next.step), own: seen(next.own), theirs: seen(next.theirs) };
    return [t(`why.${side}.tie`, words)];
  };

  const voted = ({ entry, above, below }: WhyRank) => {
    const byVote = [above, below].some((next) => next !== null && "step" in next && next.step === "vote");
    const vote = votes.find(({ stands, places }) => stands && places.some((each) => each.entry === entry));
    if (!byVote || !vote) return [];
    const names = vote.ballots.map(({ judge, name }) => `${judge} ${name}`).join(t("list"));
    return [t("why.voted", { names, by: vote.recordedBy, at: formatDateTime(vote.recordedAt, locale, timeZone) })];
  };

  return (standing, why) => {
    if (why === null || standing.total === null) return t("why.unranked") + t("why.stop");
    const { rank, total } = { rank: why.rank, total: standing.total };
    const shared = why.sharedWith.length > 0;
    const parts = [
      shared ? t("why.placeShared", { rank, total, others: list(why.sharedWith) }) : t("why.place", { rank, total }),
      ...how(standing),
      ...against("above", why.above),
      ...against("below", why.below),
      ...(shared && rule.ties.length > 0
        ? [t("why.sharedSteps", { steps: rule.ties.map(tieStep).join(t("list")) })]
        : []),
      ...(shared && rule.ties.length === 0 ? [t("why.sharedNoStep")] : []),
      ...voted(why),
    ];
    return parts.join(t("why.join")) + t("why.stop");
  };
}

/** How the total came from the sheets: how many, which were dropped, what was taken of the rest. */
function useHow(rule: Rule): (standing: Standing) => string[] {
  const { t } = useTranslation(["standing", "results"]);
  const { level, combine } = rule;
  const { high, low } = trimming(rule);
  const cut = [
    ...(high > 0 ? [t("why.cutHigh", { count: high })] : []),
    ...(low > 0 ? [t("why.cutLow", { count: low })] : []),
  ].join(t("why.cutJoin"));
  return ({ sheets, counted, dropped, untrimmed }) => {
    const outright = level === "sheet" ? counted + dropped.length : counted;
    const named = dropped.map(({ judge, value, why }) =>
      t("why.dropped", { judge, value, why: t(`results:cell.${why}`) }),
    );
    const words = {
      ...{ counted: t("why.sheets", { count: counted }), cut },
      dropped: level === "sheet" ? named.join(t("list")) : String(dropped.length),
    };
    const notCounting = sheets - outright;
    const trims = combine.method === "trimmed-mean";
    const partly = trims && level === "criterion" && untrimmed && dropped.length > 0;
    const method = !trims ? combine.method : untrimmed ? "untrimmed" : dropped.length > 0 ? "trimmed" : "mean";
    return [
      partly ? t("why.criterion.partly", words) : t(`why.${level}.${method}`, words),
      ...(notCounting > 0 ? [t("why.notCounting", { count: notCounting })] : []),
    ];
  };
}
