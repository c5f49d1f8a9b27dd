import { withoutEnd } from "./code-points.ts";

/**
 * Exact numbers: a fraction of whole numbers in lowest terms, its denominator positive. Everything that is done with them
 * (+, −, ×, ÷, compare, round) stays inside the fractions, so no digit is ever lost and 1/3 + 1/3 + 1/3 is 1.
 */
export interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

/** Unrounded values are written with at most this many decimals. */
const WRITTEN_PLACES = 20;

export const zero: Fraction = { over: 0n, under: 1n };

/** The fraction `over / under`. Throws a RangeError when `under` is zero. */
export function fraction(over: bigint | number, under: bigint | number = 1): Fraction {
  const a = BigInt(over);
  const b = BigInt(under);
  if (b === 0n) throw new RangeError("a fraction over zero");
  const shared = greatestDivisor(a, b);
  return b < 0n ? { over: -a / shared, under: -b / shared } : { over: a / shared, under: b / shared };
}

/** Reads a plain decimal such as "0.15" or "-2". Throws a RangeError on anything else. */
export function parseDecimal(text: string): Fraction {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) throw new RangeError(`not a decimal: ${text}`);
  const [, sign, whole = "", decimals = ""] = match;
  return fraction(BigInt(`${sign}${whole}${decimals}`), 10n ** BigInt(decimals.length));
}

/** The decimal that JavaScript writes for a finite number: 0.1 is one tenth, not the binary fraction nearest to it. */
export function parseNumber(value: number): Fraction {
  const { negative, digits, exponent } = decimalParts(String(value));
  const units = BigInt(negative ? `-${digits}` : digits);
  return exponent < 0 ? fraction(units, 10n ** BigInt(-exponent)) : fraction(units * 10n ** BigInt(exponent));
}

/** How many decimals a number needs to be written out: none for "2.00". */
export function decimalPlaces(text: string): number {
  return Math.max(0, -decimalParts(text).exponent);
}

/** Whether two decimals, with or without an exponent as JSON allows it, are the same number. */
export function isSameDecimal(a: string, b: string): boolean {
  const one = decimalParts(a);
  const other = decimalParts(b);
  return one.digits === other.digits && one.exponent === other.exponent && one.negative === other.negative;
}

export function add(a: Fraction, b: Fraction): Fraction {
  return fraction(a.over * b.under + b.over * a.under, a.under * b.under);
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return fraction(a.over * b.under - b.over * a.under, a.under * b.under);
}

export function times(a: Fraction, b: Fraction): Fraction {
  return fraction(a.over * b.over, a.under * b.under);
}

export function sum(values: readonly Fraction[]): Fraction {
  return values.reduce(add, zero);
}

/** Negative when a < b, zero when equal, positive when a > b. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.over * b.under - b.over * a.under;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Rounds half-up, away from zero (2.875 → 2.88, −0.125 → −0.13); without `places` the value as it is. */
export function round(value: Fraction, places: number | undefined): Fraction {
  if (places === undefined) return value;
  const scale = 10n ** BigInt(places);
  return fraction(nearest(value, scale), scale);
}

/** Cuts off what is beyond `places`, towards zero (2.879 → 2.87, −0.129 → −0.12). */
export function truncate(value: Fraction, places: number): Fraction {
  const scale = 10n ** BigInt(places);
  const whole = (magnitude(value.over) * scale) / value.under;
  return fraction(value.over < 0n ? -whole : whole, scale);
}

/** The quotient of two. Throws a RangeError when `b` is zero. */
export function over(a: Fraction, b: Fraction): Fraction {
  return fraction(a.over * b.under, a.under * b.over);
}

export type RoundingMode = "half-up" | "truncate";

/** base + sign × √square: what no fraction can hold, and yet rounds without any doubt. `square` is not below zero. */
export interface Surd {
  base: Fraction;
  square: Fraction;
  sign: 1 | -1;
}

/**
 * The value of a surd at `places` decimals, right in every case: halves and roots are compared as whole numbers, nothing
 * is approximated.
 */
