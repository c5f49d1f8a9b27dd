import { expect, test } from "vitest";
import { formatRecoveryCode, readFactor } from "./second-factor.ts";

test.each([
  ["123456", { kind: "totp", code: "123456" }],
  [" 123 456 ", { kind: "totp", code: "123456" }],
  ["１２３４５６", { kind: "totp", code: "123456" }],
  ["acdef-ghjkm", { kind: "recovery", code: "ACDEFGHJKM" }],
  ["ACDEF GHJKM", { kind: "recovery", code: "ACDEFGHJKM" }],
  ["3467934679", { kind: "recovery", code: "3467934679" }],
  ["12345", null],
  ["1234567", null],
  ["ACDEF-GHJK", null],
  // Letters that no code has
  ["ACDEF-GHJKO", null],
  ["", null],
])("%j is %j", (typed, read) => {
  expect(readFactor(typed)).toEqual(read);
});

test("a recovery code is written in two halves", () => {
  expect(formatRecoveryCode("ACDEFGHJKM")).toBe("ACDEF-GHJKM");
});
