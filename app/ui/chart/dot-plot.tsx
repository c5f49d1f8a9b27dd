import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { classes } from "../classes.ts";
import { placeDots } from "./place-dots.ts";

export interface Dot {
  value: number;
  /** Whose: shown at the dot, and in the table of figures. */
  label: string;
  /** Not counted: drawn hollow. */
  dropped?: boolean;
  highlight?: boolean;
}

export interface DotRow {
  key: string;
  label: string;
  dots: Dot[];
  /** What the dots come to: drawn as an upright line. */
  mark?: number;
}

interface Props {
  /** What is shown, as a sentence or title. */
  label: string;
  rows: DotRow[];
  min: number;
  max: number;
  /** Numbers as text; two decimals at most unless told. */
  format?: (value: number) => string;
}

/** Each value as a dot on a line of its own row, so that spread and outliers are seen; the same figures as a table. */
export function DotPlot({ label, rows, min, max, format = plain }: Props): ReactNode {
  const { t } = useTranslation("ui");
  if (rows.length === 0) return <p className="text-ink-soft">{t("plot.none")}</p>;
  return (
    <figure className="keep-together grid gap-2">
      <figcaption className="font-semibold">{label}</figcaption>
      <div aria-hidden="true" className="grid grid-cols-[minmax(4.5rem,max-content)_1fr] items-center gap-x-4">
        {rows.map((row) => (
          <div key={row.key} className="col-span-full grid grid-cols-subgrid items-center border-line border-b">
            <span className="max-w-48 py-1 text-sm">{row.label}</span>
            <DotLine row={row} min={min} max={max} format={format} />
          </div>
        ))}
        <span />
        <span className="flex justify-between text-sm text-ink-soft">
          {[min, (min + max) / 2, max].map((tick) => (
            <span key={tick}>{format(tick)}</span>
          ))}
        </span>
      </div>
      <details className="text-sm">
        <summary className="no-print inline-flex min-h-8 items-center text-link underline underline-offset-3">
          {t("plot.table")}
        </summary>
        <table className="w-full max-w-[42rem]">
          <caption className="sr-only">{label}</caption>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key} className="border-line border-b align-top">
                <th scope="row" className="py-1 pe-4 text-start font-medium">
                  {row.label}
                </th>
                <td className="py-1">
                  {row.dots
                    .map((dot) => `${dot.label} ${format(dot.value)}${dot.dropped ? ` (${t("plot.dropped")})` : ""}`)
                    .join(" · ")}
                </td>
                <td className="py-1 ps-4 text-end">
                  {row.mark === undefined ? "" : `${t("plot.mark")} ${format(row.mark)}`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

function DotLine({
  row,
  min,
  max,
  format,
}: {
  row: DotRow;
  min: number;
  max: number;
  format: (value: number) => string;
}): ReactNode {
  const { placed, levels } = placeDots(row.dots, min, max);
  const height = 24 + (levels - 1) * 12;
  const at = (value: number) => `${percent(value, min, max)}%`;
  return (
    <svg width="100%" height={height} focusable="false" aria-hidden="true" className="block overflow-visible">
      <line x1="0" x2="100%" y1={height - 12} y2={height - 12} className="stroke-line" />
      {[0, 25, 50, 75, 100].map((tick) => (
        <line
          key={tick}
          x1={`${tick}%`}
          x2={`${tick}%`}
          y1={height - 15}
          y2={height - 9}
          className="stroke-line-strong"
        />
      ))}
      {row.mark === undefined ? null : (
        <line x1={at(row.mark)} x2={at(row.mark)} y1="1" y2={height - 1} className="stroke-2 stroke-ink" />
      )}
      {placed.map(({ dot, level }) => (
        <circle
          key={dot.label}
          cx={at(dot.value)}
          cy={height - 12 - level * 12}
          r="5.5"
          className={classes(
            "stroke-2",
            dot.dropped
              ? "fill-surface stroke-line-strong"
              : dot.highlight
                ? "fill-act stroke-surface"
                : "fill-structure stroke-surface",
          )}
        >
          <title>{`${dot.label} ${format(dot.value)}`}</title>
        </circle>
      ))}
    </svg>
  );
}

function percent(value: number, min: number, max: number): number {
  return Math.round(((value - min) / (max - min || 1)) * 10_000) / 100;
}

function plain(value: number): string {
  return String(Math.round(value * 100) / 100);
}
