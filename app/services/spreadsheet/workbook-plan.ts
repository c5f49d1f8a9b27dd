import { byCodePoint } from "~/primitives/code-points.ts";
import type { JudgedRound } from "~/rules/standings/judged-round.ts";
import { type Rule, trimming } from "~/rules/standings/rule.ts";
import type { Standing } from "~/rules/standings/standing.ts";
import { type WholeUnits, wholeUnits } from "~/rules/standings/whole-units.ts";
import { ladderColumns } from "./tie-ladder.ts";
import { type Grid, grid, type Rows } from "./workbook-grid.ts";

/** What a workbook is made of: the round as it was judged, with the names of criteria and judges, and the desk's standings. */
export interface Worked {
  round: Omit<JudgedRound, "criteria" | "judges"> & {
    criteria: (JudgedRound["criteria"][number] & { label: string })[];
    judges: (JudgedRound["judges"][number] & { name: string })[];
  };
  standings: Standing[];
}

/** More entries than this are not ranked by formula: every rank looks at every entry. */
export const mostRanked = 2000;

const given = ["order", "entry", "project", "judge", "judgeName"] as const;
const keeping = ["fromTop", "high", "fromBottom", "low", "kept"] as const;
const compared = ["deskDropped", "same"] as const;
const columns = {
  marks: [
    ...given,
    "criterion",
    "max",
    "factor",
    "mark",
    "hundredths",
    "worth",
    "criterionNo",
    "judgeNo",
    "counts",
    ...keeping,
    ...compared,
  ],
  sheets: [...given, "head", "given", "counts", "raw", "value", "total", "judgeNo", ...keeping, ...compared],
  criteria: [
    "order",
    "entry",
    "project",
    "criterion",
    "factor",
    "counting",
    "kept",
    "sum",
    "exact",
    "rounded",
    "combined",
    "worth",
    "points",
    "deskCombined",
    "deskPoints",
    "same",
  ],
  result: [
    "order",
    "entry",
    "project",
    "group",
    "groupNo",
    "counting",
    "kept",
    "sum",
    "exact",
    "rounded",
    "total",
    "rank",
    "shared",
    "deskTotal",
    "deskRank",
    "deskShared",
    "same",
  ],
} as const;

export type MarksColumn = (typeof columns.marks)[number];
export type SheetsColumn = (typeof columns.sheets)[number];
export type CriteriaColumn = (typeof columns.criteria)[number];
export type ResultColumn = (typeof columns.result)[number] | `tie${number}` | `place${number}`;

/** Of a file without formulas. */
const plain: readonly string[] = [
  "order",
  "entry",
  "project",
  "judge",
  "judgeName",
  "criterion",
  "max",
  "factor",
  "mark",
  "head",
  "group",
  "deskCombined",
  "deskPoints",
  "deskTotal",
  "deskRank",
  "deskShared",
];

export interface PlannedSheet {
  judge: Worked["round"]["judges"][number];
  judgeNo: number;
  marks: Record<string, number>;
  /** Its row among the sheets, and those of its marks, one a criterion. */
  row: number;
  rows: Rows;
}

export interface PlannedEntry {
  standing: Standing;
  /** Its place in the running order; null where it has none. */
  order: number | null;
  groupNo: number;
  sheets: PlannedSheet[];
  /** Its rows among sheets and marks; null where it has no sheet. */
  sheetRows: Rows | null;
  markRows: Rows | null;
  criteriaRows: Rows;
  row: number;
}

export interface WorkbookPlan {
  worked: Worked;
  rule: Rule;
  trim: { high: number; low: number; atLeast: number };
  /** Null: the file bears values, not formulas. */
  units: WholeUnits | null;
  entries: PlannedEntry[];
  resultRows: Rows;
  marks: Grid<MarksColumn>;
  sheets: Grid<SheetsColumn>;
  criteria: Grid<CriteriaColumn>;
  result: Grid<ResultColumn>;
}

