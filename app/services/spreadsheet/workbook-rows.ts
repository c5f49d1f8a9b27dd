import type { TieStep } from "~/rules/standings/rule.ts";
import { ladderPlaces } from "./tie-ladder.ts";
import { droppingFormulas, inPoints, rounded, shows, where } from "./workbook-keeping.ts";
import type {
  CriteriaColumn,
  MarksColumn,
  PlannedEntry,
  PlannedSheet,
  ResultColumn,
  SheetsColumn,
  WorkbookPlan,
} from "./workbook-plan.ts";
import type { CellValue, Formula } from "./xlsx.ts";
import { noFigure } from "./xlsx.ts";

/** A row's cells by the keys of its columns. */
export type GridRow<K extends string> = Partial<Record<K, CellValue | Formula>>;

/** Said by formulas. */
export interface VerdictWords {
  same: string;
  different: string;
}

/** Formulas; of keys without one, nothing. */
export function worked<K extends string>(formulas: Partial<Record<K, string>>): GridRow<K> {
  const all = Object.entries(formulas as Record<string, string>);
  return Object.fromEntries(all.map(([key, formula]) => [key, formula === "" ? null : { formula }])) as GridRow<K>;
}

/** Says by formula whether it is so. */
export function verdict(is: string, { same, different }: VerdictWords): string {
  return `IF(${is},"${same}","${different}")`;
}

const number = (decimal: string | null) => (decimal === null ? null : Number(decimal));

/** Every mark: what was given, whether it counts, and whether it is dropped from its criterion. */
export function* markRows(plan: WorkbookPlan, verdicts: VerdictWords): Generator<GridRow<MarksColumn>> {
  const { worked: of, units, rule, marks: grid, sheets } = plan;
  const dropping = { combine: rule.combine, trim: plan.trim };
  for (const { standing, order, sheets: own, markRows: rows } of plan.entries)
    for (const sheet of own)
      for (const [at, criterion] of of.round.criteria.entries()) {
        const row = sheet.rows.first + at;
        const mark = Object.hasOwn(sheet.marks, criterion.key) ? (sheet.marks[criterion.key] ?? null) : null;
        const facts = {
          order,
          ...named(standing, sheet),
          criterion: criterion.label,
          max: criterion.max / 100,
          factor: Number(criterion.factor),
          mark: mark === null ? null : mark / 100,
        };
        if (!units || !rows) {
          yield facts;
          continue;
        }
        const cell = (key: MarksColumn) => grid.here.cell(key, row);
        const given = rule.missing === "zero" ? "" : `*COUNT(${cell("mark")})`;
        const drop = standing.dropped.find(
          (each) => each.judge === sheet.judge.key && each.criterion === criterion.key,
        );
        yield {
          ...facts,
          criterionNo: at + 1,
          judgeNo: sheet.judgeNo,
          ...(rule.level === "criterion" ? { deskDropped: drop?.why ?? null } : {}),
          ...worked({
            hundredths: `ROUND(${cell("mark")}*100,0)`,
            worth: `${cell("hundredths")}*(${units.factors[at]})`,
            counts: `${sheets.there.cell("counts", sheet.row)}${given}`,
            ...droppingFormulas(dropping, grid, { rows, row, value: "hundredths", among: "criterionNo" }),
            same: verdict(droppedAs(cell("high"), cell("low"), drop?.why), verdicts),
          }),
        };
      }
}

/** Every sheet with its total, and whether that is dropped. */
export function* sheetRows(plan: WorkbookPlan, verdicts: VerdictWords): Generator<GridRow<SheetsColumn>> {
  const { units, rule, marks, sheets: grid, worked: of } = plan;
  const dropping = { combine: rule.combine, trim: plan.trim };
  for (const { standing, order, sheets: own, sheetRows: rows } of plan.entries)
    for (const sheet of own) {
      const facts = { order, ...named(standing, sheet), head: sheet.judge.head ? 1 : 0 };
      if (!units || !rows) {
        yield facts;
        continue;
      }
      const { row } = sheet;
      const cell = (key: SheetsColumn) => grid.here.cell(key, row);
      const full = rule.level === "sheet" ? `${cell("given")}=${of.round.criteria.length}` : `${cell("given")}>0`;
      const drop = standing.dropped.find((each) => each.judge === sheet.judge.key && each.criterion === undefined);
      yield {
        ...facts,
        judgeNo: sheet.judgeNo,
        deskDropped: drop?.why ?? null,
        ...worked({
          given: `COUNT(${marks.there.column("mark", sheet.rows)})`,
          counts: rule.missing === "zero" ? "1" : `IF(${full},1,0)`,
          raw: `SUM(${marks.there.column("worth", sheet.rows)})`,
          value: `IF(${cell("counts")}=1,${rounded(cell("raw"), units.sheet.rounding)},${noFigure})`,
          total: inPoints(cell("value"), units.sheet.unit),
          ...droppingFormulas(dropping, grid, { rows, row, value: "value" }),
          same: verdict(droppedAs(cell("high"), cell("low"), drop?.why), verdicts),
        }),
      };
    }
}

