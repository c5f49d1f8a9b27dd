import type { Combine, trimming } from "~/rules/standings/rule.ts";
import type { Grid, Rows } from "./workbook-grid.ts";
import { noFigure } from "./xlsx.ts";

type Kept = "fromTop" | "high" | "fromBottom" | "low" | "kept";
type Needed = "counts" | "value" | "judgeNo" | "criterionNo" | Kept;

/**
 * How a value is found to be kept or dropped, among those of its entry that are in `rows` (and of its criterion, where
 * `among` names the column): the highest go first, then the lowest of what remains; of equal values the judge whose key
 * sorts last goes. The median keeps the one in the middle twice, or the two.
 */
export function droppingFormulas<K extends string>(
  { combine, trim }: { combine: Combine; trim: ReturnType<typeof trimming> },
  { here }: Grid<K>,
  at: { rows: Rows; row: number; value: K; among?: K },
): Record<Kept, string> {
  const { rows, row } = at;
  const own = (key: Needed) => here.cell(key as K, row);
  const all = (key: Needed) => here.column(key as K, rows);
  const value = here.cell(at.value, row);
  const values = here.column(at.value, rows);
  const same = at.among === undefined ? "" : `*(${here.column(at.among, rows)}=${here.cell(at.among, row)})`;
  const counting = `SUMPRODUCT(${all("counts")}${same || "*1"})`;
  const place = (worse: string, left: string) =>
    `1+SUMPRODUCT(${all("counts")}${left}${same}*((${values}${worse}${value})+(${values}=${value})*(${all("judgeNo")}>${own("judgeNo")})))`;
  if (combine.method === "trimmed-mean")
    return {
      fromTop: `${own("counts")}*(${place(">", "")})`,
      high: `IF(AND(${own("counts")}=1,${counting}>=${trim.atLeast},${own("fromTop")}<=${trim.high}),1,0)`,
      fromBottom: `${own("counts")}*(1-${own("high")})*(${place("<", `*(1-${all("high")})`)})`,
      low: `IF(AND(${own("counts")}=1,${own("high")}=0,${counting}>=${trim.atLeast},${own("fromBottom")}<=${trim.low}),1,0)`,
      kept: `${own("counts")}-${own("high")}-${own("low")}`,
    };
  const none = { fromTop: "", high: "", fromBottom: "", low: "" };
  if (combine.method !== "median") return { ...none, kept: own("counts") };
  const middle = (more: number) => `(${own("fromBottom")}=INT((${counting}+${more})/2))`;
  return {
    ...none,
    fromBottom: `${own("counts")}*(${place("<", "")})`,
    kept: `${own("counts")}*(${middle(1)}+${middle(2)})`,
  };
}

/** The whole number in a coarser unit, half-up, away from zero. */
export function rounded(whole: string, rounding: { times: bigint; over: bigint } | null): string {
  if (rounding === null) return whole;
  const { times, over } = rounding;
  return `SIGN(${whole})*INT((${2n * times}*ABS(${whole})+${over})/${2n * over})`;
}

/** The formula where there is such a figure, otherwise none. */
export function where(figure: string, then: string): string {
  return `IF(${figure}=${noFigure},${noFigure},${then})`;
}

/** The figure in points, or nothing. */
export function inPoints(figure: string, unit: bigint): string {
  return `IF(${figure}=${noFigure},"",${figure}/${unit})`;
}

/**
 * Whether the cell shows what the desk's does: in every digit where the digits end, else to nine decimals; nothing where the
 * desk has no figure.
 */
export function shows(cell: string, desk: { cell: string; figure: unknown }, unit: bigint): string {
  if (desk.figure === null) return `${cell}=""`;
  const ends = 10n ** 20n % unit === 0n;
  return `IF(ISNUMBER(${cell}),${ends ? `${cell}=${desk.cell}` : `ABS(${cell}-${desk.cell})<0.000000001`},1=0)`;
}
