import { digestOf } from "~/primitives/canonical-json.ts";
import { compare, fraction, minus, over, parseDecimal, parseNumber, times } from "~/primitives/fraction.ts";
import type { RulePart } from "../standings/rule.ts";
import { plain } from "./sheet.ts";

/** Parts and adjustments: points that no judge gives. One person enters them, another confirms them. */

export type PartProblem = "not-a-decimal" | "below-min" | "above-max" | "off-step";

const decimal = /^-?\d{1,9}(\.\d{1,10})?$/;

/** A part's score as the rule takes it, as the shortest decimal; null for an empty field. */
export function readPartScore(text: string, part: RulePart): { score: string | null } | { problem: PartProblem } {
  const typed = plain(text);
  if (typed === "") return { score: null };
  if (!decimal.test(typed)) return { problem: "not-a-decimal" };
  const value = parseDecimal(typed);
  const least = parseNumber(part.min);
  if (compare(value, least) < 0) return { problem: "below-min" };
  if (compare(value, parseNumber(part.max)) > 0) return { problem: "above-max" };
  const step = parseNumber(part.step);
  if (over(value, step).under !== 1n && over(minus(value, least), step).under !== 1n) return { problem: "off-step" };
  return { score: shortest(typed) };
}

/** "007.50" → "7.5". */
function shortest(text: string): string {
  const [whole = "", decimals = ""] = text.replace("-", "").split(".");
  const digits = whole.replace(/^0+(?=\d)/, "");
  const rest = withoutZeros(decimals);
  const value = rest === "" ? digits : `${digits}.${rest}`;
  return text.startsWith("-") && value !== "0" ? `-${value}` : value;
}

function withoutZeros(decimals: string): string {
  let end = decimals.length;
  while (decimals[end - 1] === "0") end--;
  return decimals.slice(0, end);
}

/** A penalty is taken off, a bonus is added. */
export const adjustmentKinds = ["penalty", "bonus"] as const;
export type AdjustmentKind = (typeof adjustmentKinds)[number];

/** The most that one adjustment moves a total by, in hundredths: beyond it somebody has mistyped. */
export const mostAdjusted = 100_000;

/** The points of an adjustment, typed without a sign, as hundredths with it; null where they are none. */
export function readAmount(text: string, kind: AdjustmentKind): number | null {
  const typed = plain(text);
  if (!decimal.test(typed)) return null;
  const hundredths = times(parseDecimal(typed), fraction(100));
  if (hundredths.under !== 1n || hundredths.over <= 0n || hundredths.over > BigInt(mostAdjusted)) return null;
  return kind === "penalty" ? -Number(hundredths.over) : Number(hundredths.over);
}

/** Where parts and adjustments can be entered: once the list is settled, and until the result is proposed. */
export function refusalOfInput(round: {
  state: string;
  releaseState: string | null;
}): "release-fixed" | "round-not-open" | null {
  if (round.releaseState !== null) return "release-fixed";
  return ["ready", "judging", "closed"].includes(round.state) ? null : "round-not-open";
}

/** Why that person cannot make what was entered count; null when they can: another one has entered each of it. */
export function whyNotConfirmInputs(
  entered: readonly { enteredById: string }[],
  confirmedBy: string,
): "same-person" | null {
  return entered.some(({ enteredById }) => enteredById === confirmedBy) ? "same-person" : null;
}

/** Why that person cannot take it away; null when they can: the own by entering, another's by the right to confirm (`confirms`). */
export function whyNotDeclineInputs(
  entered: readonly { enteredById: string }[],
  { declinedBy, confirms }: { declinedBy: string; confirms: boolean },
): "same-person" | null {
  return confirms || entered.every(({ enteredById }) => enteredById === declinedBy) ? null : "same-person";
}

/** Of what a page shows of parts, what counts and what waits: who writes against another one has not seen what stands now. */
export function inputsVersion({
  parts,
  waiting,
}: {
  parts: readonly { entry: number; part: string; score: string }[];
  waiting: readonly { kind: string; id: number }[];
}): string {
  const open = waiting.flatMap(({ kind, id }) => (kind === "part" ? [id] : []));
  return digestOf({ parts, open });
}

/** An adjustment as it is told: "-0.20" is a penalty of 0.20. */
export function adjustmentParts(amount: string): { kind: AdjustmentKind; points: string } {
  return amount.startsWith("-") ? { kind: "penalty", points: amount.slice(1) } : { kind: "bonus", points: amount };
}

/** Hundredths as standings write an adjustment: -20 → "-0.20". */
export function adjustmentAmount(hundredths: number): string {
  const digits = String(Math.abs(hundredths)).padStart(3, "0");
  return `${hundredths < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
