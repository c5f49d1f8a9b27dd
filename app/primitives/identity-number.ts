import { plainLetters } from "./code-points.ts";
import { originOf } from "./countries.ts";
import { isDay } from "./local-time.ts";

/** Numbers of identity documents: their forms, what they say of a person, and how they are shown. */

export const identityKinds = ["resident-id", "passport", "permit", "residence-permit"] as const;
export type IdentityKind = (typeof identityKinds)[number];

/** As people type and copy it, in one form: no spaces, dots, hyphens or unseen marks, plain letters and digits, capitals. */
export function normalisedNumber(written: string): string {
  return plainLetters(written)
    .replace(/[\s.·‐-―-]/g, "")
    .toUpperCase();
}

/** What a number is checked against besides its own characters. */
export interface NumberFacts {
  /** YYYY-MM-DD: nobody is born after it. */
  today: string;
  nationality: string;
}

/** Whether a normalised number has the form of its kind, with its check digit where there is one. */
export function isIdentityNumber(kind: IdentityKind, number: string, facts: NumberFacts): boolean {
  return forms[kind](number, facts);
}

/** The likely kind of a number of which nobody said what it is. */
export function guessIdentityKind(number: string): IdentityKind {
  if (/^9\d{16}[\dX]$/.test(number) || /^[A-Z]{3}\d{12}$/.test(number)) return "residence-permit";
  if (/^\d{17}[\dX]$/.test(number)) return "resident-id";
  return permits.test(number) && !/^\d/.test(number) ? "permit" : "passport";
}

/** The birth date that the number holds, YYYY-MM-DD; null where it holds none. */
export function birthInNumber(kind: IdentityKind, number: string): string | null {
  if (!isLongForm(kind, number)) return null;
  return `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
}

/** The birth date that a number, as somebody typed it, surely holds: the number is whole and checks. Null for any other. */
export function birthOfNumber(kind: string, written: string, today: string): string | null {
  const number = normalisedNumber(written);
  const known = identityKinds.find((each) => each === kind) ?? (kind === "" ? guessIdentityKind(number) : undefined);
  if (!known || !isIdentityNumber(known, number, { today, nationality: "" })) return null;
  return birthInNumber(known, number);
}

/** Whether a birth date, YYYY-MM-DD, agrees with what the number holds of it; true where it holds nothing. */
export function isBirthInNumber(kind: IdentityKind, number: string, birth: string): boolean {
  const whole = birthInNumber(kind, number);
  if (whole !== null) return whole === birth;
  return kind !== "residence-permit" || birth.slice(2).replaceAll("-", "") === number.slice(7, 13);
}

/** The gender that the number holds: its 17th digit is odd for men (GB 11643); null where it holds none. */
export function genderInNumber(kind: IdentityKind, number: string): "female" | "male" | null {
  if (!isLongForm(kind, number)) return null;
  return Number(number.charAt(16)) % 2 === 1 ? "male" : "female";
}

/** A number to be shown: enough to be known again by its owner, without the birth date. */
export function maskIdentity(number: string): string {
  const characters = [...number];
  const [first, last] = characters.length >= 15 ? [4, 2] : characters.length >= 8 ? [3, 2] : [1, 1];
  return characters.map((each, at) => (at < first || at >= characters.length - last ? each : "*")).join("");
}

const forms: Record<IdentityKind, (number: string, facts: NumberFacts) => boolean> = {
  // GB 11643-1999: region (GB/T 2260; 81–83 for residents from Hong Kong, Macao and Taiwan), birth, sequence, check digit
  "resident-id": (number, { today }) => /^\d{17}[\dX]$/.test(number) && isRegion(number) && holds(number, today),
  // ICAO Doc 9303: up to nine letters and digits, longer in a few countries
  passport: (number, { nationality }) =>
    originOf(nationality) === "china" ? chinesePassport.test(number) : /^(?=.*\d)[A-Z0-9]{5,20}$/.test(number),
  permit: (number) => permits.test(number),
  // 外国人永久居留身份证: the country in three letters, place, birth as YYMMDD and two digits more; from December 2023
  // eighteen digits, 9 first, checked as GB 11643
  "residence-permit": (number, { today }) =>
    (/^[A-Z]{3}\d{12}$/.test(number) && isShortDay(number.slice(7, 13))) ||
    (/^9\d{16}[\dX]$/.test(number) && holds(number, today)),
};

/**
 * 港澳居民来往内地通行证: H or M, eight digits, on older cards two more for the issue; for those who are not Chinese (from
 * July 2024) HA or MA and seven digits. 台湾居民来往大陆通行证: eight digits.
 */
const permits = /^([HM]\d{8}(\d{2})?|[HM]A\d{7}|\d{8})$/;

/** China (E…, G…, diplomatic and service), Hong Kong (H, K), Macao (M) and Taiwan (nine digits). */
const chinesePassport = /^(E\d{8}|E[A-HJ-NP-Z]\d{7}|G\d{8}|1[45]\d{7}|[DSP]E?\d{7,8}|[HKM][A-Z]?\d{7,8}|\d{9})$/;

const regions = "11–15 21–23 31–37 41–46 50–54 61–65 71–71 81–83".split(" ").map((range) => range.split("–"));

function isRegion(number: string): boolean {
  const province = number.slice(0, 2);
  return regions.some(([first = "", last = ""]) => province >= first && province <= last);
}

/** Whether YYMMDD is a day of this century or of the last. */
function isShortDay(digits: string): boolean {
  const day = `${digits.slice(0, 2)}-${digits.slice(2, 4)}-${digits.slice(4)}`;
  return isDay(`19${day}`) || isDay(`20${day}`);
}

function isLongForm(kind: IdentityKind, number: string): boolean {
  return (kind === "resident-id" || kind === "residence-permit") && /^\d{17}[\dX]$/.test(number);
}

/** Whether the birth date is a day that has come and the last character checks the others (GB 11643-1999, 4.2). */
function holds(number: string, today: string): boolean {
  const birth = birthInNumber("resident-id", number) ?? "";
  if (!isDay(birth) || birth < "1880-01-01" || birth > today) return false;
  let sum = 0;
  for (const [at, digit] of [...number.slice(0, 17)].entries()) sum += Number(digit) * (2 ** (17 - at) % 11);
  return "10X98765432".charAt(sum % 11) === number[17];
}
