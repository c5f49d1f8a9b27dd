import { expect, test } from "vitest";
import { type TabletSign, tabletLevel, tabletState } from "./tablet-health.ts";

const now = Date.UTC(2026, 11, 1, 8);
const seen = (seconds: number, change: Partial<TabletSign> = {}): TabletSign => ({
  seenAt: new Date(now - seconds * 1000).toISOString(),
  unsent: 0,
  batteryPercent: 80,
  charging: false,
  ...change,
});

test.each<[string, TabletSign[], string, string, string]>([
  ["no tablet", [], "none", "eye", "idle"],
  ["one that never spoke", [seen(0, { seenAt: null })], "never", "eye", "idle"],
  ["one that is there", [seen(4)], "online", "well", "well"],
  ["one with unsent sheets", [seen(4, { unsent: 2 })], "unsent", "eye", "eye"],
  ["one with a low battery", [seen(4, { batteryPercent: 20 })], "battery", "eye", "eye"],
  ["one with a low battery that charges", [seen(4, { batteryPercent: 5, charging: true })], "online", "well", "well"],
  ["one that missed a heartbeat", [seen(8)], "silent", "eye", "idle"],
  ["one that is gone for a minute", [seen(60)], "lost", "bad", "idle"],
  ["an old one beside one that is there", [seen(4), seen(9000)], "online", "well", "well"],
])("%s", (_, signs, state, judging, otherwise) => {
  expect(tabletState(signs, now)).toBe(state);
  expect(tabletLevel(tabletState(signs, now), true)).toBe(judging);
  expect(tabletLevel(tabletState(signs, now), false)).toBe(otherwise);
});
