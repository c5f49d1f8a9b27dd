import type { TieStep } from "~/rules/standings/rule.ts";
import { tieStepKind } from "~/rules/standings/rule.ts";
import type { LaterColumn } from "./later-columns.ts";
import { inMean, judgedFormulas, weighted } from "./later-entry-rows.ts";
import { inFormula, type LaterFigures } from "./later-figures.ts";
import type { LaterEntry, LaterPlan } from "./later-plan.ts";
import { type LaterRow, named } from "./later-sheet-rows.ts";
import { ladderPlaces } from "./tie-ladder.ts";
import { type VerdictWords, verdict, worked } from "./workbook-rows.ts";
import { noFigure } from "./xlsx.ts";

type Formulas = Partial<Record<LaterColumn, string>>;

const number = (decimal: string | null | undefined) => (decimal == null ? null : Number(decimal));

/** Every entry from what its judges make of it to its rank, a column a step; beside them the desk's figures. */
export function* laterResultRows(plan: LaterPlan, verdicts: VerdictWords): Generator<LaterRow> {
  const { rule, figures, grids } = plan;
  const grid = grids.result;
  for (const entry of plan.entries) {
    const { standing, row } = entry;
    const { total, own, panelPoints, coefficient, below = [] } = standing;
    const facts: LaterRow = {
      ...named(entry),
      group: standing.group,
      panel: entry.panel,
      groupNo: entry.groupNo,
      panelNo: entry.panelNo,
      lineNo: row - 1,
      deskJudged: number(panelPoints),
      deskCoefficient: number(coefficient),
      deskOwn: number(own),
      deskTotal: number(total),
      deskBelow: below.length > 0 ? 1 : 0,
      deskRank: standing.rank,
      deskShared: standing.shared ? 1 : 0,
      ...Object.fromEntries(
        (rule.carry ?? []).map(({ round }, at) => [`carried${at}`, number(standing.carried?.[round]) ?? noFigure]),
      ),
    };
    if (!figures) {
      yield facts;
      continue;
    }
    const cell = (key: LaterColumn) => grid.here.cell(key, row);
    const has = (key: LaterColumn) => grid.keys.includes(key);
    const formulas: Formulas = {
      ...judgedFormulas(plan, entry),
      ...(rule.placings ? {} : pointFormulas(plan, entry, figures)),
      ...(has("inPanel") ? inMean(plan, entry) : {}),
      ...(rule.thresholds && { below: belowFormula(plan, entry) }),
      ...rankFormulas(plan, entry),
    };
    const same = [
      figures.shows(cell("total"), { cell: cell("deskTotal"), figure: total }),
      ...(has("own") ? [figures.shows(cell("own"), { cell: cell("deskOwn"), figure: own })] : []),
      ...(has("deskJudged")
        ? [figures.shows(cell(has("scaled") ? "scaled" : "judged"), { cell: cell("deskJudged"), figure: panelPoints })]
        : []),
      ...(has("coefficient")
        ? [figures.shows(cell("coefficient"), { cell: cell("deskCoefficient"), figure: coefficient })]
        : []),
      ...(has("below") ? [`${cell("below")}=${cell("deskBelow")}`] : []),
      ...(has("rank")
        ? [
            standing.rank === null ? `${cell("rank")}=""` : `${cell("rank")}=${cell("deskRank")}`,
            `${cell("shared")}=${cell("deskShared")}`,
          ]
        : []),
    ];
    yield {
      ...facts,
      ...worked<LaterColumn>({ ...formulas, same: verdict(`AND(${same.join(",")})`, verdicts) }),
      ...(rule.placings && placedTotal(plan, entry)),
    };
  }
}

