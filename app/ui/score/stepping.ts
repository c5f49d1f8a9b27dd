import { formatHundredths, parseMark } from "~/rules/scoring/mark.ts";

interface Scale {
  /** Both in hundredths of a point. */
  max: number;
  step: number;
}

/** Why a text is no mark on this scale, as the name of a message in errors:field; null for a mark, or none yet. */
export function checkMark(text: string, scale: Scale): "notANumber" | "tooBig" | "offStep" | null {
  if (text === "" || markOf(text, scale) !== null) return null;
  if (!/^\d+(\.\d+)?$/.test(text)) return "notANumber";
  return Number(text) * 100 > scale.max ? "tooBig" : "offStep";
}

/** The next mark up or down the scale, as a decimal; from no mark at all, the scale's lowest step up or its top down. */
export function stepped(text: string, direction: 1 | -1, { max, step }: Scale): string {
  const top = max - (max % step);
  const now = Number(text);
  if (text === "" || Number.isNaN(now)) return formatHundredths(direction === 1 ? step : top);
  const steps = (now * 100) / step;
  const next = direction === 1 ? Math.floor(steps + 1e-9) + 1 : Math.ceil(steps - 1e-9) - 1;
  return formatHundredths(Math.min(Math.max(next * step, 0), top));
}

/** The mark that a text is, in hundredths; null for none yet or none at all. */
export function markOf(text: string, scale: Scale): number | null {
  const parsed = parseMark(text, { key: "", ...scale });
  return "mark" in parsed ? parsed.mark : null;
}
