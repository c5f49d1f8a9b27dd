import fc from "fast-check";
import { expect, test } from "vitest";
import { readQr } from "~/testing/read-qr.ts";
import { qrCode } from "./qr-code.ts";

test("what is drawn is read again as the same text", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-z]{32}$/), (ticket) => {
      const address = `https://contest.example.org/organize/rounds/shanghai-6/run-sheet?ticket=${ticket}`;
      expect(readQr(qrCode(address))).toBe(address);
    }),
    { numRuns: 20 },
  );
});

test("around it there is the quiet zone of four modules", () => {
  const { size, path } = qrCode("42");
  expect(size).toBe(21 + 8);
  const starts = [...path.matchAll(/M(\d+) (\d+)h(\d+)/g)].map(([, x, y, width]) => [
    Number(x),
    Number(y),
    Number(width),
  ]);
  for (const [x = 0, y = 0, width = 0] of starts) {
    expect(Math.min(x, y)).toBeGreaterThanOrEqual(4);
    expect(Math.max(x + width, y + 1)).toBeLessThanOrEqual(size - 4);
  }
});
