import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import type { PaperScore } from "~/rules/documents/round-papers.ts";
import { adjustmentParts } from "~/rules/scoring/parts-and-adjustments.ts";
import { type TieStep, tieStepKind } from "~/rules/standings/rule.ts";
import type { SummaryPaper } from "~/services/documents/paper.ts";
import type { Printing } from "./paper.ts";
import { resultWord, summarySteps } from "./summary-steps.ts";

/** The table of all projects and judges, by rank, with what has to be said of it below. */
export function summaryOf(printing: Printing): SummaryPaper {
  const { locale, papers, signature } = printing;
  const t = i18nFor(locale).getFixedT(locale, "papers");
  const byRank = papers.scores.toSorted((a, b) => (a.standing?.rank ?? 1e9) - (b.standing?.rank ?? 1e9));
  const steps = summarySteps(printing);
  return {
    kind: "summary",
    words: {
      rank: t("pdf.rank"),
      number: t("confirm.number"),
      project: t("pdf.project"),
      result: resultWord(printing),
      notes: t("pdf.notes"),
      date: t("pdf.date"),
    },
    judges: papers.judges.map(({ key, name }) => ({ key, name })),
    steps: steps.map(({ key, label }) => ({ key, label })),
    rows: byRank.map((score) => ({
      ...rowOf(printing, score),
      steps: steps.map(({ of }) => (score.standing && !score.entry.out && of(score.standing)) || "—"),
    })),
    notes: notesOf(printing, byRank),
    signers: (["scorer", "supervisor"] as const).map((role) => ({
      role: t(`pdf.${role}`),
      signature: signature(papers[role]),
    })),
    digest: papers.digest,
    digestLabel: t("pdf.digest"),
  };
}

function rowOf({ locale }: Printing, { entry, standing, sheets }: PaperScore): SummaryPaper["rows"][number] {
  const t = i18nFor(locale).getFixedT(locale, "papers");
  const rank = standing?.rank ?? null;
  return {
    rank: rank === null ? "—" : standing?.shared ? `${rank} ${t("pdf.shared")}` : String(rank),
    number: entry.number,
    project: inLocale(locale, entry.title, entry.english),
    sheets: sheets.map(({ judge, sheet, recused, asked, dropped }) => ({
      words: sheet
        ? `${sheet.total}${sheet.source === "paper" ? "*" : ""}`
        : recused
          ? t("pdf.recused")
          : entry.out || !asked
            ? "—"
            : t("pdf.lacking"),
      after: sheet && valueAfter(standing, judge.key),
      dropped: dropped !== null,
    })),
    result: entry.out ? t("pdf.out") : resultOf(standing),
  };
}

/** The total; where the places in each criterion make it, with the rule that parted equal sums. */
function resultOf(standing: PaperScore["standing"]): string {
  const { total = null, skating } = standing ?? {};
  if (total === null) return "—";
  return skating && skating.rule > 9 ? `${total} (${skating.rule})` : total;
}

/** What became of a sheet's total: its standard score, what the judge gave after conferring (marked), its place in the judge's order. */
function valueAfter(standing: PaperScore["standing"], judge: string): string | null {
  const value = standing?.values?.find((each) => each.judge === judge);
  const place = standing?.placings?.[judge];
  const after = [
    ...(value?.normalised === undefined ? [] : [value.normalised]),
    ...(value?.revised === undefined ? [] : [`${value.revised}△`]),
    ...(place === undefined ? [] : [`(${place})`]),
  ];
  return after.length > 0 ? after.join("\n") : null;
}

function notesOf({ locale, papers }: Printing, scores: PaperScore[]): string[] {
  const t = i18nFor(locale).getFixedT(locale, "papers");
  const sheets = scores.flatMap((score) => score.sheets);
  const numberOf = (score: PaperScore) => score.entry.number;
  const tied = Map.groupBy(
    scores.filter(({ standing }) => standing?.shared && standing.rank !== null),
    ({ entry, standing }) => `${entry.group ?? ""}\n${standing?.rank}`,
  );
  return [
    ...(sheets.some(({ dropped }) => dropped) ? [t("pdf.droppedNote")] : []),
    ...(sheets.some(({ sheet }) => sheet?.source === "paper") ? [t("pdf.paperNote")] : []),
    ...(scores.some(({ standing }) => standing?.values?.some(({ normalised }) => normalised !== undefined))
      ? [t("pdf.normalisedNote")]
      : []),
    ...(scores.some(({ standing }) => standing?.values?.some(({ revised }) => revised !== undefined))
      ? [t("pdf.revisedNote")]
      : []),
    ...(scores.some(({ standing }) => standing?.placings) ? [t("pdf.placesNote")] : []),
    ...(scores.some(({ standing }) => standing?.skating) ? [t("pdf.skatingNote")] : []),
    ...scores.flatMap((score) => {
      const parted = score.standing?.partedBy;
      return parted ? [t("pdf.partedBy", { number: numberOf(score), step: tieWords(parted) })] : [];
    }),
    ...[...tied.values()].map((group) =>
      t("pdf.tied", { numbers: group.map(numberOf).join(locale === "en" ? ", " : "、") }),
    ),
    ...scores.flatMap((score) => {
      const list = adjustmentsInWords(score.standing, locale);
      return list ? [t("pdf.adjusted", { number: numberOf(score), list })] : [];
    }),
    ...scores
      .filter(({ standing }) => standing?.untrimmed)
      .map((score) => t("pdf.untrimmed", { number: numberOf(score) })),
  ];

  function tieWords(step: TieStep): string {
    const words = i18nFor(locale).getFixedT(locale, "ui");
    const { kind, of } = tieStepKind(step);
    const criterion = papers.rubric.find((each) => each.key === of);
    return words(`rule.tie.${kind}`, {
      named: criterion ? inLocale(locale, criterion.label, criterion.labelEn) : of,
    });
  }
}

/** 「扣分 −0.20（第12条）」, one after the other; "" where there is none. */
export function adjustmentsInWords(standing: PaperScore["standing"], locale: Locale): string {
  const t = i18nFor(locale).getFixedT(locale, "inputs");
  return (standing?.adjustments ?? [])
    .map(({ amount, article }) => {
      const { kind, points } = adjustmentParts(amount);
      return t(`shown.${kind}`, { points, article });
    })
    .join(locale === "en" ? ", " : "、");
}
