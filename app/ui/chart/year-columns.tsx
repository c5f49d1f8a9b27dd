import { type ReactNode, useId } from "react";

export interface YearColumn {
  key: string;
  label: string;
  parts: { key: string; look: BarLook; count: number }[];
}

const tall = 96;
const foot = 22;
const head = 18;
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
                  look={look}
                  stripes={stripes}
                  x={x}
                  y={top.toFixed(1)}
                  width={`${width.toFixed(2)}%`}
                  height={height.toFixed(1)}
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

export interface Bar {
  key: string;
  label: ReactNode;
  /** The number beside the label. */
  total: number;
  parts: { key: string; look: BarLook; count: number; label: string }[];
}

/** Bars one below the other, as wide as there is room; what each part counts stands below it in words. */
export function Bars({ label, bars }: { label: string; bars: Bar[] }): ReactNode {
  const longest = Math.max(1, ...bars.map(({ parts }) => parts.reduce((sum, { count }) => sum + count, 0)));
  return (
    <ul aria-label={label} className="grid gap-4">
      {bars.map((bar) => (
        <li
          key={bar.key}
          className="keep-together grid gap-x-4 gap-y-1 sm:grid-cols-[10rem_1fr] lg:grid-cols-[12rem_1fr]"
        >
          <span className="flex justify-between gap-3 font-semibold sm:block">
            <span className="wrap-anywhere">{bar.label}</span>{" "}
            <span className="tabular-nums sm:font-normal sm:text-ink-soft">{bar.total}</span>
          </span>
          <div className="min-w-0">
            <OneBar bar={bar} longest={longest} />
            <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-0.5 text-sm text-ink-soft">
              {bar.parts.map(({ key, look, count, label: words }) => (
                <li key={key} className="flex items-center gap-1.5 tabular-nums">
                  <BarKey look={look} />
                  {words} {count}
                </li>
              ))}
            </ul>
          </div>
        </li>
      ))}
    </ul>
  );
}

function OneBar({ bar, longest }: { bar: Bar; longest: number }): ReactNode {
  const [stripes, defs] = useStripes();
  const share = (count: number) => (count / longest) * 99;
  let passed = 0.5;
  return (
    <svg width="100%" height="20" aria-hidden="true" focusable="false" className="block">
      {defs}
      <line x1="0.5%" x2="0.5%" y1="0" y2="20" className="stroke-line-strong" />
      {bar.parts.map(({ key, look, count }) => {
        const x = passed;
        passed += share(count);
        const place = { x: `${x.toFixed(2)}%`, y: 2, width: `${share(count).toFixed(2)}%`, height: 16 };
        return <BarPart key={key} look={look} stripes={stripes} {...place} />;
      })}
    </svg>
  );
}

/** How a part of a bar looks: they differ in shape, not in colour alone. */
export type BarLook = "solid" | "striped" | "hollow" | "dashed";

/** A part of a bar, or a small square that explains one. Places and sizes are of the picture around it. */
function BarPart({ look, stripes, ...place }: BarPlace & { look: BarLook; stripes: string }): ReactNode {
  const fill = { solid: "fill-structure", striped: "", hollow: "fill-surface", dashed: "fill-surface" }[look];
  return (
    <rect
      {...place}
      fill={look === "striped" ? `url(#${stripes})` : undefined}
      strokeDasharray={look === "dashed" ? "3 2.5" : undefined}
      className={`${fill} stroke-structure`}
    />
  );
}

interface BarPlace {
  x: string | number;
  y: string | number;
  width: string | number;
  height: string | number;
}

/** The id of the stripes in one picture, and their definition to put into it. */
function useStripes(): [string, ReactNode] {
  const id = `stripes-${useId().replaceAll(":", "")}`;
  return [
    id,
    <defs key={id}>
      <pattern id={id} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="6" height="6" className="fill-surface" />
        <rect width="3" height="6" className="fill-structure" />
      </pattern>
    </defs>,
  ];
}

/** What a look stands for: a small square beside its words. */
export function BarKey({ look }: { look: BarLook }): ReactNode {
  const [stripes, defs] = useStripes();
  return (
    <svg width="14" height="14" aria-hidden="true" focusable="false" className="inline-block shrink-0">
      {defs}
      <BarPart look={look} stripes={stripes} x={1} y={1} width={12} height={12} />
    </svg>
  );
}
