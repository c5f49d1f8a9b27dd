import type { ReactNode } from "react";
import { type BarLook, BarPart, useStripes } from "./bar-looks.tsx";

export interface YearColumn {
  key: string;
  label: string;
  parts: { key: string; look: BarLook; count: number }[];
}

const [tall, foot, head] = [96, 22, 18];
/** So many names of years have room side by side on a phone. */
const mostLabels = 6;

/** A column a year, with how many it counts above it. `label` says the same in words. */
export function YearColumns({ label, columns }: { label: string; columns: YearColumn[] }): ReactNode {
  const [stripes, defs] = useStripes();
  const totalOf = ({ parts }: YearColumn) => parts.reduce((total, { count }) => total + count, 0);
  const highest = Math.max(1, ...columns.map(totalOf));
  const each = 100 / columns.length;
  const width = Math.min(each * 0.7, 14);
  const every = Math.ceil(columns.length / mostLabels);
  const ground = head + tall;
  return (
    <svg
      role="img"
      aria-label={label}
      width="100%"
      height={head + tall + foot}
      focusable="false"
      className="block max-w-160"
    >
      {defs}
      {columns.map((column, at) => {
        const middle = `${(each * (at + 0.5)).toFixed(2)}%`;
        const total = totalOf(column);
        let top = ground;
        return (
          <g key={column.key}>
            {column.parts.map(({ key, look, count }) => {
              const height = (count / highest) * tall;
              top -= height;
              const x = `${(each * (at + 0.5) - width / 2).toFixed(2)}%`;
              return (
                <BarPart
                  key={key}
                  {...{ look, stripes, x, y: top.toFixed(1), width: `${width.toFixed(2)}%`, height: height.toFixed(1) }}
                />
              );
            })}
            {total > 0 ? (
              <text x={middle} y={top - 5} textAnchor="middle" className="fill-ink text-sm tabular-nums">
                {total}
              </text>
            ) : null}
            {(columns.length - 1 - at) % every === 0 ? (
              <text x={middle} y={ground + 17} textAnchor="middle" className="fill-ink-soft text-sm tabular-nums">
                {column.label}
              </text>
            ) : null}
          </g>
        );
      })}
      <line x1="0" x2="100%" y1={ground} y2={ground} className="stroke-line-strong" />
    </svg>
  );
}
