import type { Locale } from "~/locales/index.ts";
import { inLocale } from "~/primitives/in-locale.ts";
import type { Pair } from "~/rules/review/assignment.ts";
import { boardOf, entriesLacking } from "~/rules/review/assignment-board.ts";
import { planReview, type ReviewTask } from "~/rules/review/review-plan.ts";

/** How many entries stand on one page of the desk. */
const entriesAPage = 30;
/** How many changes the preview names; the rest it counts. */
const mostChanges = 200;

/** The assignment as it stands: what each judge has, which entries lack judges, and one page of them to correct by hand. */
export function presentView(
  task: ReviewTask,
  query: { show: "all" | "lacking"; words: string; page: number },
  locale: Locale,
) {
  const lacking = entriesLacking(task);
  const words = query.words.trim().toLowerCase();
  const found = task.entries.filter(
    ({ id, key, title, titleEn }) =>
      (query.show === "all" || lacking.has(id)) && `${key}\n${title}\n${titleEn ?? ""}`.toLowerCase().includes(words),
  );
  const here = found.slice((query.page - 1) * entriesAPage, query.page * entriesAPage);
  const board = new Map(
    boardOf(
      task,
      here.map(({ id }) => id),
    ).map((entry) => [entry.id, entry]),
  );
  const person = ({ key, name }: ReviewTask["judges"][number]) => ({ key, name });
  return {
    counts: { entries: task.entries.length, judges: task.judges.length, assigned: task.assignments.length },
    lacking: lacking.size,
    found: found.length,
    loads: task.judges.map((judge) => ({
      ...person(judge),
      load: task.assignments.filter((each) => each.judge === judge.id).length,
      most: judge.most,
    })),
    entries: here.map(({ id, key, title, titleEn }) => {
      const entry = board.get(id);
      return {
        key,
        lacking: entry?.lacking ?? 0,
        title: inLocale(locale, title, titleEn),
        assigned: (entry?.assigned ?? []).map(({ judge, ...each }) => ({ ...person(judge), ...each })),
        candidates: (entry?.candidates ?? []).map(({ judge, ...each }) => ({ ...person(judge), ...each })),
        conflicted: (entry?.conflicted ?? []).map(({ judge, conflicts }) => ({ ...person(judge), ties: conflicts })),
      };
    }),
  };
}

/** What applying would do: every figure and change of the plan, in words, and the digest that stands for it. */
export function planView(
  task: ReviewTask,
  tracks: { id: number; title: string; titleEn: string | null }[],
  locale: Locale,
) {
  const plan = planReview(task);
  const judges = new Map(task.judges.map((judge) => [judge.id, judge]));
  const entries = new Map(task.entries.map((entry) => [entry.id, entry]));
  const entryWords = (id: number) => {
    const entry = entries.get(id);
    return { key: entry?.key ?? "", title: entry ? inLocale(locale, entry.title, entry.titleEn) : "" };
  };
  const judgeWords = (id: number) => ({ key: judges.get(id)?.key ?? "", name: judges.get(id)?.name ?? "" });
  const pairWords = <P extends Pair>({ entry, judge, ...rest }: P) => ({
    ...rest,
    entry: entryWords(entry),
    judge: judgeWords(judge),
  });
  const loads = plan.loads.map(({ judge, ...load }) => ({ ...judgeWords(judge), ...load }));
  return {
    digest: plan.digest,
    counts: { reviews: plan.pairs.length, added: plan.added.length, removed: plan.removed.length },
    spread: { least: Math.min(...loads.map(({ after }) => after)), most: Math.max(...loads.map(({ after }) => after)) },
    loads,
    tracks: plan.tracks.map(({ track, reviews, known }) => {
      const named = tracks.find(({ id }) => id === track);
      return { title: named ? inLocale(locale, named.title, named.titleEn) : null, reviews, known };
    }),
    shortages: plan.shortages.map(({ entry, ...rest }) => ({ ...entryWords(entry), ...rest })),
    conflicted: plan.conflicted.map(pairWords),
    removed: plan.removed.slice(0, mostChanges).map(pairWords),
    added: plan.added.slice(0, mostChanges).map(pairWords),
  };
}

export type PresentView = ReturnType<typeof presentView>;
export type PlanView = ReturnType<typeof planView>;
