import { hallScores } from "~/rules/standings/hall.ts";
import type { LaterColumn } from "./later-columns.ts";
import { inFormula } from "./later-figures.ts";
import type { LaterEntry, LaterPlan } from "./later-plan.ts";
import { type LaterRow, named } from "./later-sheet-rows.ts";
import { type VerdictWords, verdict, worked } from "./workbook-rows.ts";
import { noFigure } from "./xlsx.ts";

/** Steps 4 to 6 of the second edition, by formulas: kinds of judges, criteria, panels, parts; and adjustments as they were given. */

const number = (decimal: string | null | undefined) => (decimal == null ? null : Number(decimal));

/** What the judges of each kind make of each entry, before the weight. */
export function* kindRows(plan: LaterPlan, verdicts: VerdictWords): Generator<LaterRow> {
  const { rule, figures, grids } = plan;
  const grid = grids.kinds;
  for (const entry of plan.entries)
    for (const [at, kind] of (rule.kinds ?? []).entries()) {
      const row = entry.kindRows.first + at;
      const desk = entry.standing.kinds?.[kind.key];
      const facts = { ...named(entry), kind: kind.label, weight: kind.weight, deskKind: number(desk) };
      if (!figures) {
        yield facts;
        continue;
      }
      const cell = (key: LaterColumn) => grid.here.cell(key, row);
      const all = (key: LaterColumn) => (entry.sheetRows ? grids.sheets.there.column(key, entry.sheetRows) : "");
      const ofIt = (keys: LaterColumn[]) =>
        entry.sheetRows ? `SUMPRODUCT(${keys.map(all).join("*")}*(${all("kindNo")}=${at + 1}))` : "0";
      const { method } = kind.combine ?? rule.combine;
      const sum = ofIt(["kept", "figure"]);
      yield {
        ...facts,
        ...worked<LaterColumn>({
          counting: ofIt(["counts"]),
          kept: ofIt(["kept"]),
          unrounded: `IF(${cell("kept")}=0,${noFigure},${figures.clean(method === "sum" ? sum : `${sum}/${cell("kept")}`)})`,
          kindValue: `IF(${cell("kept")}=0,${noFigure},${figures.at(cell("unrounded"), "kind")})`,
          same: verdict(figures.shows(cell("kindValue"), { cell: cell("deskKind"), figure: desk }), verdicts),
        }),
      };
    }
}

/** Every criterion of every entry: the marks combined, and what they are worth. */
export function* laterCriterionRows(plan: LaterPlan, verdicts: VerdictWords): Generator<LaterRow> {
  const { rule, figures, grids } = plan;
  const grid = grids.criteria;
  for (const entry of plan.entries)
    for (const [at, criterion] of plan.worked.round.criteria.entries()) {
      const row = entry.criteriaRows.first + at;
      const desk = entry.standing.criteria[criterion.key] ?? { combined: null, points: null };
      const facts = {
        ...named(entry),
        criterion: criterion.label,
        factor: Number(criterion.factor),
        deskCombined: number(desk.combined),
        deskPoints: number(desk.points),
      };
      if (!figures) {
        yield facts;
        continue;
      }
      const cell = (key: LaterColumn) => grid.here.cell(key, row);
      const all = (key: LaterColumn) => (entry.markRows ? grids.marks.there.column(key, entry.markRows) : "");
      const ofIt = (keys: LaterColumn[]) =>
        entry.markRows ? `SUMPRODUCT(${keys.map(all).join("*")}*(${all("criterionNo")}=${at + 1}))` : "0";
      const sum = `${ofIt(["kept", "hundredths"])}/100`;
      const where = (figure: string) => `IF(${cell("kept")}=0,${noFigure},${figure})`;
      const combined = rule.combine.method === "sum" ? sum : `${sum}/${cell("kept")}`;
      const points = `${rule.places.combined === undefined ? combined : cell("combined")}*${cell("factor")}`;
      const equal = [
        figures.shows(cell("combined"), { cell: cell("deskCombined"), figure: desk.combined }),
        figures.shows(cell("points"), { cell: cell("deskPoints"), figure: desk.points }),
      ];
      yield {
        ...facts,
        ...worked<LaterColumn>({
          counting: ofIt(["counts"]),
          kept: ofIt(["kept"]),
          unrounded: where(figures.clean(combined)),
          combined: where(figures.at(cell("unrounded"), "combined")),
          points: where(rule.level === "criterion" ? figures.at(points, "points") : figures.clean(points)),
          same: verdict(`AND(${equal.join(",")})`, verdicts),
        }),
      };
    }
}

