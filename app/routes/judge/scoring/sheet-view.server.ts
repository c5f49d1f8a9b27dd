import type { AppLoadContext } from "@remix-run/node";
import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import type { RoundState } from "~/rules/rounds/round.ts";
import { type Criterion, fullScore } from "~/rules/rounds/rubric.ts";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { formatTotal } from "~/rules/scoring/sheet.ts";
import { latestSignature, sheetDigest } from "~/rules/scoring/signature.ts";
import { now } from "~/services/clock.ts";
import { findReviewedApplication } from "~db/queries/review/review-progress.ts";
import { findRubric } from "~db/queries/rounds/rubrics.ts";
import { findOwnSheet, findRunningOrder } from "~db/queries/scoring/sheets.ts";
import { findOwnSignatures } from "~db/queries/scoring/signatures.ts";
import { linesOf, named, nextLine, progressOf } from "./running-order.ts";
import { seatOf } from "./seat.tsx";

export type SheetView = NonNullable<Awaited<ReturnType<typeof sheetView>>>;
export type SheetCriterion = SheetView["criteria"][number];

/**
 * Everything that a judge's page of one entry shows, in the language of the page: the entry, the rubric, the own sheet,
 * what comes next; in a review the application too. Null without a seat or without that entry. Three queries, however long the
 * order; in a review two more, of a sheet that was submitted in a heat one.
 */
export async function sheetView(
  db: AppLoadContext["db"],
  query: {
    round: { id: number; slug: string; state: RoundState; timeZone: string; panels: readonly string[] };
    entry: string;
    userId: string;
    locale: Locale;
  },
) {
  const { round, entry, userId, locale } = query;
  // Before anything is read: what a tablet did after this moment is newer than the page
  const at = now().toISOString();
  const [own, rubric, entries] = await Promise.all([
    findOwnSheet(db, { roundId: round.id, entry, userId }),
    findRubric(db, round.id),
    findRunningOrder(db, { roundId: round.id, userId }),
  ]);
  if (!own) return null;
  const application = own.reviewed
    ? await findReviewedApplication(db, { roundId: round.id, entry, userId })
    : undefined;
  const { lines: order, numberOf } = linesOf(locale, entries);
  const next = nextLine(order, entry);
  return {
    /** Whose words the tablet keeps, and how old the page is. */
    judge: userId,
    at,
    round: { slug: round.slug, state: round.state, timeZone: round.timeZone },
    entry: { key: own.key, number: numberOf(own), ...named(locale, own) },
    /** The rule converts by each judge's own mean and spread, so that a recusal moves other projects. */
    normalises: own.normalises,
    seat: seatOf(round, { ...own, kinds: own.kinds ?? [] }),
    criteria: rubric.map((criterion) => criterionIn(locale, criterion)),
    full: fullScore(rubric),
    places: own.placesSheet,
    /** Whether the round shows judges their own mean and spread beside the sheet. */
    ownFigures: own.ownFigures,
    sheet: own.sheet && {
      version: own.sheet.version,
      words: { marks: writtenMarks(own.sheet.marks), note: own.sheet.note ?? "" },
      savedAt: own.sheet.saved,
      submittedAt: own.sheet.submitted,
      total: formatTotal(rubric, own.sheet.marks, own.placesSheet),
    },
    signing: own.reviewed ? null : await signingOf(db, { round, entry, userId }, own),
    /** What the judge gave after conferring; it counts instead of the total once a second person has confirmed the end. */
    revised: own.revised && { ...own.revised, counts: own.revised.counts === true },
    recusal: own.recusal,
    /** When a sheet came after the end, if one did. */
    lateAt: own.lateAt,
    /** What a review judges; null in a heat, where the project stands on the stage, and once the judge has recused. */
    application: application ?? null,
    order,
    progress: progressOf(order),
    /** The project is absent, or came too late: there is nothing to score. */
    out: own.out,
    next: next && { key: next.key, number: next.number, title: next.title },
  };
}

/** What the judge signs under a submitted sheet, and who signed it; null before there is something to sign. */
async function signingOf(
  db: AppLoadContext["db"],
  { round, entry, userId }: { round: { id: number; slug: string }; entry: string; userId: string },
  { seat, sheet }: NonNullable<Awaited<ReturnType<typeof findOwnSheet>>>,
) {
  if (sheet?.state !== "submitted") return null;
  const { version, marks } = sheet;
  const digest = sheetDigest({ round: round.slug, entry, judge: seat, version, marks });
  const given = await findOwnSignatures(db, { roundId: round.id, entry, userId });
  return { digest, signature: latestSignature(given, digest), idempotencyKey: crypto.randomUUID() };
}

/** A criterion in the language of the page. */
export function criterionIn(locale: Locale, { key, label, labelEn, max, step, factor, bands }: Criterion) {
  return {
    key,
    max,
    step,
    factor,
    label: inLocale(locale, label, labelEn),
    bands: bands.map((band) => ({
      floorPercent: band.floorPercent,
      label: inLocale(locale, band.label, band.labelEn),
      guidance: inLocale(locale, band.guidance, band.guidanceEn),
    })),
  };
}

function writtenMarks(marks: Record<string, number>): Record<string, string> {
  return Object.fromEntries(Object.entries(marks).map(([key, mark]) => [key, formatHundredths(mark)]));
}
