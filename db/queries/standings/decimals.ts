import { type RawBuilder, sql } from "kysely";

type Sql = RawBuilder<unknown>;

/**
 * `whole` units of 0.01 or 0.00000001 divided into `share` parts. PostgreSQL chooses the scale of a quotient by its operands:
 * forty decimals in the dividend make forty in the quotient, rounded.
 */
export const divided = (whole: Sql, unit: "0.01" | "0.00000001", share: Sql): Sql =>
  sql`${whole} * ${sql.lit(unit.padEnd(42, "0"))}::numeric / ${share}`;

/**
 * A value before it is compared or rounded. Forty decimals err by less than 10⁻³⁰ after any sum the rule asks for, so that
 * thirty are right and three thirds are one. Unequal values lie further apart than that: means of a and b sheets by at least
 * 10⁻⁸ ÷ (a × b), sums of means over unequal panels by 10⁻⁸ ÷ (the panels' least common multiples), above 10⁻²⁶ up to 20 judges.
 */
export const settled = (value: Sql): Sql => sql`round(${value}, 30)`;

/** Rounded half-up (away from zero, as PostgreSQL rounds decimals) to `places`; without places as it is. */
export const rounded = (value: Sql, places: Sql): Sql =>
  sql`case when ${places} is null then ${value} else round(${settled(value)}, ${places}) end`;

/** A value that nothing rounds, as it is shown: every digit up to 20 decimals, no trailing zeros. */
export const trimmed = (value: Sql): Sql => sql`trim_scale(round(${settled(value)}, 20))`;

/** The text of a value that was rounded to `places`, or shown in full without them. */
export const written = (value: Sql, places: Sql): Sql =>
  sql`case when ${places} is null then ${trimmed(value)} else round(${value}, ${places}) end::text`;
