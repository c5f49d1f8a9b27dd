import type { AppLoadContext } from "@remix-run/node";
import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { fullScore } from "~/rules/rounds/rubric.ts";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { comparePractice, isReferenceWhole } from "~/rules/scoring/practice.ts";
import { findRubric } from "~db/queries/rounds/rubrics.ts";
import { findPracticeOfJudge } from "~db/queries/scoring/practices.ts";
import { criterionIn } from "./sheet-view.server.ts";

/**
 * A judge's practice page: the project to mark, then the own marks, and once it is over how they compare. The reference is in it
 * only then, and of other judges never more than a mean. Null without a seat or a practice, or while its reference does not fit
 * the rubric. Two queries.
 */
export async function practiceView(
  db: AppLoadContext["db"],
  { roundId, userId, locale }: { roundId: number; userId: string; locale: Locale },
) {
  const practice = await findPracticeOfJudge(db, { roundId, userId });
  const rubric = await findRubric(db, roundId);
  if (!practice) return null;
  const { reference, own, panel, placesSheet } = practice;
  const over = practice.closedAt !== null;
  if (!over && !own && !isReferenceWhole(rubric, reference)) return null;
  return {
    title: inLocale(locale, practice.title, practice.titleEn),
    description: inLocale(locale, practice.description, practice.descriptionEn),
    criteria: rubric.map((criterion) => criterionIn(locale, criterion)),
    full: fullScore(rubric),
    places: placesSheet,
    own: own && Object.fromEntries(Object.entries(own).map(([key, mark]) => [key, formatHundredths(mark)])),
    comparison: over ? comparePractice({ criteria: rubric, reference, own, panel }) : null,
  };
}
