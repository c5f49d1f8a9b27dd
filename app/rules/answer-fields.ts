import { z } from "zod";
import { isCreditCode } from "./credit-code.ts";

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

/** A telephone number with its country code, kept as E.164: "+86 138-0013 8000" becomes "+8613800138000". */
export const phone = z
  .string()
  .transform((value) => value.replace(/[\s()().·-]/g, "").replace(/^00/, "+"))
  .refine(isThere, reason("required"))
  .refine((value) => /^\+[1-9]\d{6,14}$/.test(value), reason("phone"))
  .prefault("");

export const email = z
  .string()
  .trim()
  .refine(isThere, reason("required"))
  .refine((value) => value.length <= 254 && z.email().safeParse(value).success, reason("email"))
  .prefault("");

/** A unified social credit code, kept without spaces and in capitals. */
export const creditCode = credit().refine(isThere, reason("required")).prefault("");
export const optionalCreditCode = credit().transform(orNothing).optional();

function credit() {
  return z
    .string()
    .transform((value) => value.replace(/\s/g, "").toUpperCase())
    .refine((value) => value === "" || isCreditCode(value), reason("credit-code"));
}

function trimmed(most: number) {
  return z
    .string()
    .trim()
    .refine((value) => [...value].length <= most, reason("too-long", most));
}

function dateOrEmpty(today: string) {
  return z
    .string()
    .trim()
    .refine((value) => value === "" || isDate(value), reason("date"))
    .refine((value) => value === "" || (value >= "1900-01-01" && value <= today), reason("past-date"));
}

function orNothing(value: string): string | undefined {
  return value === "" ? undefined : value;
}

function isDate(value: string): boolean {
  return z.iso.date().safeParse(value).success;
}
