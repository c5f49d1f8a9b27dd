import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const [lightBlock, , systemDark, chosenDark] = css.split(/^\s*(?::root|\[data-scheme).*\{$/m).slice(1);
const light = hexTokens(lightBlock);
const dark = hexTokens(chosenDark);

const grounds = ["paper", "surface", "sunken"];
const onAnyGround = ["ink", "ink-soft", "link", "structure", "act-ink", "award", "ok", "warn", "danger"];
const pairs: [text: string, ground: string][] = [
  ...grounds.flatMap((ground) => onAnyGround.map((text): [string, string] => [text, ground])),
  ...["ok", "warn", "danger", "award", "structure"].flatMap((role): [string, string][] => [
    [role, `${role}-soft`],
    ["ink", `${role}-soft`],
    ["ink-soft", `${role}-soft`],
  ]),
  ["link", "structure-soft"],
  ["act-ink", "act-soft"],
  ["ink", "act-soft"],
  ["on-structure", "structure"],
  ["on-structure", "structure-deep"],
  ["on-act", "act"],
  ["on-act", "act-deep"],
  ["on-danger", "danger"],
  ["on-danger", "danger-deep"],
  ["on-bar", "bar"],
  ["on-bar-soft", "bar"],
];
const edges: [line: string, ground: string][] = [
  ...grounds.flatMap((ground): [string, string][] => [
    ["line-strong", ground],
    ["focus", ground],
    ["act", ground],
  ]),
  ["focus-on-bar", "bar"],
];

describe.each([
  ["light", light],
  ["dark", dark],
])("the %s scheme", (_, tokens) => {
  it("sets every colour", () => {
    expect([...tokens.keys()].sort()).toEqual([...light.keys()].sort());
  });
  it.each(pairs)("%s reads on %s (4.5:1)", (text, ground) => {
    expect(contrast(tokens, text, ground)).toBeGreaterThanOrEqual(4.5);
  });
  it.each(edges)("%s is seen against %s (3:1)", (line, ground) => {
    expect(contrast(tokens, line, ground)).toBeGreaterThanOrEqual(3);
  });
});

it.each([
  ["ink", "paper"],
  ["ink", "surface"],
  ["on-bar", "bar"],
  ["award", "paper"],
  ["structure", "paper"],
  ["ink-soft", "paper"],
  ["ink-soft", "surface"],
  ["warn", "paper"],
  ["danger", "paper"],
  ["act-ink", "paper"],
])("on the stage, which is dark, %s reads on %s from the last row (7:1)", (text, ground) => {
  expect(contrast(dark, text, ground)).toBeGreaterThanOrEqual(7);
});

it("the dark scheme is the same by wish of the system and by choice", () => {
  expect([...hexTokens(systemDark)]).toEqual([...dark]);
  expect(dark.size).toBeGreaterThan(30);
});

function hexTokens(block = ""): Map<string, string> {
  return new Map([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name = "", hex = ""]) => [name, hex]));
}

/** WCAG 2.2: the contrast of two tokens. */
function contrast(tokens: Map<string, string>, one: string, other: string): number {
  const [low = 0, high = 0] = [one, other]
    .map((name) => luminance(tokens.get(name) ?? raise(`no token --${name}`)))
    .sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function raise(message: string): never {
  throw new Error(message);
}
