import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type BandRange, bandOf } from "~/rules/scoring/bands.ts";
import { classes } from "../classes.ts";

interface StripProps {
  ranges: BandRange[];
  max: number;
  mark: number | null;
}

/** The strip alone; its words stand in BandGuidance. */
export function BandStrip({ ranges, max, mark }: StripProps): ReactNode {
  const current = mark === null ? undefined : bandOf(mark, ranges);
  return (
    <svg width="100%" height="24" aria-hidden="true" focusable="false" className="block overflow-visible text-sm">
      {ranges.map((band) => {
        const start = percent(band.from, max);
        const end = percent(band.end, max);
        return (
          <g key={band.floorPercent}>
            <rect
              x={`${start}%`}
              y="0"
              width={`${Math.max(end - start, 0)}%`}
              height="24"
              className={classes(
                "stroke-2 stroke-surface",
                band === current ? "fill-structure" : "fill-structure-soft",
              )}
            />
            <text
              x={`${(start + end) / 2}%`}
              y="17"
              textAnchor="middle"
              className={classes("font-medium", band === current ? "fill-on-structure" : "fill-structure")}
            >
              {band.label}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

/** In words: the band of the mark and its guidance; before there is one, the range of each band. */
export function BandGuidance({ ranges, mark }: { ranges: BandRange[]; mark: number | null }): ReactNode {
  const current = mark === null ? undefined : bandOf(mark, ranges);
  return (
    <p className="min-h-11 text-sm text-ink-soft sm:min-h-6" aria-live="polite">
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
  );
}

/** What every band means, opened on demand over what lies below. */
export function AllBands({ ranges }: { ranges: BandRange[] }): ReactNode {
  const { t } = useTranslation("ui");
  if (!ranges.some((band) => band.guidance)) return null;
  return (
    <details className="no-print shrink-0 text-sm">
      <summary className="-mt-3 -mb-0.5 inline-flex min-h-12 items-center px-1 text-link underline underline-offset-3">
        {t("bands.all")}
      </summary>
      <dl className="absolute inset-x-0 z-2 grid grid-cols-[max-content_1fr] gap-x-4 gap-y-2 rounded border border-line-strong bg-surface p-4 shadow">
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