/** Every criterion of every entry: the marks combined, and what they are worth. */
export function* criterionRows(plan: WorkbookPlan, verdicts: VerdictWords): Generator<GridRow<CriteriaColumn>> {
  const { units, marks, criteria: grid, worked: of } = plan;
  for (const { standing, order, markRows: rows, criteriaRows } of plan.entries)
    for (const [at, criterion] of of.round.criteria.entries()) {
      const row = criteriaRows.first + at;
      const desk = standing.criteria[criterion.key] ?? { combined: null, points: null };
      const facts = {
        order,
        entry: standing.entry,
        project: standing.title,
        criterion: criterion.label,
        factor: Number(criterion.factor),
        deskCombined: number(desk.combined),
        deskPoints: number(desk.points),
      };
      if (!units) {
        yield facts;
        continue;
      }
      const cell = (key: CriteriaColumn) => grid.here.cell(key, row);
      const all = (key: MarksColumn) => (rows ? marks.there.column(key, rows) : "");
      const ofIt = (keys: readonly MarksColumn[]) =>
        rows ? `SUMPRODUCT(${keys.map(all).join("*")}*(${all("criterionNo")}=${at + 1}))` : "0";
      const equal = [
        shows(cell("combined"), { cell: cell("deskCombined"), figure: desk.combined }, units.combined.unit),
        shows(cell("points"), { cell: cell("deskPoints"), figure: desk.points }, units.points.unit),
      ];
      yield {
        ...facts,
        ...worked({
          counting: ofIt(["counts"]),
          kept: ofIt(["kept"]),
          sum: ofIt(["kept", "hundredths"]),
          exact: shared(plan, cell),
          rounded: where(cell("exact"), rounded(cell("exact"), units.combined.rounding)),
          combined: inPoints(cell("rounded"), units.combined.unit),
          worth: where(cell("rounded"), rounded(`(${cell("rounded")}*(${units.factors[at]}))`, units.points.rounding)),
          points: inPoints(cell("worth"), units.points.unit),
          same: verdict(`AND(${equal.join(",")})`, verdicts),
        }),
      };
    }
}

/** Every entry: its total, what parts equals, its rank; beside them the desk's figures. */
export function* resultRows(plan: WorkbookPlan, verdicts: VerdictWords): Generator<GridRow<ResultColumn>> {
  const { units, rule, result: grid, resultRows: rows } = plan;
  const steps: ResultColumn[] = ["rounded", ...rule.ties.map((_, at) => `tie${at}` as const)];
  for (const entry of plan.entries) {
    const { standing, row } = entry;
    const facts = {
      order: entry.order,
      entry: standing.entry,
      project: standing.title,
      group: standing.group,
      groupNo: entry.groupNo,
      deskTotal: number(standing.total),
      deskRank: standing.rank,
      deskShared: standing.shared ? 1 : 0,
    };
    if (!units) {
      yield facts;
      continue;
    }
    const cell = (key: ResultColumn) => grid.here.cell(key, row);
    const all = (key: ResultColumn) => grid.here.column(key, rows);
    const better = steps.reduceRight((rest, key) => {
      const ahead = `(${all(key)}>${cell(key)})`;
      return rest === "" ? ahead : `(${ahead}+(${all(key)}=${cell(key)})*${rest})`;
    }, "");
    const own = `(${all("groupNo")}=${cell("groupNo")})`;
    const ranks = grid.keys.includes("rank");
    const isRanked = `${cell("rounded")}<>${noFigure}`;
    const climbs = grid.keys.includes("place0");
    const place = climbs ? cell(`place${rule.ties.length}`) : `1+SUMPRODUCT(${own}*${better})`;
    const equal = [
      shows(cell("total"), { cell: cell("deskTotal"), figure: standing.total }, units.total.unit),
      ...(ranks ? [shows(cell("rank"), { cell: cell("deskRank"), figure: standing.rank }, 1n)] : []),
      ...(ranks ? [`${cell("shared")}=${cell("deskShared")}`] : []),
    ];
    yield {
      ...facts,
      ...worked({
        ...sums(plan, entry),
        exact: rule.level === "sheet" ? shared(plan, cell) : `IF(${cell("kept")}=0,${noFigure},${cell("sum")})`,
        rounded: where(cell("exact"), rounded(cell("exact"), units.total.rounding)),
        total: inPoints(cell("rounded"), units.total.unit),
        ...Object.fromEntries(rule.ties.map((step, at) => [`tie${at}`, tieFigure(plan, entry, step)])),
        ...(climbs && {
          place0: `IF(${isRanked},1+SUMPRODUCT(${own}*(${all("rounded")}>${cell("rounded")})),0)`,
          ...ladderPlaces(rule, { own: cell, all }, { group: `${own}*`, ranks: isRanked }),
        }),
        rank: ranks ? `IF(${isRanked},${place},"")` : "",
        shared: ranks
          ? `IF(${cell("rounded")}=${noFigure},0,IF(SUMPRODUCT(${own}*(${all("rank")}=${cell("rank")}))>1,1,0))`
          : "",
        same: verdict(`AND(${equal.join(",")})`, verdicts),
      }),
    };
  }
}

