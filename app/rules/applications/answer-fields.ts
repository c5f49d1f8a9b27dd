import { z } from "zod";
import { plainLetters } from "~/primitives/code-points.ts";
import { isDay } from "~/primitives/local-time.ts";
import { isAmount, isShare, withoutSign, withoutUnit } from "./amounts.ts";
import { phoneNumber } from "./phone.ts";

/** The kinds of field that an application has. Each fails with a reason of its own, which the pages say in words. */

/** A refusal with the contest's own reason, and the number that it is about. */
export function reason(name: string, limit?: number) {
  return { params: limit === undefined ? { reason: name } : { reason: name, limit }, message: name, abort: true };
}

const isThere = (value: string) => value !== "";

/** Words that must be there, `most` characters at most. */
export function needed(most: number) {
  return trimmed(most).refine(isThere, reason("required")).prefault("");
}

/** Words that may be there, `most` characters at most. */
export function optional(most: number) {
  return trimmed(most).transform(orNothing).optional();
}

/** One of the keys, which must be chosen. */
export function oneOf<const Keys extends readonly string[]>(keys: Keys) {
  return z
    .string()
    .refine((value): value is Keys[number] => keys.includes(value), reason("choose"))
    .prefault("");
}

/** One of the keys, or none. */
export function optionalOneOf<const Keys extends readonly string[]>(keys: Keys) {
  return z
    .string()
    .refine((value) => value === "" || keys.includes(value), reason("invalid"))
    .transform(orNothing)
    .optional();
}

/** A day of the calendar that has come, YYYY-MM-DD. */
export function pastDate(today: string) {
  return dateOrEmpty(today).refine(isThere, reason("required")).prefault("");
}

/** The same, or none. */
export function optionalPastDate(today: string) {
  return dateOrEmpty(today).transform(orNothing).optional();
}

/** A day of the calendar, past or to come, or none. */
export const optionalDate = narrow()
  .refine((value) => value === "" || isDay(value), reason("date"))
  .transform(orNothing)
  .optional();

/** A telephone number, kept as E.164: "138-0013 8000" becomes "+8613800138000", any other country's has its code. */
export const phone = z
  .string()
  .trim()
  .refine(isThere, reason("required"))
  .transform((value, context) => {
    const number = phoneNumber(value);
    if (number === null) context.issues.push({ code: "custom", input: value, ...reason("phone") });
    return number ?? value;
  })
  .prefault("");

/** An amount in 万元, kept as a plain decimal: "1,200.50 万元" becomes "1200.50". */
export const money = amount().refine(isThere, reason("required")).prefault("");
export const optionalMoney = amount().transform(orNothing).optional();

/** A share from 0 to 100, two decimals at most, kept without the sign: "35.5 %" becomes "35.5". */
export const percent = share().refine(isThere, reason("required")).prefault("");
export const optionalPercent = share().transform(orNothing).optional();

export const email = narrow()
  .refine(isThere, reason("required"))
  .refine((value) => value.length <= 254 && z.email().safeParse(value).success, reason("email"))
  .prefault("");

/** The number under which a company is registered, kept without spaces and in capitals. */
export function registrationNumber(must: boolean) {
  const schema = narrow()
    .transform((value) => value.replace(/\s/g, "").toUpperCase())
    .refine((value) => value.length <= 40, reason("registration-number"));
  return must ? schema.refine(isThere, reason("required")).prefault("") : schema.transform(orNothing).optional();
}

/** What has a form, as people type and copy it. */
function narrow() {
  return z.string().transform((value) => plainLetters(value).trim());
}

function amount() {
  return narrow()
    .transform(withoutUnit)
    .refine((value) => value === "" || isAmount(value), reason("money"));
}

function share() {
  return narrow()
    .transform(withoutSign)
    .refine((value) => value === "" || isShare(value), reason("percent"));
}

function trimmed(most: number) {
  return z
    .string()
    .trim()
    .refine((value) => [...value].length <= most, reason("too-long", most));
}

function dateOrEmpty(today: string) {
  return narrow()
    .refine((value) => value === "" || isDay(value), reason("date"))
    .refine((value) => value === "" || (value >= "1900-01-01" && value <= today), reason("past-date"));
}

function orNothing(value: string): string | undefined {
  return value === "" ? undefined : value;
}
