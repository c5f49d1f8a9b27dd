import { byCodePoint } from "~/primitives/code-points.ts";
import { countsAtAll } from "~/rules/standings/judged-round.ts";
import { hasJudgeValues, type Rule } from "~/rules/standings/rule.ts";
import type { SheetValue, Standing } from "~/rules/standings/standing.ts";
import { type LaterColumn, type LaterSheetName, laterColumns } from "./later-columns.ts";
import { type LaterFigures, laterFigures } from "./later-figures.ts";
import { type Grid, grid, type Rows } from "./workbook-grid.ts";
import { mostRanked, type Worked } from "./workbook-plan.ts";

type Judge = Worked["round"]["judges"][number];

/** A sheet of the round, and where it stands in the workbook. */
export interface LaterSheet {
  judge: Judge;
  judgeNo: number;
  kindNo: number;
  marks: Record<string, number>;
  /** What the judge gave after conferring. */
  revised: string | null;
  /** The desk's figures; undefined where the sheet does not count, or the rule has no values. */
  desk: SheetValue | undefined;
  row: number;
  /** Of its marks, one a criterion. */
  markRows: Rows;
  /** Among the sheets by judge. */
  byJudgeRow: number;
}

export interface LaterEntry {
  standing: Standing;
  order: number | null;
  panel: string | null;
  groupNo: number;
  panelNo: number;
  sheets: LaterSheet[];
  sheetRows: Rows | null;
  markRows: Rows | null;
  criteriaRows: Rows;
  kindRows: Rows;
  partRows: Rows;
  adjustments: { amount: number; article: string; reason: string }[];
  adjustmentRows: Rows | null;
  row: number;
}

/** A judge, and where the judge's sheets stand by judge. */
export interface LaterJudge {
  judge: Judge;
  sheets: { entry: LaterEntry; sheet: LaterSheet }[];
  rows: Rows | null;
  row: number;
}

/** Where everything stands in the workbook of a round of the second edition, before a cell of it is written. */
export interface LaterPlan {
  worked: Worked;
  rule: Rule;
  /** Null: the file bears values, not formulas. */
  figures: LaterFigures | null;
  /** What formulas do not say of this rule, so that the desk's value stands there. */
  cannot: ("placings" | "precision" | "ranks")[];
  entries: LaterEntry[];
  judges: LaterJudge[];
  panels: string[];
  grids: Record<LaterSheetName, Grid<LaterColumn>>;
  rows: { result: Rows; byJudge: Rows };
}

