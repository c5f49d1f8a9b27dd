import { expect, test } from "vitest";
import { hallCodeGroups, readHallCode } from "./hall-code.ts";

test.each([
  ["jgxp mkec e7dt", "JGXPMKECE7DT"],
  [" ＪＧＸＰ-MKEC-E7DT ", "JGXPMKECE7DT"],
  ["JGXP MKEC E7D", null],
  ["JGXP MKEC E7DO", null],
  ["", null],
])("%j is read as %j", (typed, code) => {
  expect(readHallCode(typed)).toBe(code);
  if (code) expect(readHallCode(hallCodeGroups(code))).toBe(code);
});
