import { trimming } from "~/rules/standings/rule.ts";
import type { LaterColumn } from "./later-columns.ts";
import { inFormula } from "./later-figures.ts";
import type { LaterEntry, LaterPlan, LaterSheet } from "./later-plan.ts";
import { droppingFormulas } from "./workbook-keeping.ts";
import { droppedAs, type GridRow, type VerdictWords, verdict, worked } from "./workbook-rows.ts";
import { noFigure } from "./xlsx.ts";

/** Steps 1 to 3 of the second edition, by formulas: marks, sheets, and the sheets of each judge with their mean and spread. */

export type LaterRow = GridRow<LaterColumn>;

/** Every mark, and whether it counts and is dropped from its criterion. */
export function* laterMarkRows(plan: LaterPlan, verdicts: VerdictWords): Generator<LaterRow> {
  const { rule, figures, grids } = plan;
  const grid = grids.marks;
  for (const entry of plan.entries)
    for (const sheet of entry.sheets)
      for (const [at, criterion] of plan.worked.round.criteria.entries()) {
        const row = sheet.markRows.first + at;
        const mark = Object.hasOwn(sheet.marks, criterion.key) ? (sheet.marks[criterion.key] ?? null) : null;
        const facts = {
          ...named(entry),
          judge: sheet.judge.key,
          judgeName: sheet.judge.name,
          criterion: criterion.label,
          max: criterion.max / 100,
          factor: Number(criterion.factor),
          mark: mark === null ? null : mark / 100,
          criterionNo: at + 1,
          judgeNo: sheet.judgeNo,
        };
        if (!figures || !entry.markRows) {
          yield facts;
          continue;
        }
        const cell = (key: LaterColumn) => grid.here.cell(key, row);
        const drop = entry.standing.dropped.find(
          (each) => each.judge === sheet.judge.key && each.criterion === criterion.key,
        );
        const given = rule.missing === "zero" ? "" : `*COUNT(${cell("mark")})`;
        const combined = { combine: rule.combine, trim: trimming(rule) };
        yield {
          ...facts,
          deskDropped: drop?.why ?? null,
          ...worked<LaterColumn>({
            hundredths: `ROUND(${cell("mark")}*100,0)`,
            worth: figures.clean(`${cell("hundredths")}*${cell("factor")}/100`),
            counts: `${grids.sheets.there.cell("counts", sheet.row)}${given}`,
            ...droppingFormulas(combined, grid, {
              rows: entry.markRows,
              row,
              value: "hundredths",
              among: "criterionNo",
            }),
            same: grid.keys.includes("same") ? verdict(droppedAs(cell("high"), cell("low"), drop?.why), verdicts) : "",
          }),
        };
      }
}

