import type { Kysely } from "kysely";
import { i18nFor } from "~/locales/i18n.server.ts";
import type { Locale } from "~/locales/locale.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import { entryNumber, hasNumbers } from "~/rules/heats/entry-number.ts";
import { panelValues, revisionBounds } from "~/rules/scoring/deliberation.ts";
import { findJudgeSeat } from "~db/queries/scoring/deliberations.ts";
import { findScoreBoard } from "~db/queries/standings/score-boards.ts";
import type { DB } from "~db/schema.ts";
import { roundDeliberations } from "./held-entries.ts";

/** A value as the panel's page shows it. */
export interface PanelLine {
  judge: string;
  name: string;
  sheet: string;
  /** As the rule converts it; null where it does not. */
  converted: string | null;
  /** What the judge gave after conferring. */
  revised: string | null;
  reason: string | null;
}

/** Everything about conferring in a round, as staff see it; null where the round does not confer. Eight queries, however many projects. */
export async function deliberationsPage(db: Kysely<DB>, roundId: number, locale: Locale) {
  const found = await roundDeliberations(db, roundId);
  if (!found) return null;
  const { setting, judged, held, stored } = found;
  const board = await findScoreBoard(db, roundId);
  const names = new Map(board.judges.map(({ key, name }) => [key, name]));
  const words = new Map(board.entries.map((entry) => [entry.key, entry]));
  const titles = new Map(judged.entries.map(({ key, title }) => [key, title]));
  const linesOf = (entry: string, values: { judge: string; score: string; reason: string }[]): PanelLine[] =>
    panelValues(judged, entry).map(({ judge, sheet, value }) => {
      const given = values.find((each) => each.judge === judge);
      return {
        judge,
        name: names.get(judge) ?? judge,
        sheet,
        converted: value,
        revised: given?.score ?? null,
        reason: given?.reason ?? null,
      };
    });
  const isDrawn = hasNumbers(board.entries);
  const named = (entry: string) => ({
    entry,
    number: entryNumber(words.get(entry)?.number, entry, isDrawn),
    title: inLocale(locale, titles.get(entry) ?? entry, words.get(entry)?.titleEn ?? null),
  });
  return {
    setting,
    items: [
      ...held.map(({ entry, spread }) => ({
        ...named(entry),
        spread,
        state: "held" as const,
        opened: null,
        ended: null,
        confirmed: null,
        endedById: null,
        lines: linesOf(entry, []),
      })),
      ...stored.map((each) => ({
        ...named(each.entry),
        spread: each.spread,
        state: each.state,
        opened: { by: each.openedBy, at: each.openedAt },
        ended: each.endedAt && { by: each.endedBy ?? "", at: each.endedAt },
        confirmed: each.confirmedAt && { by: each.confirmedBy ?? "", at: each.confirmedAt },
        endedById: each.endedById,
        lines: linesOf(each.entry, each.values),
      })),
    ],
  };
}

/** Whose page of a project it is. */
interface JudgeAt {
  roundId: number;
  entry: string;
  userId: string;
}

/**
 * What a judge of the project sees while the panel confers and after it; null before, and for whoever handed in no sheet
 * there. Where judges are hidden from each other their lines stand by value, without names, and without reasons always.
 */
export async function judgesDeliberation(db: Kysely<DB>, { roundId, entry, userId }: JudgeAt, locale: Locale) {
  const seat = await findJudgeSeat(db, { roundId, userId });
  const found = seat && (await roundDeliberations(db, roundId));
  const stored = found?.stored.find((each) => each.entry === entry);
  if (!seat || !found || !stored) return null;
  const { judged, setting } = found;
  const values = panelValues(judged, entry);
  if (!values.some(({ judge }) => judge === seat.key)) return null;
  const board = await findScoreBoard(db, roundId);
  const words = board.entries.find(({ key }) => key === entry);
  const title = judged.entries.find(({ key }) => key === entry)?.title ?? entry;
  const names = new Map(board.judges.map(({ key, name }) => [key, name]));
  const lines = values.map(({ judge, sheet, value }) => ({
    judge,
    name: names.get(judge) ?? judge,
    sheet,
    converted: value,
    revised: stored.values.find((each) => each.judge === judge)?.score ?? null,
    reason: null,
    own: judge === seat.key,
  }));
  return {
    entry,
    number: entryNumber(words?.number, entry, hasNumbers(board.entries)),
    title: inLocale(locale, title, words?.titleEn ?? null),
    state: stored.state,
    spread: stored.spread,
    lines: setting.hidesJudges ? withoutNames(lines, locale) : lines,
    own: { revised: lines.find((line) => line.own)?.revised ?? null },
    isConverted: judged.rule.normalise !== undefined,
    bounds: revisionBounds(judged),
  };
}

type OwnedLine = PanelLine & { own: boolean };

/** By value, highest first: neither key nor order gives away who is who. */
function withoutNames(lines: OwnedLine[], locale: Locale): OwnedLine[] {
  const t = i18nFor(locale).t;
  return [...lines]
    .sort((a, b) => Number(b.converted ?? b.sheet) - Number(a.converted ?? a.sheet))
    .map((line, at) => ({
      ...line,
      judge: String(at + 1),
      name: t("deliberation:someJudge", { number: at + 1 }),
    }));
}