/** `names`: the sheets' names. */
export function laterPlanOf(worked: Worked, names: Record<LaterSheetName, string>): LaterPlan {
  const { round, standings } = worked;
  const { rule, criteria, entries: given, adjustments = [] } = round;
  const seats = round.judges.toSorted((a, b) => byCodePoint(a.key, b.key));
  const sheetsOf = Map.groupBy(round.sheets, (sheet) => sheet.entry);
  const adjustmentsOf = Map.groupBy(adjustments, (each) => each.entry);
  const revisedOf = new Map((round.revisions ?? []).map((each) => [`${each.entry}\n${each.judge}`, each.score]));
  const byKey = new Map(given.map((entry) => [entry.key, entry]));
  const groups = [...new Set(standings.map(({ group }) => group))];
  const panels = [...new Set(given.flatMap(({ panel }) => panel ?? []))].sort(byCodePoint);
  const next = { sheets: 2, marks: 2, criteria: 2, kinds: 2, parts: 2, adjustments: 2 };
  const entries = standings.map((standing, at): LaterEntry => {
    const { entry } = standing;
    const { order = null, panel = null } = byKey.get(entry) ?? {};
    const own = sheetsOf.get(entry) ?? [];
    const sheets = round.judges.flatMap((judge): LaterSheet[] => {
      const sheet = own.find((each) => each.judge === judge.key);
      if (!sheet) return [];
      return [
        {
          judge,
          judgeNo: seats.indexOf(judge) + 1,
          kindNo: (rule.kinds ?? []).findIndex(({ key }) => key === judge.kind) + 1,
          marks: sheet.marks,
          revised: (hasJudgeValues(rule) && revisedOf.get(`${entry}\n${judge.key}`)) || null,
          desk: standing.values?.find((value) => value.judge === judge.key),
          row: next.sheets++,
          markRows: taken("marks", criteria.length),
          byJudgeRow: 0,
        },
      ];
    });
    const first = sheets[0];
    const last = sheets.at(-1);
    const adjusted = adjustmentsOf.get(entry) ?? [];
    return {
      standing,
      order,
      panel,
      groupNo: rule.groups === "separate" ? groups.indexOf(standing.group) + 1 : 1,
      panelNo: panel === null ? 0 : panels.indexOf(panel) + 1,
      sheets,
      sheetRows: first && last ? { first: first.row, last: last.row } : null,
      markRows: first && last ? { first: first.markRows.first, last: last.markRows.last } : null,
      criteriaRows: taken("criteria", criteria.length),
      kindRows: taken("kinds", rule.kinds?.length ?? 0),
      partRows: taken("parts", rule.parts?.length ?? 0),
      adjustments: adjusted,
      adjustmentRows: adjusted.length > 0 ? taken("adjustments", adjusted.length) : null,
      row: at + 2,
    };
  });
  const judges = byJudge(seats, entries);
  const figures = laterFigures(round, Math.max(0, ...entries.map(({ sheets }) => sheets.length)));
  const plan = {
    worked,
    rule,
    figures,
    entries,
    judges,
    panels,
    rows: {
      result: { first: 2, last: entries.length + 1 },
      byJudge: { first: 2, last: Math.max(2, next.sheets - 1) },
    },
    cannot: [
      ...(figures ? [] : (["precision"] as const)),
      ...(rule.placings && !addsUp(worked) ? (["placings"] as const) : []),
      ...(figures && entries.length > mostRanked ? (["ranks"] as const) : []),
    ],
  };
  const columns = laterColumns(plan);
  const gridOf = (name: LaterSheetName) => grid(names[name], columns[name]);
  return {
    ...plan,
    grids: {
      marks: gridOf("marks"),
      sheets: gridOf("sheets"),
      byJudge: gridOf("byJudge"),
      judges: gridOf("judges"),
      kinds: gridOf("kinds"),
      criteria: gridOf("criteria"),
      parts: gridOf("parts"),
      adjustments: gridOf("adjustments"),
      panels: gridOf("panels"),
      result: gridOf("result"),
    },
  };

  function taken(what: keyof typeof next, count: number): Rows {
    const first = next[what];
    next[what] += count;
    return { first, last: first + count - 1 };
  }
}

/** The sheets once more, one judge's after the other's, so that a judge's mean and spread are of cells one above the other. */
function byJudge(seats: Judge[], entries: LaterEntry[]): LaterJudge[] {
  const all = Map.groupBy(
    entries.flatMap((entry) => entry.sheets.map((sheet) => ({ entry, sheet }))),
    ({ sheet }) => sheet.judge.key,
  );
  let next = 2;
  return seats.map((judge, at) => {
    const sheets = all.get(judge.key) ?? [];
    const first = next;
    for (const { sheet } of sheets) sheet.byJudgeRow = next++;
    return { judge, sheets, rows: sheets.length > 0 ? { first, last: next - 1 } : null, row: at + 2 };
  });
}

/** Whether an entry's total is the plain sum of its places: every judge of a ranking has all of its projects in order. */
function addsUp({ round }: Worked): boolean {
  const { rule, entries } = round;
  if (rule.placings?.method !== "sum") return false;
  const groupOf = new Map(entries.map(({ key, group }) => [key, rule.groups === "separate" ? group : null]));
  const counting = round.sheets.filter((sheet) => countsAtAll(sheet, round));
  return [...Map.groupBy(counting, ({ entry }) => groupOf.get(entry)).values()].every((sheets) => {
    const shown = new Set(sheets.map(({ entry }) => entry));
    return new Set(sheets.map(({ judge }) => judge)).size * shown.size === sheets.length;
  });
}
