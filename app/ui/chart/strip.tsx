import type { ReactNode } from "react";
import { classes } from "../classes.ts";

/** What the ends of a strip stand for, the same for all strips that are compared. */
export interface Scale {
  from: number;
  to: number;
}

interface Props {
  /** What the picture shows, in words. */
  label: string;
  scale: Scale;
  dots?: { value: number; hollow?: boolean }[];
  /** An upright line. */
  line?: number | null;
  /** A thin line from end to end, and a thick bar between. */
  range?: Scale;
  bar?: Scale;
  /** An upright dashed line, such as where zero lies. */
  origin?: number;
}

/**
 * Values on one line, as wide as there is room: dots, filled or hollow, a line, a bar. They differ in shape, not in colour
 * alone. Places are shares of the width, so that dots stay round on a phone and on a projector.
 */
export function Strip({ label, scale, dots = [], line, range, bar, origin }: Props): ReactNode {
  const at = (value: number) => `${(share(value, scale) * 96 + 2).toFixed(2)}%`;
  return (
    <svg role="img" aria-label={label} width="100%" height="28" className="block min-w-40" focusable="false">
      <line x1="2%" x2="98%" y1="14" y2="14" className="stroke-line" />
      {origin === undefined ? null : (
        <line x1={at(origin)} x2={at(origin)} y1="1" y2="27" strokeDasharray="3 2.5" className="stroke-line-strong" />
      )}
      {range ? (
        <line x1={at(range.from)} x2={at(range.to)} y1="14" y2="14" className="stroke-2 stroke-structure" />
      ) : null}
      {bar ? (
        <line
          x1={at(bar.from)}
          x2={at(bar.to)}
          y1="14"
          y2="14"
          strokeWidth="12"
          className="stroke-structure"
          opacity="0.55"
        />
      ) : null}
      {dots.map(({ value, hollow }, place) => (
        <circle
          // biome-ignore lint/suspicious/noArrayIndexKey: the picture stands still, and equal dots lie on one another
          key={place}
          cx={at(value)}
          cy="14"
          r={hollow ? 4.5 : 5}
          className={hollow ? "fill-surface stroke-2 stroke-structure" : "fill-structure stroke-surface"}
        />
      ))}
      {line == null ? null : <line x1={at(line)} x2={at(line)} y1="2" y2="26" className="stroke-3 stroke-ink" />}
    </svg>
  );
}

function share(value: number, { from, to }: Scale): number {
  return to > from ? (value - from) / (to - from) : 0.5;
}

interface StripLine {
  key: string;
  name: ReactNode;
  strip: ReactNode;
  figure: ReactNode;
}

interface ListProps {
  lines: StripLine[];
  /** What the ends of the scale stand for. */
  ends: [from: string, to: string];
  /** The figures are several numbers. */
  wide?: boolean;
}

/** Strips below one another on one scale, each with its name and its figure; on a phone name and figure stand above. */
export function StripList({ lines, ends, wide = false }: ListProps): ReactNode {
  // Of one width in every line, so that the strips are
  const columns = wide ? "sm:grid-cols-[minmax(8rem,16rem)_1fr_15rem]" : "sm:grid-cols-[minmax(8rem,16rem)_1fr_5rem]";
  return (
    <div className="grid gap-1">
      <ul className="grid">
        {lines.map(({ key, name, strip, figure }) => (
          <li
            key={key}
            className={classes(
              "keep-together grid grid-cols-[1fr_auto] items-center gap-x-4 border-line border-b py-1 last:border-b-0",
              columns,
            )}
          >
            <span className="min-w-0">{name}</span>
            <span className="order-last col-span-2 min-w-0 sm:order-none sm:col-span-1">{strip}</span>
            <span className="text-end font-semibold tabular-nums">{figure}</span>
          </li>
        ))}
      </ul>
      <p aria-hidden="true" className={classes("grid grid-cols-[1fr_auto] gap-x-4 text-ink-soft text-sm", columns)}>
        <span className="col-span-2 flex justify-between sm:col-span-1 sm:col-start-2">
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </span>
      </p>
    </div>
  );
}
