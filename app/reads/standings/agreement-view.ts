import type { AppLoadContext } from "@remix-run/node";
import type { Locale } from "~/locales/index.ts";
import { advice } from "~/rules/standings/advisory.ts";
import type { JudgeLevel } from "~/rules/standings/agreement.ts";
import { agreement, iccThatMatters } from "~/rules/standings/agreement.ts";
import { excludedEntries } from "~/rules/standings/excluded-entries.ts";
import { inPoints, isWhole, wholePart } from "~/rules/standings/mark-table.ts";
import { outliers } from "~/rules/standings/outliers.ts";
import { entryNames, labels, titles } from "~/ui/results/results-table.tsx";
import { findMarkTable, findScoreBoard } from "~db/queries/standings/score-boards.ts";

/** One judge who counts, with all that the page says of them. */
export interface JudgeLine extends JudgeLevel {
  name: string;
  head: boolean;
  /** How many entries they scored. */
  given: number;
  /** Their severity in the additive model; null where there is none. */
  model: number | null;
  /** In points: over the entries compared, or all where none is. */
  marks: number[];
}

export type AgreementView = NonNullable<Awaited<ReturnType<typeof agreementView>>>;

/**
 * Everything that the page says of a round's judges, over totals or one criterion; null for a round without a rule. An
 * unknown criterion is taken for none. Two queries, however many entries.
 */
export async function agreementView(
  db: AppLoadContext["db"],
  { roundId, criterion, locale }: { roundId: number; criterion: string | null; locale: Locale },
) {
  const board = await findScoreBoard(db, roundId);
  const selected = board.criteria.some(({ key }) => key === criterion) ? criterion : null;
  const table = await findMarkTable(db, { roundId, criterion: selected });
  if (!table) return null;
  const whole = isWhole(table);
  const advised = advice(table);
  const nameOf = entryNames(locale, board.entries);
  const groups = titles(locale, board.groups);
  const missed = excludedEntries(table, board);
  const titleOf = new Map(table.rows.map(({ entry, title }) => [entry, title]));
  const words = new Map(board.judges.map((judge) => [judge.key, judge]));
  const found = agreement(table);
  const compared = wholePart(table);

  const judges = found.perJudge.map((level, at): JudgeLine => {
    const { name = level.judge, head = false } = words.get(level.judge) ?? {};
    const column = table.judges.indexOf(level.judge);
    const all = table.rows.flatMap(({ marks }) => marks[column] ?? []);
    const own = found.entries > 0 ? compared.marks.flatMap((marks) => marks[at] ?? []) : all;
    return {
      ...level,
      name,
      head,
      given: all.length,
      model: advised.model?.[column] ?? null,
      marks: own.map(inPoints),
    };
  });
  return {
    criteria: [...labels(locale, board.criteria)].map(([key, label]) => ({ key, label })),
    criterion: selected,
    agreement: found,
    whole,
    matters: iccThatMatters(whole),
    judges,
    judgesLeftOut: board.judges.filter(({ key }) => !judges.some(({ judge }) => judge === key)),
    entries: table.rows.length,
    outliers: outliers(table).map((each) => ({
      ...each,
      name: nameOf({ entry: each.entry, title: titleOf.get(each.entry) ?? "" }),
      judgeName: words.get(each.judge)?.name ?? "",
    })),
    linked: advised.model !== null,
    advice: advised.lines
      .map((line, at) => {
        const { title = "", ranking = null } = table.rows[at] ?? {};
        const group = ranking === null ? null : (groups.get(ranking) ?? ranking);
        const { absent: _, ...name } = nameOf({ entry: line.entry, title });
        return { ...line, ...name, group, missed: missed.get(line.entry) ?? null };
      })
      .sort((a, b) => (a.group ?? "").localeCompare(b.group ?? "", locale) || placeOf(a) - placeOf(b)),
  };
}

/** The place by which lines are listed; without any value the last. */
function placeOf({ adjusted, mean }: { adjusted: { rank: number | null }; mean: { rank: number | null } }): number {
  return adjusted.rank ?? mean.rank ?? Number.POSITIVE_INFINITY;
}
