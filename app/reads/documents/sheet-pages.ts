import { i18nFor } from "~/locales/i18n.server.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import type { PaperScore } from "~/rules/documents/round-papers.ts";
import type { Criterion } from "~/rules/rounds/rubric.ts";
import { bandOf, bandRanges } from "~/rules/scoring/bands.ts";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import type { Marks } from "~/rules/scoring/sheet.ts";
import type { SheetPage } from "~/services/documents/paper.ts";
import type { Printing } from "./paper.ts";

/** A page for every submitted sheet, project by project in running order. The judge's private note is on none. */
export function sheetPages(printing: Printing): SheetPage[] {
  const { locale, papers, at, signature } = printing;
  const t = i18nFor(locale).getFixedT(locale, "papers");
  return papers.scores.flatMap((score) =>
    score.sheets.flatMap(({ judge, sheet }) => {
      if (!sheet) return [];
      const source = t(`pdf.source.${sheet.source}`, { at: at(sheet.submitted) });
      const earlier = sheet.earlier.map(({ version, total, kept, reason }) =>
        t("pdf.earlier", { version, total, reason, at: at(kept) }),
      );
      const revised = sheet.revised ? [t("pdf.revised", sheet.revised)] : [];
      return [
        {
          facts: factsOf(printing, score, judge),
          lines: papers.rubric.map((criterion) => lineOf(printing, criterion, sheet.marks)),
          total: sheet.total,
          notes: [...revised, `${source} · ${t("pdf.version", { version: sheet.version })}`, ...earlier],
          signature: signature(sheet.signature),
          digest: sheet.digest,
        },
      ];
    }),
  );
}

/** A page for every project and judge that still lacks a sheet, to be filled in by hand. */
export function blankPages(printing: Printing): SheetPage[] {
  const { locale, papers } = printing;
  const t = i18nFor(locale).getFixedT(locale, "papers");
  return papers.scores.flatMap((score) =>
    score.entry.out
      ? []
      : score.sheets.flatMap(({ judge, sheet, recused, asked }) =>
          sheet || recused || !asked
            ? []
            : [
                {
                  facts: factsOf(printing, score, judge),
                  lines: papers.rubric.map((criterion) => lineOf(printing, criterion, null)),
                  total: null,
                  notes: [t("pdf.blankNote")],
                  signature: null,
                  digest: null,
                },
              ],
        ),
  );
}

function factsOf({ locale }: Printing, { entry }: PaperScore, judge: PaperScore["sheets"][number]["judge"]) {
  const t = i18nFor(locale).getFixedT(locale, "papers");
  return [
    { term: t("pdf.number"), words: entry.number },
    { term: t("pdf.project"), words: inLocale(locale, entry.title, entry.english) },
    ...(entry.group ? [{ term: t("pdf.group"), words: entry.group }] : []),
    { term: t("pdf.judge"), words: judge.head ? `${judge.name}（${t("pdf.head")}）` : judge.name },
  ];
}

function lineOf({ locale }: Printing, criterion: Criterion, marks: Marks | null): SheetPage["lines"][number] {
  const t = i18nFor(locale).getFixedT(locale, "papers");
  const { key, label, labelEn, max, step, factor, bands } = criterion;
  const ranges = bandRanges(bands, max, step);
  const mark = marks?.[key];
  const reached = mark === undefined ? undefined : bandOf(mark, ranges);
  const guidance = new Map(bands.map((band) => [band.floorPercent, band]));
  return {
    label: inLocale(locale, label, labelEn),
    note: [
      ...(marks ? [] : [t("pdf.step", { step: formatHundredths(step) })]),
      ...(factor === "1" ? [] : [t("pdf.factor", { factor })]),
    ].join(" · "),
    bands: ranges.toReversed().map((range) => {
      const band = guidance.get(range.floorPercent);
      return {
        label: inLocale(locale, band?.label ?? range.label, band?.labelEn ?? null),
        range: range.text,
        guidance: inLocale(locale, band?.guidance ?? "", band?.guidanceEn ?? null),
        reached: range.floorPercent === reached?.floorPercent,
      };
    }),
    full: formatHundredths(max),
    mark: mark === undefined ? (marks ? "—" : null) : formatHundredths(mark),
  };
}
