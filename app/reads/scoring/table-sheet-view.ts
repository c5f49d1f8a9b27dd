import type { AppLoadContext } from "@remix-run/node";
import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { type Actor, can } from "~/rules/accounts/access.ts";
import { entryNumber } from "~/rules/heats/entry-number.ts";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { formatTotal, type Marks } from "~/rules/scoring/sheet.ts";
import type { Round } from "~db/queries/rounds/rounds.ts";
import { findTableSheet } from "~db/queries/scoring/table-sheets.ts";

/**
 * One judge's sheet as the desk shows it, in the language of the page: its versions side by side, what happened to it, and
 * what this person may do. Null where there is no such place. One query.
 */
export async function deskSheet(
  db: AppLoadContext["db"],
  query: { actor: Actor; round: Round; entry: string; judge: string; locale: Locale },
) {
  const { actor, round, locale } = query;
  const found = await findTableSheet(db, { roundId: round.id, entry: query.entry, judge: query.judge });
  if (!found) return null;
  const { sheet, criteria, placesSheet } = found;
  const scope = { editionId: round.editionId, roundId: round.id };
  const totalOf = (marks: Marks) => formatTotal(criteria, marks, placesSheet);
  const submitted = sheet?.submitted ? marksOf(sheet.marks) : null;
  return {
    round: { slug: round.slug, state: round.state, timeZone: round.timeZone },
    me: actor.id,
    keeps: can(actor, "keep-scores", scope),
    mayReopen: can(actor, "confirm-reopening", scope),
    mayRecuse: can(actor, "recuse-judges", scope),
    mayCheck: can(actor, "check-paper", scope),
    entry: {
      key: found.key,
      number: entryNumber(found.runningOrder, found.key, found.isDrawn),
      title: inLocale(locale, found.title, found.titleEn),
    },
    judge: { key: found.judgeKey, name: found.judgeName },
    places: placesSheet,
    criteria: criteria.map(({ key, label, english, max, step, factor }) => ({
      key,
      max,
      step,
      factor,
      label: inLocale(locale, label, english),
    })),
    sheet: sheet && {
      version: sheet.version,
      source: sheet.source,
      submitted: sheet.submitted,
      updated: sheet.updated,
    },
    recusal: found.recusal?.reason ?? null,
    /** The rule converts by each judge's own mean and spread, so that a recusal moves other projects. */
    normalises: found.normalises,
    /** The versions that were handed in, the oldest first, the one that counts last. */
    versions: [
      ...found.kept.map(({ version, source, marks }) => versionOf(version, source, marks, false)),
      ...(sheet && submitted ? [versionOf(sheet.version, sheet.source, submitted, true)] : []),
    ],
    asked: found.reopenings.find(({ state }) => state === "asked") ?? null,
    paper: paperOf(found.papers.find(({ state }) => state === "photographed" || state === "entered")),
    check: found.checks.at(-1) ?? null,
    reopenings: found.reopenings,
    papers: found.papers.map(({ marks: _, ...paper }) => paper),
    checks: found.checks,
    late: found.late.map(({ id, marks, received }) => ({ id, received, total: totalOf(marks) })),
  };

  function versionOf(version: number, source: string, marks: Marks, current: boolean) {
    return { version, source, current, marks: written(marks), total: totalOf(marks) };
  }

  function paperOf(paper: NonNullable<typeof found>["papers"][number] | undefined) {
    if (!paper) return null;
    const marks = paper.marks;
    return { ...paper, marks: marks && written(marks), total: marks && totalOf(marks) };
  }
}

function marksOf(rows: { key: string; mark: number }[]): Marks {
  return Object.fromEntries(rows.map(({ key, mark }) => [key, mark]));
}

function written(marks: Marks): Record<string, string> {
  return Object.fromEntries(Object.entries(marks).map(([key, mark]) => [key, formatHundredths(mark)]));
}
