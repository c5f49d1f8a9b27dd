import type { ReactNode } from "react";

interface Props {
  /** What the picture shows, in words. */
  label: string;
  marks: number[];
  /** Where the solid line stands, and the dashed one; null leaves it out. */
  mean: number | null;
  middle: number | null;
  /** What the ends of the strip stand for, the same for all strips that are compared. */
  scale: { from: number; to: number };
}

const width = 240;
const height = 28;
const edge = 6;

/** One judge's marks as dots on a line: equal ones lie on one another. The lines differ in shape, not in colour alone. */
export function MarkStrip({ label, marks, mean, middle, scale: { from, to } }: Props): ReactNode {
  const at = (mark: number) =>
    Math.round(to > from ? edge + ((mark - from) / (to - from)) * (width - 2 * edge) : width / 2);
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${width} ${height}`} className="block h-7 w-60" focusable="false">
      <line x1={edge} x2={width - edge} y1={height / 2} y2={height / 2} className="stroke-line" />
      {middle === null ? null : (
        <line
          x1={at(middle)}
          x2={at(middle)}
          y1="1"
          y2={height - 1}
          strokeDasharray="3 2.5"
          className="stroke-1 stroke-ink"
        />
      )}
      {[...new Set(marks.map(at))].map((x) => (
        <circle key={x} cx={x} cy={height / 2} r="3.5" className="fill-structure stroke-surface" />
      ))}
      {mean === null ? null : (
        <line x1={at(mean)} x2={at(mean)} y1="3" y2={height - 3} className="stroke-3 stroke-ink" />
      )}
    </svg>
  );
}
