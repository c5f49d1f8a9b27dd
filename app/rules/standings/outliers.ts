import { inPoints, type MarkTable } from "./mark-table.ts";
import { middleOf, standsOut, zsAgainstOthers } from "./own-level.ts";

/** A mark worth asking its judge about, with what made it so. */
export interface Outlier {
  entry: string;
  judge: string;
  /** In points. */
  mark: number;
  /** In standard deviations from the judge's own other marks. */
  z: number;
  /** The median of the other judges' z at this entry; null where none has one. */
  rest: number | null;
}

/** The marks that stand out (own-level.ts), the farthest first. */
export function outliers({ judges, rows }: MarkTable): Outlier[] {
  const zs = judges.map((_, judge) => {
    const own = rows.flatMap(({ marks }, row) => {
      const mark = marks[judge];
      return mark == null ? [] : [{ row, mark }];
    });
    const each = zsAgainstOthers(own.map(({ mark }) => mark));
    return new Map(own.map(({ row }, at) => [row, each[at] ?? null]));
  });
  return rows
    .flatMap(({ entry, marks }, row) =>
      judges.flatMap((judge, at) => {
        const [mark, z] = [marks[at], zs[at]?.get(row) ?? null];
        const rest = zs.flatMap((of, other) => (other === at ? [] : [of.get(row) ?? null]));
        return mark == null || z === null || !standsOut(z, rest)
          ? []
          : [{ entry, judge, mark: inPoints(mark), z, rest: middleOf(rest) }];
      }),
    )
    .sort((a, b) => Math.abs(b.z) - Math.abs(a.z));
}
