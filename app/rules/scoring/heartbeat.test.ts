import { expect, test } from "vitest";
import { heartbeatMs, isSilent } from "./heartbeat.ts";

test("a missed heartbeat is said three seconds after it was due, and a late one is waited for", () => {
  const seen = Date.UTC(2026, 10, 25, 1);
  const after = [0, heartbeatMs, heartbeatMs + 2_900, heartbeatMs + 3_000, 20_000];
  expect(after.map((ms) => isSilent(seen, seen + ms))).toEqual([false, false, false, true, true]);
  expect(isSilent(seen + 500, seen)).toBe(false);
});
