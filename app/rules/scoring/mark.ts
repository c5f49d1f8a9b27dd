import { withoutEnd } from "~/primitives/code-points.ts";

/** What a mark is measured against; `max` and `step` in hundredths of a point. */
export interface MarkScale {
  key: string;
  max: number;
  step: number;
}

/** Why a text is no mark of a criterion. */
export type MarkProblem = "not-a-decimal" | "negative" | "too-many-decimals" | "above-max" | "off-step";

const decimal = /^(\d+)(?:\.(\d+))?$/;

/** Reads a mark such as "8.5" as whole hundredths, or answers why it is none (`reason`: an English clause). */
export function parseMark(
  text: string,
  criterion: MarkScale,
): { mark: number } | { problem: MarkProblem; reason: string } {
  const match = decimal.exec(text);
  if (!match) {
    if (/^-\d+(\.\d+)?$/.test(text)) return { problem: "negative", reason: `mark ${shown(text)} is negative` };
    return { problem: "not-a-decimal", reason: `${quoted(text)} is not a decimal such as 8.5` };
  }
  const whole = (match[1] ?? "").replace(/^0+(?=\d)/, "");
  const decimals = withoutEnd(match[2] ?? "", "0");
  if (decimals.length > 2) {
    return { problem: "too-many-decimals", reason: `mark ${shown(text)} has more than two decimals` };
  }
  const mark = whole.length > 12 ? Number.POSITIVE_INFINITY : Number(whole) * 100 + Number(decimals.padEnd(2, "0"));
  if (mark > criterion.max) {
    return {
      problem: "above-max",
      reason: `mark ${shown(text)} is above the maximum ${formatHundredths(criterion.max)} of criterion ${criterion.key}`,
    };
  }
  if (mark % criterion.step !== 0) {
    return {
      problem: "off-step",
      reason: `mark ${shown(text)} is off the step ${formatHundredths(criterion.step)} of criterion ${criterion.key}`,
    };
  }
  return { mark };
}

/** Whole hundredths as the shortest decimal: 850 → "8.5". */
export function formatHundredths(hundredths: number): string {
  const digits = String(Math.abs(hundredths)).padStart(3, "0");
  const decimals = withoutEnd(digits.slice(-2), "0");
  return `${hundredths < 0 ? "-" : ""}${digits.slice(0, -2)}${decimals && `.${decimals}`}`;
}

/** Foreign text within a message: quoted, on one line, and short. */
export function quoted(text: string): string {
  return JSON.stringify(shown(text));
}

function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
