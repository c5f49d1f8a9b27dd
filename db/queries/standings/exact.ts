import { type RawBuilder, sql } from "kysely";
import type { Place } from "~/rules/standings/rule.ts";

export type Sql = RawBuilder<unknown>;

/**
 * Decimals of the second edition's steps. A value is carried on with 120 of them and decided on (rounded, compared) with 100:
 * each step errs by less than 10⁻¹¹⁰, and two different values of one step lie further apart than 10⁻⁹⁰.
 */
const carried = 120;
const decided = 100;
const nearby = 50;
const one = `1.${"0".repeat(carried)}`;

/** a ÷ b, with 120 decimals. */
export const quotient = (a: Sql, b: Sql): Sql =>
  sql`round(${a} * ${sql.lit(one)}::numeric / ${b}, ${sql.lit(carried)})`;

/**
 * √(a ÷ b) with an error below 10⁻²⁵, whatever the quotient: where that errs by 5 × 10⁻⁵¹, its root errs by the root of that at
 * the most.
 */
export const nearRoot = (a: Sql, b: Sql): Sql =>
  sql`sqrt(round(${a} * ${sql.lit(`1.${"0".repeat(nearby)}`)}::numeric / ${b}, ${sql.lit(nearby)}))`;

/** A product or sum before the next step: no longer than need be. */
export const shortened = (value: Sql): Sql => sql`round(${value}, ${sql.lit(carried)})`;

/** A value before it is compared: three thirds are one. */
export const settled = (value: Sql): Sql => sql`round(${value}, ${sql.lit(decided)})`;

export const placesOf = (place: Place): Sql => sql.ref(`judged.to_${place}`);
const isCut = (place: Place): Sql => sql.ref(`judged.cut_${place}`);

/** Rounded as the rule says at that place; without places as it is. */
export const roundedAt = (value: Sql, place: Place): Sql => sql`case when ${placesOf(place)} is null then ${value}
  when ${isCut(place)} then trunc(${settled(value)}, ${placesOf(place)}) else round(${settled(value)}, ${placesOf(place)}) end`;

/** The text of a value in full, with at most 20 decimals. */
export const printedInFull = (value: Sql): Sql => sql`trim_scale(round(${settled(value)}, 20))::text`;

/** The text of a value that was rounded at that place, or in full, with at most 20 decimals. */
export const printedAt = (value: Sql, place: Place): Sql => sql`case when ${placesOf(place)} is null
  then trim_scale(round(${settled(value)}, 20)) else round(${value}, ${placesOf(place)}) end::text`;

/**
 * A value that no fraction holds, rounded at a place: `near` is it with an error below 10⁻²⁵, and `side(edge)` tells on
 * which side of a number it lies (-1, 0, 1), exactly, by whole numbers. Where `near` lies further from every edge than it
 * may err, it decides; else the side does.
 */
export const decidedAt = (near: Sql, place: Place, side: (edge: Sql) => Sql): Sql => {
  const places = placesOf(place);
  const unit = sql`(10::numeric ^ -${places})`;
  // The edge next to it: a multiple of the unit where the rest is cut off, half a unit beside one where not
  const edge = sql`(case when ${isCut(place)} then round(${near}, ${places})
    else trunc(${near}, ${places}) + sign(${near}) * ${unit} / 2 end)`;
  const at = sql`(${side(sql`edge.at`)})`;
  return sql`(select round(case
      when abs(${near} - edge.at) > 1e-20 then case when ${isCut(place)} then trunc(${near}, ${places}) else round(${near}, ${places}) end
      when ${isCut(place)} then edge.at - case when ${at} * sign(edge.at) < 0 then sign(edge.at) * ${unit} else 0 end
      else edge.at + case when ${at} = 0 then sign(edge.at) else ${at} end * ${unit} / 2 end, ${places})
    from (select ${edge} as at offset 0) edge)`;
};