/** How many values count, how many are kept, and their sum: of sheets, or of criteria's points. */
function sums(plan: WorkbookPlan, entry: PlannedEntry): Record<"counting" | "kept" | "sum", string> {
  const { rule, sheets, criteria } = plan;
  const rows = entry.sheetRows;
  const counting = rows ? `SUM(${sheets.there.column("counts", rows)})` : "0";
  if (rule.level === "criterion") {
    const points = criteria.there.column("worth", entry.criteriaRows);
    const countFormula = `SUMPRODUCT((${points}>${noFigure})*1)`;
    return { counting, kept: countFormula, sum: `SUMPRODUCT((${points}>${noFigure})*${points})` };
  }
  if (!rows) return { counting, kept: "0", sum: "0" };
  const countedColumn = sheets.there.column("kept", rows);
  return {
    counting,
    kept: `SUM(${countedColumn})`,
    sum: `SUMPRODUCT(${countedColumn}*${sheets.there.column("value", rows)})`,
  };
}

/** The sum, or shared by how many it has: a whole number, as it is multiplied first by what all can divide. */
function shared({ units }: WorkbookPlan, cell: (key: "kept" | "sum") => string): string {
  const share = units?.share.combined ?? 1n;
  const figure = share === 1n ? cell("sum") : `${cell("sum")}*(${share}/${cell("kept")})`;
  return `IF(${cell("kept")}=0,${noFigure},${figure})`;
}

function tieFigure(plan: WorkbookPlan, entry: PlannedEntry, step: TieStep): string {
  const { sheets, criteria, worked: of, units } = plan;
  const rows = entry.sheetRows;
  const none = String(noFigure);
  if (step === "vote") {
    const votes = of.round.votes ?? {};
    return Object.hasOwn(votes, entry.standing.entry) ? String(-(votes[entry.standing.entry] ?? 0)) : none;
  }
  if (step === "head-judge") {
    const head = of.round.judges.find((judge) => judge.head)?.key;
    const sheet = entry.sheets.find(({ judge }) => judge.key === head);
    return sheet ? sheets.there.cell("value", sheet.row) : none;
  }
  if (step === "highest-sheet") return rows ? `MAX(${sheets.there.column("value", rows)})` : none;
  if (step === "untrimmed-mean") {
    if (!rows) return none;
    const counts = sheets.there.column("counts", rows);
    const value = sheets.there.column("value", rows);
    return `IF(SUM(${counts})=0,${none},SUMPRODUCT(${counts}*${value})*(${units?.share.mean}/SUM(${counts})))`;
  }
  const at = of.round.criteria.findIndex(({ key }) => `criterion:${key}` === step);
  return at < 0 ? none : criteria.there.cell("exact", entry.criteriaRows.first + at);
}

/** Whether the formulas drop what the desk does. */
export function droppedAs(high: string, low: string, why: "high" | "low" | undefined): string {
  return `AND(${high}=${why === "high" ? 1 : 0},${low}=${why === "low" ? 1 : 0})`;
}

function named({ entry, title }: PlannedEntry["standing"], { judge }: PlannedSheet) {
  return { entry, project: title, judge: judge.key, judgeName: judge.name };
}
