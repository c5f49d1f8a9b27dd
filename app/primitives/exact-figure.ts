import { compare, type Fraction, parseDecimal, print } from "./fraction.ts";

/** An exact number as people read it: at least two decimals; `exact` is false where digits were left out. */
export interface ExactFigure {
  value: string;
  exact: boolean;
}

/** Decimals of a figure that has no end: the fewest that do not make it nothing. */
const endless = [4, 8, 12, 20, 40, 80] as const;

export function exactFigure(value: Fraction): ExactFigure {
  const whole = print(value, undefined, 2);
  if (compare(parseDecimal(whole), value) === 0) return { value: whole, exact: true };
  const written = endless.map((places) => print(value, places));
  return { value: written.find((text) => /[1-9]/.test(text)) ?? whole, exact: false };
}
