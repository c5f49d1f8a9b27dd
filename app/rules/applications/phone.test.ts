import { expect, it } from "vitest";
import { phoneNumber } from "./phone.ts";

it.each([
  ["+86 138-0013 8000", "+8613800138000"],
  ["0086 138 0013 8000", "+8613800138000"],
  ["＋８６ １３８００１３８０００", "+8613800138000"],
  ["+44 (0)7400 123456", "+447400123456"],
  ["+39 312 345 6789", "+393123456789"],
  // As address books give it: with marks of the writing direction around it
  ["\u202a+86 138 0013 8000\u202c", "+8613800138000"],
  // Without a country code it is a number of mainland China
  ["13800138000", "+8613800138000"],
  ["138 0013 8000", "+8613800138000"],
  ["8613800138000", "+8613800138000"],
  ["0572-2289000", null],
  ["7400 123456", null],
  ["12800138000", null],
  ["1380013800", null],
  ["+86 123", null],
  ["+999 123456789", null],
  ["+86 138 0013 800x", null],
  ["", null],
])("%s: %s", (written, number) => expect(phoneNumber(written)).toBe(number));