/** Points that no judge gives, times their weight; one that nobody entered counts 0. */
export function* partRows(plan: LaterPlan, verdicts: VerdictWords): Generator<LaterRow> {
  const { rule, figures, grids } = plan;
  const { round } = plan.worked;
  // What the hall's votes give is none that anybody entered
  const given = [...(round.parts ?? []), ...hallScores(round)];
  const scores = new Map(given.map((each) => [`${each.entry}\n${each.part}`, each.score]));
  for (const entry of plan.entries)
    for (const [at, part] of (rule.parts ?? []).entries()) {
      const desk = entry.standing.parts?.[part.key];
      const score = scores.get(`${entry.standing.entry}\n${part.key}`);
      const facts = {
        ...named(entry),
        part: part.label,
        weight: part.weight,
        score: number(score),
        deskPoints: number(desk),
      };
      if (!figures) {
        yield facts;
        continue;
      }
      const cell = (key: LaterColumn) => grids.parts.here.cell(key, entry.partRows.first + at);
      yield {
        ...facts,
        ...worked<LaterColumn>({
          unrounded: figures.clean(`${cell("weight")}*${cell("score")}`),
          points: figures.at(cell("unrounded"), "points"),
          same: verdict(figures.shows(cell("points"), { cell: cell("deskPoints"), figure: desk }), verdicts),
        }),
      };
    }
}

/** Penalties and bonuses, each with the article of the rules. */
export function* adjustmentRows({ entries }: LaterPlan): Generator<LaterRow> {
  for (const entry of entries)
    for (const { article, reason, amount } of entry.adjustments)
      yield { ...named(entry), article, reason, amount: amount / 100 };
}

/** Step 5: each panel's mean and coefficient; last the mean of all. `all`: what that line is called. */
export function* panelRows(plan: LaterPlan, all: string): Generator<LaterRow> {
  const { rule, figures, grids, panels, rows } = plan;
  if (!figures || !rule.coefficient) return;
  const { here } = grids.panels;
  const of = (key: LaterColumn) => grids.result.there.column(key, rows.result);
  const isLeft = grids.result.keys.includes("inMean") ? of("inMean") : `(${of("judged")}>${noFigure})`;
  const last = panels.length + 2;
  const line = (row: number, among: string): LaterRow => {
    const counting = here.cell("counting", row);
    return worked<LaterColumn>({
      counting: `SUMPRODUCT(${isLeft}*${among})`,
      mean: `IF(${counting}=0,${noFigure},${figures.factor(`SUMPRODUCT(${isLeft}*${among}*${of("judged")})/${counting}`, "panelMean")})`,
    });
  };
  for (const [at, panel] of panels.entries()) {
    const row = at + 2;
    const mean = here.cell("mean", row);
    const overall = here.cell("mean", last);
    yield {
      panel,
      panelNo: at + 1,
      ...line(row, `(${of("panelNo")}=${here.cell("panelNo", row)})`),
      ...worked<LaterColumn>({
        coefficient: `IF(OR(${mean}<=0,${overall}=${noFigure}),${noFigure},${figures.factor(`${overall}/${mean}`, "coefficient")})`,
      }),
    };
  }
  if (rule.coefficient.of === "entries" || panels.length === 0) {
    yield { panel: all, ...line(last, `(${of("panelNo")}>0)`) };
    return;
  }
  const means = here.column("mean", { first: 2, last: last - 1 });
  const counting = here.cell("counting", last);
  const mean = figures.factor(`SUMPRODUCT((${means}>${noFigure})*${means})/${counting}`, "panelMean");
  yield {
    panel: all,
    ...worked<LaterColumn>({
      counting: `SUMPRODUCT((${means}>${noFigure})*1)`,
      mean: `IF(${counting}=0,${noFigure},${mean})`,
    }),
  };
}