/** Steps 5 to 10. */
function pointFormulas(plan: LaterPlan, entry: LaterEntry, figures: LaterFigures): Formulas {
  const { rule, grids } = plan;
  const { floor, ceiling, carry } = rule;
  const { here, keys } = grids.result;
  const cell = (key: LaterColumn) => here.cell(key, entry.row);
  const where = (figure: string, then: string) => `IF(${figure}=${noFigure},${noFigure},${then})`;
  const points = cell(rule.coefficient ? "scaled" : "judged");
  const added = (["partPoints", "adjusted"] as const).filter((key) => keys.includes(key));
  const sum = [points, ...added.map(cell)].join("+");
  const capped = ceiling === undefined ? figures.clean(sum) : `MIN(${inFormula(ceiling)},${figures.clean(sum)})`;
  const bounded = floor === undefined ? capped : `MAX(${inFormula(floor)},${capped})`;
  const carried = (carry ?? []).map(({ weight }, at) => ({ weight, cell: cell(`carried${at}`) }));
  const own = where(cell("bounded"), figures.at(cell("bounded"), "total"));
  const all = [weighted(rule.weight ?? 1, cell("own")), ...carried.map((each) => weighted(each.weight, each.cell))];
  const lacks = [cell("own"), ...carried.map((each) => each.cell)].map((each) => `${each}=${noFigure}`);
  const panel = entry.panelNo > 0 ? grids.panels.there.cell("coefficient", entry.panelNo + 1) : String(noFigure);
  return {
    judged: where(cell("unrounded"), figures.at(cell("unrounded"), "judged")),
    ...(rule.coefficient && {
      coefficient: panel,
      scaled: `IF(OR(${cell("judged")}=${noFigure},${cell("coefficient")}=${noFigure}),${noFigure},${figures.at(`${cell("judged")}*${cell("coefficient")}`, "scaled")})`,
    }),
    ...(rule.parts && { partPoints: `SUM(${grids.parts.there.column("points", entry.partRows)})` }),
    adjusted: entry.adjustmentRows ? `SUM(${grids.adjustments.there.column("amount", entry.adjustmentRows)})` : "0",
    bounded: where(points, bounded),
    ...(carry
      ? {
          own,
          overall: `IF(OR(${lacks.join(",")}),${noFigure},${figures.clean(all.join("+"))})`,
          total: where(cell("overall"), figures.at(cell("overall"), "overall")),
        }
      : { total: own }),
  };
}

/** The sum of places; the desk's figure where formulas do not come to it. */
function placedTotal(plan: LaterPlan, entry: LaterEntry): LaterRow {
  const { grids, cannot } = plan;
  if (cannot.includes("placings")) return { total: number(entry.standing.total) ?? noFigure };
  if (!entry.sheetRows) return { total: noFigure };
  const counting = grids.result.here.cell("counting", entry.row);
  return worked<LaterColumn>({
    total: `IF(${counting}=0,${noFigure},SUM(${grids.sheets.there.column("place", entry.sheetRows)}))`,
  });
}

/** Step 11: whether a threshold is not reached. */
function belowFormula({ rule, grids, worked: { round } }: LaterPlan, { row, criteriaRows }: LaterEntry): string {
  const { total, criteria = {} } = rule.thresholds ?? {};
  const below = (figure: string, least: number) => `AND(${figure}<>${noFigure},${figure}<${inFormula(least)})`;
  const all = [
    ...(total === undefined ? [] : [below(grids.result.here.cell(rule.carry ? "own" : "total", row), total)]),
    ...round.criteria.flatMap(({ key }, at) => {
      const least = Object.hasOwn(criteria, key) ? criteria[key] : undefined;
      return least === undefined ? [] : [below(grids.criteria.there.cell("combined", criteriaRows.first + at), least)];
    }),
  ];
  return all.length === 0 ? "0" : `IF(OR(${all.join(",")}),1,0)`;
}