/** Where everything stands in the workbook, before a cell of it is written. The sheets' names are `names`. */
export function planOf(
  worked: Worked,
  names: Record<"marks" | "sheets" | "criteria" | "result", string>,
): WorkbookPlan {
  const { round, standings } = worked;
  const { rule, criteria } = round;
  const seats = round.judges.toSorted((a, b) => byCodePoint(a.key, b.key));
  const ofEntry = Map.groupBy(round.sheets, (sheet) => sheet.entry);
  const orders = new Map(round.entries.map(({ key, order = null }) => [key, order]));
  const groups = [...new Set(standings.map(({ group }) => group))];
  const next = { sheet: 2, mark: 2, criterion: 2 };
  const entries = standings.map((standing, at): PlannedEntry => {
    const own = ofEntry.get(standing.entry) ?? [];
    const sheets = round.judges.flatMap((judge) => {
      const sheet = own.find((each) => each.judge === judge.key);
      if (!sheet) return [];
      const rows = taken("mark", criteria.length);
      return [{ judge, judgeNo: seats.indexOf(judge) + 1, marks: sheet.marks, row: next.sheet++, rows }];
    });
    const first = sheets[0];
    const last = sheets.at(-1);
    return {
      standing,
      order: orders.get(standing.entry) ?? null,
      groupNo: rule.groups === "separate" ? groups.indexOf(standing.group) + 1 : 1,
      sheets,
      sheetRows: first && last ? { first: first.row, last: last.row } : null,
      markRows: first && last ? { first: first.rows.first, last: last.rows.last } : null,
      criteriaRows: taken("criterion", criteria.length),
      row: at + 2,
    };
  });
  const units = wholeUnits(round, Math.max(0, ...entries.map(({ sheets }) => sheets.length)));
  const ties = rule.ties.map((_, at) => `tie${at}` as const);
  const places = rule.lacking === "skip" && entries.length <= mostRanked ? ladderColumns(rule) : [];
  const trim = trimming(rule);
  const ordered = entries.some(({ order }) => order !== null);
  const used = usedColumns(rule, units, { entries: entries.length, ordered });
  const result = columns.result.flatMap((key): ResultColumn[] => (key === "rank" ? [...ties, ...places, key] : [key]));
  return {
    worked,
    rule,
    trim,
    units,
    entries,
    resultRows: { first: 2, last: entries.length + 1 },
    marks: grid(names.marks, columns.marks.filter(used.marks)),
    sheets: grid(names.sheets, columns.sheets.filter(used.sheets)),
    criteria: grid(names.criteria, columns.criteria.filter(used.all)),
    result: grid(names.result, result.filter(used.all)),
  };

  function taken(what: "mark" | "criterion", count: number): Rows {
    const first = next[what];
    next[what] += count;
    return { first, last: first + count - 1 };
  }
}

/** Which columns the rule asks for: what it does not do is not shown. */
function usedColumns(rule: Rule, units: WholeUnits | null, of: { entries: number; ordered: boolean }) {
  const { method } = rule.combine;
  const idle = new Set<string>(of.ordered ? [] : ["order"]);
  if (method === "mean" || method === "sum") for (const key of ["fromTop", "high", "fromBottom", "low"]) idle.add(key);
  if (method === "median") for (const key of ["fromTop", "high", "low"]) idle.add(key);
  if (of.entries > mostRanked) for (const key of ["rank", "shared"]) idle.add(key);
  const all = (key: string) => (units === null ? plain.includes(key) : true) && !idle.has(key);
  const combining: readonly string[] = [...keeping, ...compared];
  const drops = (key: string) => method === "trimmed-mean" || !(compared as readonly string[]).includes(key);
  return {
    all,
    marks: (key: string) =>
      all(key) && drops(key) && (rule.level === "criterion" || !(compared as readonly string[]).includes(key)),
    sheets: (key: string) => all(key) && drops(key) && (rule.level === "sheet" || !combining.includes(key)),
  };
}