export function roundSurd(surd: Surd, places: number, how: RoundingMode): Fraction {
  const scale = 10n ** BigInt(places);
  const below = compareSurd(surd) < 0;
  const magnitude: Surd = below
    ? { base: minus(zero, surd.base), square: surd.square, sign: surd.sign === 1 ? -1 : 1 }
    : surd;
  const halves = floorOfMultiple(magnitude, 2n * scale);
  const units = how === "half-up" ? (halves + 1n) / 2n : halves / 2n;
  return fraction(below ? -units : units, scale);
}

/** Negative where the surd is below zero. */
function compareSurd({ base, square, sign }: Surd): number {
  const root = square.over === 0n ? 0 : sign;
  const whole = base.over === 0n ? 0 : base.over < 0n ? -1 : 1;
  if (root === 0 || whole === 0 || root === whole) return root || whole;
  return compare(square, times(base, base)) * root || 0;
}

/** The largest whole number not above multiple × surd; the surd is not below zero. */
function floorOfMultiple({ base, square, sign }: Surd, multiple: bigint): bigint {
  const { over: top, under } = base;
  // multiple × surd = (multiple × top ± √area) ÷ under, with area = square × (multiple × under)²
  const scaled = multiple * under;
  const area = square.over * scaled * scaled;
  const root = sign === 1 ? wholeRoot(area / square.under) : -rootUpwards(area, square.under);
  const units = multiple * top + root;
  return units >= 0n ? units / under : -((-units + under - 1n) / under);
}

/** The smallest whole number whose square is not below over ÷ under. */
function rootUpwards(over: bigint, under: bigint): bigint {
  const ceiling = (over + under - 1n) / under;
  return ceiling === 0n ? 0n : wholeRoot(ceiling - 1n) + 1n;
}

/** The largest whole number whose square is not above a whole number that is not below zero. */
export function wholeRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/**
 * The decimal string of a value that was rounded to `places`: exactly that many. Without `places` every digit where the
 * value ends within 20 decimals, else 20 of them, rounded half-up; no trailing zeros beyond `atLeast` decimals.
 */
export function print(value: Fraction, places: number | undefined, atLeast = 0): string {
  if (places !== undefined) return written(value, places);
  const [whole = "", decimals = ""] = written(value, WRITTEN_PLACES).split(".");
  const digits = withoutEnd(decimals, "0").padEnd(atLeast, "0");
  if (digits === "") return whole === "-0" ? "0" : whole;
  return `${whole}.${digits}`;
}

/** The decimal string of a value that may be lacking, as `print` gives it. */
export function printed(value: Fraction | null, places: number | undefined): string | null {
  return value && print(value, places);
}

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

/** The greatest whole number that divides both. */
export function greatestDivisor(a: bigint, b: bigint): bigint {
  let x = magnitude(a);
  let y = magnitude(b);
  while (y !== 0n) {
    const nextY = x % y;
    x = y;
    y = nextY;
  }
  return x;
}

/** The whole number without its sign. */
export function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** digits × 10^exponent, without zeros at either end of the digits; nothing is "0" and has no sign. */
interface DecimalParts {
  negative: boolean;
  digits: string;
  exponent: number;
}

function decimalParts(text: string): DecimalParts {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!match) throw new RangeError(`not a decimal: ${text}`);
  const [, sign, whole = "", decimals = "", power = "0"] = match;
  const all = whole + decimals;
  let from = 0;
  while (all[from] === "0") from++;
  if (from === all.length) return { negative: false, digits: "0", exponent: 0 };
  let to = all.length;
  while (all[to - 1] === "0") to--;
  return {
    negative: sign === "-",
    digits: all.slice(from, to),
    exponent: Number(power) - decimals.length + (all.length - to),
  };
}

function written(value: Fraction, places: number): string {
  const units = nearest(value, 10n ** BigInt(places));
  const sign = units < 0n ? "-" : "";
  const digits = String(magnitude(units)).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  return places === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-places)}`;
}

/** value × scale to the nearest whole number, a half going away from zero. */
function nearest(value: Fraction, scale: bigint): bigint {
  const rounded = (2n * magnitude(value.over) * scale + value.under) / (2n * value.under);
  return value.over < 0n ? -rounded : rounded;
}
