import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatHundredths } from "../../rules/mark.ts";
import { classes } from "../classes.ts";

export interface Band {
  label: string;
  /** The band begins at this share of the maximum, in percent. */
  floorPercent: number;
  guidance?: string;
}

interface Props {
  bands: Band[];
  /** In hundredths of a point; `mark` null while there is none. */
  max: number;
  step: number;
  mark: number | null;
  /** The current band's guidance below the strip; on unless false. */
  guidance?: boolean;
}

/** The bands of a criterion as a strip from 0 to the maximum, with the place of the mark, its band and what that means. */
export function BandScale({ bands, max, step, mark, guidance = true }: Props): ReactNode {
  const { t } = useTranslation("ui");
  const ranges = bandRanges(bands, max, step);
  const current = mark === null ? undefined : ranges.findLast(({ from }) => mark >= from);
  if (ranges.length === 0) return null;
  return (
    <div className="grid gap-1.5">
      <svg width="100%" height="30" aria-hidden="true" focusable="false" className="block overflow-visible text-sm">
        {ranges.map((band) => {
          const [start, end] = [percent(band.from, max), percent(band.end, max)];
          return (
            <g key={band.floorPercent}>
              <rect
                x={`${start}%`}
                y="8"
                width={`${end - start}%`}
                height="22"
                className={classes(
                  "stroke-surface stroke-2",
                  band === current ? "fill-structure" : "fill-structure-soft",
                )}
              />
              <text
                x={`${(start + end) / 2}%`}
                y="24"
                textAnchor="middle"
                className={classes("font-medium", band === current ? "fill-on-structure" : "fill-structure")}
              >
                {band.label}
              </text>
            </g>
          );
        })}
        {mark === null ? null : (
          <svg x={`${percent(mark, max)}%`} y="0" overflow="visible" aria-hidden="true">
            <path d="M-6 0H6L0 8z" className="fill-ink" />
          </svg>
        )}
      </svg>
      {guidance ? (
        <p className="min-h-11 text-sm text-ink-soft" aria-live="polite">
          {current ? (
            <>
              <strong className="text-ink">
                {current.label} {current.text}
              </strong>{" "}
              {current.guidance}
            </>
          ) : (
            ranges
              .map(({ label, text }) => `${label} ${text}`)
              .reverse()
              .join(" · ")
          )}
        </p>
      ) : null}
      {ranges.some((band) => band.guidance) ? <AllBands ranges={ranges} title={t("bands.all")} /> : null}
    </div>
  );
}

interface BandRange extends Band {
  /** Hundredths: the lowest and highest mark on the step within the band, and where the strip's part ends. */
  from: number;
  end: number;
  text: string;
}

/** The bands from the lowest up, each with the marks that it covers. */
export function bandRanges(bands: Band[], max: number, step: number): BandRange[] {
  const rising = bands.toSorted((a, b) => a.floorPercent - b.floorPercent);
  return rising.map((band, at) => {
    const next = rising[at + 1];
    const from = Math.ceil((band.floorPercent * max) / 100 / step) * step;
    const end = next ? (next.floorPercent * max) / 100 : max;
    const last = next ? Math.ceil(end / step) * step - step : max;
    return {
      ...band,
      from,
      end,
      text: last > from ? `${formatHundredths(from)}–${formatHundredths(last)}` : formatHundredths(from),
    };
  });
}

function AllBands({ ranges, title }: { ranges: BandRange[]; title: string }): ReactNode {
  return (
    <details className="text-sm">
      <summary className="inline-flex min-h-8 items-center text-link underline underline-offset-3">{title}</summary>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1 py-1">
        {ranges.toReversed().map((band) => (
          <div key={band.floorPercent} className="contents">
            <dt className="font-semibold">
              {band.label} {band.text}
            </dt>
            <dd>{band.guidance}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function percent(value: number, max: number): number {
  return Math.round((value / max) * 10_000) / 100;
}