/** Step 4 of an entry: how many values count and are kept, and what they make, unrounded. */
export function judgedFormulas(plan: LaterPlan, entry: LaterEntry): Record<"counting" | "kept" | "unrounded", string> {
  const { rule, figures, grids } = plan;
  const { sheetRows } = entry;
  const none = { counting: "0", kept: "0", unrounded: String(noFigure) };
  if (!sheetRows || !figures) return none;
  const kept = grids.result.here.cell("kept", entry.row);
  const of = (key: LaterColumn) => grids.sheets.there.column(key, sheetRows);
  const counting = `SUM(${of("counts")})`;
  if (rule.placings) return { ...none, counting };
  if (rule.level === "criterion") {
    if (plan.worked.round.criteria.length === 0) return { ...none, counting };
    const points = grids.criteria.there.column("points", entry.criteriaRows);
    const sum = `SUMPRODUCT((${points}>${noFigure})*${points})`;
    return {
      counting,
      kept: `SUMPRODUCT((${points}>${noFigure})*1)`,
      unrounded: `IF(${kept}=0,${noFigure},${figures.clean(sum)})`,
    };
  }
  if (rule.kinds) {
    const values = grids.kinds.there.column("kindValue", entry.kindRows);
    const weights = grids.kinds.there.column("weight", entry.kindRows);
    return {
      counting,
      kept: `SUM(${of("kept")})`,
      unrounded: `IF(SUMPRODUCT((${values}=${noFigure})*1)>0,${noFigure},${figures.clean(`SUMPRODUCT(${weights}*${values})`)})`,
    };
  }
  const sum = `SUMPRODUCT(${of("kept")}*${of("figure")})`;
  const combined = rule.combine.method === "sum" ? sum : `${sum}/${kept}`;
  return {
    counting,
    kept: `SUM(${of("kept")})`,
    unrounded: `IF(${kept}=0,${noFigure},${figures.clean(combined)})`,
  };
}

/** Which of a panel's projects its mean is of, where the rule leaves the highest and lowest out. */
export function inMean({ rule, grids, rows }: LaterPlan, { row }: LaterEntry): Partial<Record<LaterColumn, string>> {
  const { high, low } = rule.coefficient ?? { high: 0, low: 0 };
  const { here } = grids.result;
  const own = (key: LaterColumn) => here.cell(key, row);
  const all = (key: LaterColumn) => here.column(key, rows.result);
  const same = `(${all("panelNo")}=${own("panelNo")})`;
  const before = `((${all("judged")}>${own("judged")})+(${all("judged")}=${own("judged")})*(${all("lineNo")}<${own("lineNo")}))`;
  const count = `SUMPRODUCT(${same}*(${all("judged")}>${noFigure}))`;
  const isLeft = `OR(${count}<${high + low + 1},AND(${own("inPanel")}>${high},${own("inPanel")}<=${count}-${low}))`;
  return {
    inPanel: `IF(${own("judged")}=${noFigure},0,1+SUMPRODUCT(${same}*${before}))`,
    inMean: `IF(${own("inPanel")}=0,0,IF(${isLeft},1,0))`,
  };
}

/** The weights of a rule as formulas write them. */
export const weighted = (weight: number, figure: string) => (weight === 1 ? figure : `${inFormula(weight)}*${figure}`);
