import fc from "fast-check";
import { expect, test } from "vitest";
import { checkedCharacters } from "~/primitives/check-character.ts";
import { formatSerial, readSerial, serialOf } from "./certificate-serial.ts";

const serials = fc
  .array(fc.nat(30), { minLength: 11, maxLength: 11 })
  .map((numbers) => serialOf((_) => numbers.pop() ?? 0));

test("a serial number is read as it is printed, and as people type it", () => {
  fc.assert(
    fc.property(serials, (serial) => {
      expect(formatSerial(serial)).toMatch(/^[0-9A-Y]{4}-[0-9A-Y]{4}-[0-9A-Y]{4}$/);
      const printed = formatSerial(serial);
      const typed = [printed, printed.toLowerCase(), ` ${printed.replaceAll("-", " ")} `, printed.replaceAll("0", "O")];
      for (const each of typed) expect(readSerial(each)).toBe(serial);
    }),
  );
});

test("one wrong character, or two neighbours in each other's place, is told", () => {
  fc.assert(
    fc.property(serials, fc.nat(11), fc.constantFrom(...checkedCharacters), (serial, at, other) => {
      const wrong = serial.slice(0, at) + other + serial.slice(at + 1);
      expect(readSerial(wrong)).toBe(other === serial[at] ? serial : null);
      const [a = "", b = ""] = serial.slice(at, at + 2);
      const swapped = serial.slice(0, at) + b + a + serial.slice(at + 2);
      expect(readSerial(swapped)).toBe(a === b || b === "" ? serial : null);
    }),
  );
});

test.each(["", "0", "0000-0000-000", "0000-0000-00000", "ZZZZ-ZZZZ-ZZZZ", "0000-0000-0001"])("%j is none", (text) => {
  expect(readSerial(text)).toBe(null);
});