/** Every sheet: its total, its standard score, what the judge gave after conferring, and which of them goes on. */
export function* laterSheetRows(plan: LaterPlan, verdicts: VerdictWords): Generator<LaterRow> {
  const { rule, figures, grids } = plan;
  const grid = grids.sheets;
  const criteria = plan.worked.round.criteria.length;
  for (const entry of plan.entries)
    for (const sheet of entry.sheets) {
      const { row, judge } = sheet;
      const kind = rule.kinds?.[sheet.kindNo - 1];
      const facts = {
        ...named(entry),
        judge: judge.key,
        judgeName: judge.name,
        kind: kind?.label ?? null,
        head: judge.head ? 1 : 0,
        revised: sheet.revised === null ? null : Number(sheet.revised),
        judgeNo: sheet.judgeNo,
        kindNo: sheet.kindNo,
      };
      if (!figures || !entry.sheetRows) {
        yield facts;
        continue;
      }
      const cell = (key: LaterColumn) => grid.here.cell(key, row);
      const counting = (figure: string) => `IF(${cell("counts")}=1,${figure},${noFigure})`;
      const full = rule.level === "sheet" ? `${cell("given")}=${criteria}` : `${cell("given")}>0`;
      const first = rule.normalise ? cell("normalised") : cell("sheetTotal");
      const drop = entry.standing.dropped.find((each) => each.judge === judge.key && each.criterion === undefined);
      const combine = kind?.combine ?? rule.combine;
      yield {
        ...facts,
        deskDropped: drop?.why ?? null,
        ...worked<LaterColumn>({
          given: `COUNT(${grids.marks.there.column("mark", sheet.markRows)})`,
          counts: rule.missing === "zero" ? "1" : `IF(${full},1,0)`,
          sheetTotal: counting(figures.at(`SUM(${grids.marks.there.column("worth", sheet.markRows)})`, "sheet")),
          normalised: rule.normalise ? counting(grids.byJudge.there.cell("normalised", sheet.byJudgeRow)) : "",
          figure: counting(
            grid.keys.includes("revised") ? `IF(ISNUMBER(${cell("revised")}),${cell("revised")},${first})` : first,
          ),
          place: grid.keys.includes("place") ? grids.byJudge.there.cell("place", sheet.byJudgeRow) : "",
          ...(grid.keys.includes("kept")
            ? droppingFormulas({ combine, trim: trimming({ combine }) }, grid, {
                rows: entry.sheetRows,
                row,
                value: "figure",
                ...(rule.kinds && { among: "kindNo" as const }),
              })
            : {}),
          same: grid.keys.includes("same") ? verdict(sameDropped(combine.method, cell, drop?.why), verdicts) : "",
        }),
      };
    }
}

function sameDropped(method: string, cell: (key: LaterColumn) => string, why: "high" | "low" | undefined): string {
  return method === "trimmed-mean" ? droppedAs(cell("high"), cell("low"), why) : why === undefined ? "1=1" : "1=0";
}

/** The sheets of each judge one below the other, with the standard score, or the place in the judge's order. */
export function* byJudgeRows(plan: LaterPlan, verdicts: VerdictWords): Generator<LaterRow> {
  const { figures, grids } = plan;
  const grid = grids.byJudge;
  for (const { judge, sheets, rows, row: judgeRow } of plan.judges)
    for (const { entry, sheet } of sheets) {
      const { desk, byJudgeRow: row } = sheet;
      const place = entry.standing.placings?.[judge.key];
      const facts = {
        judge: judge.key,
        judgeName: judge.name,
        entry: entry.standing.entry,
        project: entry.standing.title,
        groupNo: entry.groupNo,
        deskNormalised: desk?.normalised === undefined ? null : Number(desk.normalised),
        deskPlace: place === undefined ? null : Number(place),
      };
      if (!figures || !rows) {
        yield facts;
        continue;
      }
      const cell = (key: LaterColumn) => grid.here.cell(key, row);
      const there = (key: LaterColumn) => grids.sheets.there.cell(key, sheet.row);
      const isPlaced = grid.keys.includes("place");
      const same = isPlaced
        ? place === undefined
          ? `${cell("place")}=""`
          : `${cell("place")}=${cell("deskPlace")}`
        : desk?.normalised === undefined
          ? `${cell("normalised")}=""`
          : figures.shows(cell("normalised"), { cell: cell("deskNormalised"), figure: desk.normalised });
      yield {
        ...facts,
        ...worked<LaterColumn>({
          sheetTotal: `IF(${there("counts")}=1,${there("sheetTotal")},"")`,
          ...(isPlaced ? placeFormulas(plan, { entry, sheet, rows }) : scoreFormulas(plan, sheet, judgeRow)),
          same: verdict(same, verdicts),
        }),
      };
    }
}

