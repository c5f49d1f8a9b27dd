import { type Fraction, fraction, parseDecimal, print, round, sum, times } from "~/primitives/fraction.ts";
import type { Criterion } from "../rounds/rubric.ts";
import { formatHundredths, type MarkProblem, parseMark } from "./mark.ts";

/** The marks of one sheet, in hundredths of a point, by criterion key; a lacking one left out. */
export type Marks = Record<string, number>;

type Measured = Pick<Criterion, "key" | "label" | "max" | "step">;
type Weighed = Pick<Criterion, "key" | "factor">;

/** What is wrong with one criterion's mark; `message` names the criterion and what is allowed, in English. */
export interface SheetProblem {
  key: string;
  code: MarkProblem | "required" | "unknown-criterion";
  message: string;
}

/**
 * Reads what a judge wrote, by criterion key. Blank means not marked yet; full-width digits and points, as Chinese
 * keyboards give them, are read as plain ones. Problems come in the order of the rubric.
 */
export function readMarks(
  criteria: Measured[],
  written: Record<string, string>,
): { marks: Marks; problems: SheetProblem[] } {
  const marks: Marks = {};
  const problems: SheetProblem[] = [];
  for (const criterion of criteria) {
    const text = plain(Object.hasOwn(written, criterion.key) ? (written[criterion.key] ?? "") : "");
    if (text === "") continue;
    const parsed = parseMark(text, criterion);
    if ("mark" in parsed) marks[criterion.key] = parsed.mark;
    else problems.push(problem(criterion, parsed.problem, parsed.reason));
  }
  for (const key of Object.keys(written)) {
    if (criteria.some((criterion) => criterion.key === key)) continue;
    problems.push({ key, code: "unknown-criterion", message: `The rubric has no criterion ${key}.` });
  }
  return { marks, problems };
}

/** The criteria that still lack a mark, as problems; none when the sheet can be submitted. */
export function lackingMarks(criteria: Measured[], marks: Marks): SheetProblem[] {
  return criteria
    .filter(({ key }) => !Object.hasOwn(marks, key))
    .map((criterion) => problem(criterion, "required", "no mark yet"));
}

/** Σ factor × mark of the marks that are there, exactly. */
export function runningTotal(criteria: Weighed[], marks: Marks): Fraction {
  return sum(
    criteria
      .filter(({ key }) => Object.hasOwn(marks, key))
      .map(({ key, factor }) => times(parseDecimal(factor), fraction(marks[key] ?? 0, 100))),
  );
}

/** The total as people read it: rounded as the rule rounds a sheet, or exact where it does not. */
export function formatTotal(criteria: Weighed[], marks: Marks, places: number | null): string {
  const rounded = places ?? undefined;
  return print(round(runningTotal(criteria, marks), rounded), rounded);
}

/** Which marks a criterion takes: "0 to 30 in steps of 0.5". */
function allowed({ max, step }: Measured): string {
  return `0 to ${formatHundredths(max)} in steps of ${formatHundredths(step)}`;
}

function problem(criterion: Measured, code: SheetProblem["code"], reason: string): SheetProblem {
  return {
    key: criterion.key,
    code,
    message: `${criterion.label} (${criterion.key}): ${reason}; allowed are ${allowed(criterion)}.`,
  };
}

/** A number as it was typed on a Chinese keyboard: full-width digits and points become plain ones. */
export function plain(text: string): string {
  return text.normalize("NFKC").replace("。", ".").trim();
}
