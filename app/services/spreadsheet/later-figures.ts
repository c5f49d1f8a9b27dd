import { decimalPlaces, type Fraction, parseNumber } from "~/primitives/fraction.ts";
import { hallScores } from "~/rules/standings/hall.ts";
import type { JudgedRound } from "~/rules/standings/judged-round.ts";
import { roundingAt } from "~/rules/standings/rounding.ts";
import type { Place, Rule } from "~/rules/standings/rule.ts";
import { noFigure } from "./xlsx.ts";

/** A table program holds fifteen digits of a number; the last of them are noise once a few numbers were worked out. */
const safeDigits = 14;
const mostDecimals = 10;

/**
 * How figures in points are rounded by formula. A table program knows binary fractions only, so that 86.785 may be a little
 * less than it is: before a figure is cut at its places it is rounded to `decimals`, which takes that noise away.
 */
export interface LaterFigures {
  decimals: number;
  /** Without the noise of binary fractions. */
  clean: (figure: string) => string;
  /** Rounded as the rule says at that place. */
  at: (figure: string, place: Place) => string;
  /** The same for what is only multiplied or divided by: where the rule does not round it, nothing is taken away. */
  factor: (figure: string, place: Place) => string;
  /** Whether the cell shows the desk's figure; none where the desk has none. */
  shows: (cell: string, desk: { cell: string; figure: string | null | undefined }) => string;
}

/** Null where the figures of that round may be too large, or have too many places, for a table program to be right. */
export function laterFigures(round: JudgedRound, sheets: number): LaterFigures | null {
  const { rule } = round;
  const decimals = Math.min(
    mostDecimals,
    safeDigits - Math.ceil(Math.log10(Math.max(1, largestFigure(round, sheets)))),
  );
  const factors = round.criteria.map(({ factor }) => 2 + decimalPlaces(factor));
  const most = Math.max(0, ...Object.values(rule.places).map((places) => (places ?? 0) + 3), ...factors);
  if (decimals < most) return null;
  const clean = (figure: string) => `ROUND(${figure},${decimals})`;
  const at = (figure: string, place: Place) => {
    const places = rule.places[place];
    if (places === undefined) return clean(figure);
    // Cut at a whole number: that is exact in every table program
    const units = `ROUND((${figure})*${10 ** places},${decimals - places})`;
    const whole = roundingAt(rule, place) === "half-up" ? `ROUND(${units},0)` : `TRUNC(${units})`;
    return `${whole}/${10 ** places}`;
  };
  const nearly = (10 ** (2 - decimals)).toFixed(decimals);
  return {
    decimals,
    clean,
    at,
    factor: (figure, place) => (rule.places[place] === undefined ? figure : at(figure, place)),
    shows: (cell, { cell: desk, figure }) =>
      figure == null ? `${cell}=${noFigure}` : `ABS(${cell}-${desk})<${nearly}`,
  };
}

/** What no figure of the round goes beyond, roughly. */
function largestFigure(round: JudgedRound, sheets: number): number {
  const { criteria, rule, carried = {} } = round;
  const parts = [...(round.parts ?? []), ...hallScores(round)];
  const all = criteria.reduce((sum, { max, factor }) => sum + (max / 100) * Math.abs(Number(factor)), 0);
  const { normalise, kinds, weight = 1, carry = [], floor = 0, ceiling = 0 } = rule;
  const sheet =
    normalise?.method === "standard-score"
      ? Math.max(all, Math.abs(normalise.mean) + 10 * normalise.sd)
      : all * (normalise ? 10 : 1);
  // Sums of all a project's sheets are compared where equals are parted
  const judged = sheet * Math.max(1, sheets) * Math.max(1, ...(kinds ?? []).map((kind) => kind.weight));
  const own =
    judged * (rule.coefficient ? 2 : 1) + (rule.parts ?? []).length * Math.max(0, ...parts.map(pointsOf(rule)));
  const earlier = Object.values(carried).flatMap(({ totals }) =>
    Object.values(totals).map((total) => Math.abs(Number(total))),
  );
  return (
    Math.max(1, weight) * Math.max(own, Math.abs(floor), Math.abs(ceiling)) +
    carry.reduce((sum, each) => sum + each.weight, 0) * Math.max(0, ...earlier)
  );
}

function pointsOf({ parts = [] }: Rule) {
  return (given: { part: string; score: string }) =>
    Math.abs(Number(given.score) * (parts.find(({ key }) => key === given.part)?.weight ?? 0));
}

/** A number of the rule as formulas write it: without an exponent. */
export function inFormula(value: number): string {
  const { over, under }: Fraction = parseNumber(value);
  const text = under === 1n ? String(over) : value.toFixed(Math.min(20, decimalPlaces(String(value))));
  return value < 0 ? `(${text})` : text;
}
