import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import type { PaperName } from "~/rules/documents/round-papers.ts";
import { countedTotal, type Papers, papersOf } from "~/rules/documents/round-papers.ts";
import type { Criterion } from "~/rules/rounds/rubric.ts";
import type { ShownSignature } from "~/rules/scoring/signature.ts";
import type { Rule } from "~/rules/standings/rule.ts";
import { now } from "~/services/clock.ts";
import type { Paper, PaperFrame, PaperSignature, SlipsPaper } from "~/services/documents/paper.ts";
import { formatDateTime } from "~/ui/format/date-time.ts";
import type { Db } from "~db/client.ts";
import { findRoundPapers } from "~db/queries/documents/round-papers.ts";
import type { Round } from "~db/queries/rounds/rounds.ts";
import { findRubric } from "~db/queries/rounds/rubrics.ts";
import { findRule } from "~db/queries/standings/rules.ts";
import { findStandings } from "~db/queries/standings/standings.ts";
import { blankPages, sheetPages } from "./sheet-pages.ts";
import { adjustmentsInWords, summaryOf } from "./summary.ts";
import { resultWord } from "./summary-steps.ts";

type PartLabel = { key: string; label: string };

/** The points of a project that no judge gave, each by the name of its part. */
export function partsOf(
  standing: Papers["scores"][number]["standing"],
  parts: readonly PartLabel[],
): { label: string; points: string }[] {
  return parts.flatMap(({ key, label }) => {
    const points = standing?.parts?.[key];
    return points == null ? [] : [{ label, points }];
  });
}

/** What the words of a paper are made from. */
export interface Printing {
  locale: Locale;
  round: Round;
  papers: Awaited<ReturnType<typeof readPapers>>;
  /** An instant as the papers write it. */
  at: (instant: string | Date) => string;
  signature: (given: ShownSignature | null) => PaperSignature | null;
}

/** One of a round's papers in words, and how many sheets, rows or slips it has. */
export function paperOf(
  name: PaperName,
  given: Pick<Printing, "locale" | "round" | "papers">,
): { paper: Paper; items: number } {
  const { locale, round, papers } = given;
  const t = i18nFor(locale).getFixedT(locale, "papers");
  const at = (instant: string | Date) => formatDateTime(instant, locale, round.timeZone);
  const printing: Printing = {
    locale,
    round,
    papers,
    at,
    signature: (shown) =>
      shown && {
        strokes: shown.outdated ? null : shown.strokes,
        caption: [
          t("pdf.signedAt", { name: shown.name, at: at(shown.at) }),
          ...(shown.means === "paper" ? [t("pdf.onPaper")] : []),
          ...(shown.outdated ? [t("pdf.outdated")] : []),
        ].join(" · "),
      },
  };
  const title = { sheets: "sheet", "blank-sheets": "blank", summary: "summary", slips: "slip" } as const;
  const frame = frameOf(printing, t(`pdf.${title[name]}`));
  if (name === "summary") {
    const summary = summaryOf(printing);
    return { paper: { frame, ...summary }, items: summary.rows.length };
  }
  if (name === "slips") {
    const slips = slipsOf(printing);
    return { paper: { frame, ...slips }, items: slips.slips.length };
  }
  const pages = name === "sheets" ? sheetPages(printing) : blankPages(printing);
  const { criterion, bands, full, mark, total, date, digest } = wordsOf(locale);
  const words = { criterion, bands, full, mark, total, date, digest, signature: t("pdf.signature") };
  return {
    paper: { frame, kind: "sheets", words, pages, empty: t(name === "sheets" ? "pdf.noSheets" : "pdf.noBlank") },
    items: pages.length,
  };
}

function wordsOf(locale: Locale) {
  const t = i18nFor(locale).getFixedT(locale, "papers");
  return {
    criterion: t("pdf.criterion"),
    bands: t("pdf.bands"),
    full: t("pdf.full"),
    mark: t("pdf.mark"),
    total: t("pdf.total"),
    date: t("pdf.date"),
    digest: t("pdf.digest"),
  };
}

/** What stands on every page of a round's paper. */
export function frameOf({ locale, round }: Pick<Printing, "locale" | "round">, title: string): PaperFrame {
  const at = (instant: string | Date) => formatDateTime(instant, locale, round.timeZone);
  const t = i18nFor(locale).getFixedT(locale, "papers");
  const about = [
    inLocale(locale, round.editionTitle, round.editionTitleEn),
    round.startsAt && at(round.startsAt),
    inLocale(locale, round.city, round.cityEn),
    inLocale(locale, round.venue, round.venueEn),
  ];
  return {
    locale,
    title,
    round: inLocale(locale, round.title, round.titleEn) ?? "",
    about: about.filter(Boolean).join(" · "),
    rehearsal: round.rehearsalOfId === null ? null : t("pdf.rehearsal"),
    printed: t("pdf.printedAt", { at: at(now()) }),
    page: t("pdf.page", { page: "{{page}}", pages: "{{pages}}" }),
    missing: t("pdf.missing"),
  };
}

function slipsOf(printing: Printing): SlipsPaper {
  const { locale, papers, signature } = printing;
  const t = i18nFor(locale).getFixedT(locale, "papers");
  const { digest: digestWord, date } = wordsOf(locale);
  return {
    kind: "slips",
    words: {
      result: resultWord(printing),
      sign: t("pdf.slipSign"),
      confirm: t("pdf.slipWords"),
      date,
      digest: digestWord,
    },
    slips: papers.scores.flatMap(({ entry, standing, sheets, digest, signature: shown }) =>
      digest === null
        ? []
        : [
            {
              number: entry.number,
              project: inLocale(locale, entry.title, entry.english),
              total: standing?.total ?? "",
              sheets: [
                ...sheets.map(({ judge, sheet, recused, dropped }) => {
                  const words = sheet ? countedTotal(sheet) : recused ? t("pdf.recused") : t("pdf.lacking");
                  return `${judge.name} ${words}${dropped ? `（${t(`confirm.dropped.${dropped}`)}）` : ""}`;
                }),
                ...partsOf(standing, papers.parts).map(({ label, points }) => `${label} ${points}`),
                adjustmentsInWords(standing, locale),
              ]
                .filter(Boolean)
                .join("　"),
              digest,
              signature: signature(shown),
            },
          ],
    ),
    empty: t("pdf.noScores"),
  };
}

/** A round's sheets, scores and signatures, with the rubric and the standings they hang on. Four queries, however many sheets. */
export async function readPapers(
  db: Db,
  round: { id: number; slug: string },
): Promise<Papers & { rule: Rule | null; rubric: Criterion[]; places: number | null; parts: PartLabel[] }> {
  const facts = await findRoundPapers(db, round.id);
  const rubric = await findRubric(db, round.id);
  const rule = await findRule(db, round.id);
  const places = rule?.places.sheet ?? null;
  const parts = (rule?.parts ?? []).map(({ key, label }) => ({ key, label }));
  const [found] = await findStandings(db, [round.id]);
  return {
    ...papersOf(round.slug, facts, { rubric, places, standings: found?.standings ?? [] }),
    rule,
    rubric,
    places,
    parts,
  };
}
