import type { MarkTable } from "~/rules/standings/mark-table.ts";

/** Judges J1, J2 … and entries 1, 2 … with marks in points, to hundredths. */
export function markTable(points: (number | null)[][]): MarkTable {
  return {
    judges: (points[0] ?? []).map((_, at) => `J${at + 1}`),
    rows: points.map((row, at) => ({
      entry: String(at + 1),
      ranking: null,
      marks: row.map((each) => (each === null ? null : BigInt(Math.round(each * 100)) * 1_000_000n)),
    })),
  };
}
