/**
 * Exact numbers: a fraction of whole numbers in lowest terms, its denominator positive. Everything the scoring rule does
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

export function add(a: Fraction, b: Fraction): Fraction {
  return fraction(a.over * b.under + b.over * a.under, a.under * b.under);
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

/**
 * The decimal string of a value that was rounded to `places`: exactly that many. Without `places` every digit where the
 * value ends within 20 decimals, else 20 of them, rounded half-up; no trailing zeros beyond `atLeast` decimals.
 */
export function print(value: Fraction, places: number | undefined, atLeast = 0): string {
  if (places !== undefined) return written(value, places);
  const [whole = "", decimals = ""] = written(value, WRITTEN_PLACES).split(".");
  const kept = decimals.replace(/0+$/, "").padEnd(atLeast, "0");
  if (kept === "") return whole === "-0" ? "0" : whole;
  return `${whole}.${kept}`;
}

function written(value: Fraction, places: number): string {
  const units = nearest(value, 10n ** BigInt(places));
  const sign = units < 0n ? "-" : "";
  const digits = String(units < 0n ? -units : units).padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  return places === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-places)}`;
}

/** value × scale to the nearest whole number, a half going away from zero. */
function nearest(value: Fraction, scale: bigint): bigint {
  const size = value.over < 0n ? -value.over : value.over;
  const rounded = (2n * size * scale + value.under) / (2n * value.under);
  return value.over < 0n ? -rounded : rounded;
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
