import { formatHundredths } from "./mark.ts";

/** Bands (档次): which marks of a criterion each part of its scale covers. */

export interface ShownBand {
  label: string;
  /** The band begins at this share of the maximum, in percent. */
  floorPercent: number;
  guidance?: string | null;
}

export interface BandRange extends ShownBand {
  /** Hundredths: the lowest mark on the step within the band, and where its part of the scale ends. */
  from: number;
  end: number;
  /** The marks that it covers: 25.5–30. */
  text: string;
}

/** The bands from the lowest up, each with the marks that it covers; `max` and `step` in hundredths of a point. */
export function bandRanges(bands: ShownBand[], max: number, step: number): BandRange[] {
  const rising = bands.toSorted((a, b) => a.floorPercent - b.floorPercent);
  return rising.map((band, at) => {
    const next = rising[at + 1];
    const from = onStepFrom((band.floorPercent * max) / 100, step);
    const end = next ? (next.floorPercent * max) / 100 : max;
    const last = next ? onStepFrom(end, step) - step : max - (max % step);
    const text = last > from ? `${formatHundredths(from)}–${formatHundredths(last)}` : formatHundredths(from);
    return { ...band, from, end, text };
  });
}

/** The band that a mark (hundredths) lies in; none below the lowest. */
export function bandOf(mark: number, ranges: BandRange[]): BandRange | undefined {
  return ranges.findLast(({ from }) => mark >= from);
}

function onStepFrom(value: number, step: number): number {
  return Math.ceil(value / step - 1e-9) * step;
}
