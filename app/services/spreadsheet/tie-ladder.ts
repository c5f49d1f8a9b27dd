import type { Rule } from "~/rules/standings/rule.ts";
import { both } from "./workbook-table.ts";
import { noFigure } from "./xlsx.ts";

type PlaceColumn = `place${number}`;

/** A cell of the entry's row, and the whole column below a heading. */
interface Result {
  own: (key: `tie${number}` | PlaceColumn) => string;
  all: (key: `tie${number}` | PlaceColumn) => string;
}

/** The columns of the places: by the total, then after each tie step. */
export function ladderColumns({ ties }: Rule): PlaceColumn[] {
  return [0, ...ties.map((_, at) => at + 1)].map((at): PlaceColumn => `place${at}`);
}

export function ladderHeading(at: number): string {
  return at === 0 ? both("column.placeByTotal") : `${both("column.placeAfter")} ${at}`;
}

/**
 * The place after each tie step, from the place before it: those of its equals that the step sees more in go ahead. A step
 * in which one of them has nothing is passed over where the rule says so. `group`: a factor that is 1 for the entries of the
 * same ranking ("" where there is one ranking); `ranks`: whether the entry has a rank.
 */
export function ladderPlaces(
  { ties, lacking }: Rule,
  { own, all }: Result,
  { group, ranks }: { group: string; ranks: string },
): Record<PlaceColumn, string> {
  const places = ties.map((_, at) => {
    const before = `place${at}` as const;
    const tie = `tie${at}` as const;
    const equals = `${group}(${all(before)}=${own(before)})`;
    const ahead = `SUMPRODUCT(${equals}*(${all(tie)}>${own(tie)}))`;
    const nobody = `SUMPRODUCT(${equals}*(${all(tie)}=${noFigure}))`;
    const moved = lacking === "skip" ? `IF(${nobody}>0,0,${ahead})` : ahead;
    const isAlone = `COUNTIF(${all(before)},${own(before)})=1`;
    const place = `IF(${isAlone},${own(before)},${own(before)}+${moved})`;
    return [`place${at + 1}`, `IF(${ranks},${place},0)`] as const;
  });
  return Object.fromEntries(places);
}
