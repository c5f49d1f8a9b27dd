import { byCodePoint } from "~/primitives/code-points.ts";
import { fraction, parseDecimal, times } from "~/primitives/fraction.ts";
import { type JudgedRound, printSheetTotal } from "~/rules/standings/judged-round.ts";
import { parseMark } from "../scoring/mark.ts";
import type { Rule } from "../standings/rule.ts";
import type { ScoreBoard } from "../standings/score-board.ts";
import type { BundleInputs } from "./bundle.ts";
import type { LaterTableInputs } from "./signed-table.ts";

/** What a published version was judged by, for everybody to read: judges by their keys alone, never by their names. */
export interface PublishedMarks {
  judges: ScoreBoard["judges"];
  /** Their totals, and how many marks each lacks. */
  totals: ScoreBoard["sheets"];
  /** Marks in hundredths. */
  sheets: JudgedRound["sheets"];
}

const anyMark = { key: "", max: Number.MAX_SAFE_INTEGER, step: 1 };

/** The marks of a version from what its publication kept. */
export function publishedMarks(inputs: BundleInputs, rule: Rule): PublishedMarks {
  const { criteria, judges, sheets } = publishedRound(inputs, rule);
  return {
    judges,
    totals: sheets.map((sheet) => ({
      entry: sheet.entry,
      judge: sheet.judge,
      total: printSheetTotal(sheet, { rule, criteria }),
      lacking: criteria.filter(({ key }) => !Object.hasOwn(sheet.marks, key)).length,
      paper: false,
    })),
    sheets,
  };
}

/** The same as the rule book takes it, with the criteria's words; judges without their names. */
export function publishedRound(inputs: BundleInputs, rule: Rule) {
  const hundredths = (decimal: string) => {
    const read = parseMark(decimal, anyMark);
    return "mark" in read ? read.mark : 0;
  };
  return {
    rule,
    criteria: inputs.criteria.map(({ key, label, factor, max, step }) => {
      return { key, label, factor, max: hundredths(max), step: hundredths(step) };
    }),
    judges: inputs.judges.map(({ key, head, kind, panel }) => ({ key, head, name: "", kind, panel })),
    entries: inputs.entries,
    sheets: inputs.sheets.map(({ entry, judge, marks }) => {
      const read = Object.entries(marks).map(([key, mark]) => [key, hundredths(mark)] as const);
      return { entry, judge, marks: Object.fromEntries(read) };
    }),
    votes: inputs.votes,
    ...laterInputsOf(inputs),
  };
}

/** The judges who have a kind or a panel, by key; undefined where there are none. */
export function seatsOf(judges: BundleInputs["judges"]): LaterTableInputs["seats"] {
  const seats = judges.filter(({ kind, panel }) => kind !== undefined || panel !== undefined);
  if (seats.length === 0) return undefined;
  return seats
    .map(({ key, kind = null, panel = null }) => ({ judge: key, kind, panel }))
    .sort((a, b) => byCodePoint(a.judge, b.judge));
}

/** What of the inputs the first edition does not know, as the rule book takes it; a key for what there is. */
export function laterInputsOf({
  parts,
  hall,
  adjustments,
  revisions,
  carried,
}: BundleInputs): Pick<JudgedRound, "parts" | "hall" | "adjustments" | "revisions" | "carried"> {
  return {
    ...(parts && { parts }),
    ...(hall && { hall }),
    ...(adjustments && {
      adjustments: adjustments.map(({ amount, ...each }) => ({
        ...each,
        amount: Number(times(parseDecimal(amount), fraction(100)).over),
      })),
    }),
    ...(revisions && { revisions }),
    ...(carried && { carried }),
  };
}