/** Step 2: what a total says beside its judge's mean and spread. */
function scoreFormulas(
  plan: LaterPlan,
  { byJudgeRow: row }: LaterSheet,
  judgeRow: number,
): Partial<Record<LaterColumn, string>> {
  const { figures, grids, rule } = plan;
  const { normalise } = rule;
  const cell = (key: LaterColumn) => grids.byJudge.here.cell(key, row);
  const of = (key: LaterColumn, line: number) => grids.judges.there.cell(key, line);
  const pool = plan.judges.length + 2;
  const mean = normalise?.method === "standard-score" ? inFormula(normalise.mean) : of("mean", pool);
  const sd = normalise?.method === "standard-score" ? inFormula(normalise.sd) : of("sd", pool);
  const score = `${mean}+${sd}*(${cell("sheetTotal")}-${cell("mean")})/${cell("sd")}`;
  const rounded = (figure: string) => figures?.at(figure, "normalised") ?? "";
  return {
    mean: of("mean", judgeRow),
    sd: of("sd", judgeRow),
    normalised: `IF(${cell("sheetTotal")}="","",IF(${of("flat", judgeRow)}=1,${rounded(mean)},${rounded(score)}))`,
  };
}

/** In place of points: the highest of the judge's figures, adjustments added, has place 1, equals share the mean of theirs. */
function placeFormulas(
  { grids, figures }: LaterPlan,
  { entry, sheet, rows }: { entry: LaterEntry; sheet: LaterSheet; rows: { first: number; last: number } },
): Partial<Record<LaterColumn, string>> {
  const { here } = grids.byJudge;
  const own = (key: LaterColumn) => here.cell(key, sheet.byJudgeRow);
  const there = (key: LaterColumn) => grids.sheets.there.cell(key, sheet.row);
  const added = entry.adjustmentRows ? `+SUM(${grids.adjustments.there.column("amount", entry.adjustmentRows)})` : "";
  const among = (sign: string) =>
    `SUMPRODUCT((${here.column("groupNo", rows)}=${own("groupNo")})*(${here.column("inOrder", rows)}${sign}${own("inOrder")}))`;
  return {
    inOrder: `IF(${there("counts")}=1,${figures?.clean(`${there("figure")}${added}`)},${noFigure})`,
    place: `IF(${there("counts")}=1,1+${among(">")}+(${among("=")}-1)/2,"")`,
  };
}

/** Each judge's mean and spread; last, where the rule takes them, those of all sheets. `all`: what that line is called. */
export function* judgeRows(
  { judges, figures, grids, rule, rows: { byJudge } }: LaterPlan,
  all: string,
): Generator<LaterRow> {
  if (!figures || !rule.normalise) return;
  const { atLeast = 2 } = rule.normalise;
  const line = (row: number, cells: string): LaterRow => {
    const counting = grids.judges.here.cell("counting", row);
    const rounded = (figure: string, place: "judgeMean" | "judgeSd") =>
      rule.places[place] === undefined ? figure : figures.at(figure, place);
    return worked<LaterColumn>({
      counting: cells === "" ? "0" : `COUNT(${cells})`,
      mean: cells === "" ? '""' : `IF(${counting}=0,"",${rounded(`AVERAGE(${cells})`, "judgeMean")})`,
      sd:
        cells === ""
          ? "0"
          : `IF(${counting}<2,0,IF(MAX(${cells})=MIN(${cells}),0,${rounded(`_xlfn.STDEV.S(${cells})`, "judgeSd")}))`,
      flat: `IF(OR(${counting}<${atLeast},${grids.judges.here.cell("sd", row)}=0),1,0)`,
    });
  };
  const totals = (rows: { first: number; last: number }) => grids.byJudge.there.column("sheetTotal", rows);
  for (const { judge, rows, row } of judges)
    yield { judge: judge.key, judgeName: judge.name, ...line(row, rows ? totals(rows) : "") };
  if (rule.normalise.method === "to-pool") {
    const { flat: _, ...pool } = line(judges.length + 2, totals(byJudge));
    yield { judge: all, ...pool };
  }
}

export function named({ standing, order }: LaterEntry): LaterRow {
  return { order, entry: standing.entry, project: standing.title };
}