/** The place by the total, then what each tie step makes of it among equals, then the rank. */
function rankFormulas(plan: LaterPlan, entry: LaterEntry): Formulas {
  const { rule, grids, rows } = plan;
  const { here, keys } = grids.result;
  const own = (key: LaterColumn) => here.cell(key, entry.row);
  const all = (key: LaterColumn) => here.column(key, rows.result);
  const ties = rule.ties.map((step, at) => [`tie${at}`, tieFormula(plan, entry, step)] as const);
  if (!keys.includes("rank")) return Object.fromEntries(ties);
  const better = rule.placings ? "<" : ">";
  const mayRank = rule.thresholds?.below === "unranked" ? `,${own("below")}=0` : "";
  const group = rule.groups === "separate" ? `(${all("groupNo")}=${own("groupNo")})*` : "";
  const isRanked = `${own("ranks")}=1`;
  const last = `place${rule.ties.length}` as const;
  const equals = group ? `SUMPRODUCT(${group}(${all(last)}=${own(last)}))` : `COUNTIF(${all(last)},${own(last)})`;
  return {
    ...Object.fromEntries(ties),
    ranks: `IF(AND(${own("total")}<>${noFigure}${mayRank}),1,0)`,
    place0: `IF(${isRanked},1+SUMPRODUCT(${group}${all("ranks")}*(${all("total")}${better}${own("total")})),0)`,
    ...ladderPlaces(rule, { own, all }, { group, ranks: isRanked }),
    rank: `IF(${isRanked},${own(last)},"")`,
    shared: `IF(${isRanked},IF(${equals}>1,1,0),0)`,
  };
}

/** What a tie step sees in an entry. */
function tieFormula(plan: LaterPlan, entry: LaterEntry, step: TieStep): string {
  const { grids, worked: of, rule, figures } = plan;
  const { sheetRows, adjustmentRows } = entry;
  const none = String(noFigure);
  const { kind, of: name } = tieStepKind(step);
  const own = (key: LaterColumn) => grids.result.here.cell(key, entry.row);
  const sheets = (key: LaterColumn) => (sheetRows ? grids.sheets.there.column(key, sheetRows) : "");
  const counted = `SUMPRODUCT(${sheets("counts")}*${sheets("figure")})`;
  const ofSheets = (figure: string) => (sheetRows ? `IF(SUM(${sheets("counts")})=0,${none},${figure})` : none);
  switch (kind) {
    case "vote": {
      const { votes = {} } = of.round;
      return Object.hasOwn(votes, entry.standing.entry) ? String(-(votes[entry.standing.entry] ?? 0)) : none;
    }
    case "head-judge": {
      const { judges } = of.round;
      const head =
        judges.find((judge) => judge.head && judge.panel != null && judge.panel === entry.panel) ??
        judges.find((judge) => judge.head && judge.panel == null);
      const sheet = entry.sheets.find(({ judge }) => judge.key === head?.key);
      return sheet ? grids.sheets.there.cell("figure", sheet.row) : none;
    }
    case "highest-sheet":
      return sheetRows ? `MAX(${sheets("figure")})` : none;
    case "untrimmed-mean":
      return ofSheets(figures?.clean(`${counted}/SUM(${sheets("counts")})`) ?? "");
    case "sum-of-sheets":
      return ofSheets(figures?.clean(counted) ?? "");
    case "unrounded-total":
      return own(rule.carry ? "overall" : "bounded");
    case "own-total":
      return own("own");
    case "panel-points":
      return own(rule.coefficient ? "scaled" : "judged");
    case "fewest-penalties": {
      const amounts = adjustmentRows ? grids.adjustments.there.column("amount", adjustmentRows) : "";
      return adjustmentRows ? (figures?.clean(`SUMPRODUCT((${amounts}<0)*${amounts})`) ?? "") : "0";
    }
    case "part": {
      const at = (rule.parts ?? []).findIndex(({ key }) => key === name);
      return at < 0 ? none : grids.parts.there.cell("unrounded", entry.partRows.first + at);
    }
    case "carried": {
      const at = (rule.carry ?? []).findIndex(({ round }) => round === name);
      return at < 0 ? none : own(`carried${at}`);
    }
    case "criterion": {
      const at = of.round.criteria.findIndex(({ key }) => key === name);
      return at < 0 ? none : grids.criteria.there.cell("unrounded", entry.criteriaRows.first + at);
    }
  }
}
