import { utf8ToBytes } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ours, signed, statementOf } from "~/testing/signed-bundle.ts";
import { seenBy } from "~db/testing/judged-rounds.ts";
import { randomLaterRound } from "~db/testing/random-later-rounds.ts";
import { type Bundle, bundleText, type Statement } from "./bundle.ts";
import { verifyBundle } from "./verify-bundle.ts";

const flawOf = (bundle: Bundle) => {
  const verified = verifyBundle(utf8ToBytes(bundleText(bundle)), ours);
  return verified.ok ? null : verified.flaw;
};

/** Of judges who left nothing goes into a bundle. */
const rounds = fc.sample(randomLaterRound, { seed: 20261201, numRuns: 150 }).map((round) => {
  const seen = seenBy(round);
  return { ...seen, sheets: seen.sheets.filter(({ judge }) => seen.judges.some(({ key }) => key === judge)) };
});

test("rounds of every setting of the second edition verify", () => {
  for (const round of rounds) expect(flawOf(signed(statementOf(round)))).toBeNull();
});

/** The members of a bundle that only the second edition writes. */
const laterLine = [
  "panel",
  "values",
  "kinds",
  "panelPoints",
  "coefficient",
  "parts",
  "hall",
  "adjustments",
  "own",
  "carried",
  "below",
  "lacks",
  "placings",
  "majority",
  "skating",
];
const laterRound = ["flat", "panels", "allPanels", "hall", "carriedFrom"];
const laterInputs = ["parts", "hall", "adjustments", "revisions", "carried"];

type Leaf = { holder: Record<string, unknown>; key: string };

/** Every text, number and truth in it, with what holds it. */
function leavesOf(value: unknown): Leaf[] {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) =>
    typeof holder[key] === "object" && holder[key] !== null ? leavesOf(holder[key]) : [{ holder, key }],
  );
}

function laterLeaves({ inputs, result }: Statement): Leaf[] {
  const members = (of: object, names: string[]) => {
    const holder = of as Record<string, unknown>;
    return names
      .filter((name) => Object.hasOwn(holder, name))
      .flatMap((name) =>
        typeof holder[name] === "object" && holder[name] !== null ? leavesOf(holder[name]) : [{ holder, key: name }],
      );
  };
  return [
    ...result.standings.flatMap((line) => members(line, laterLine)),
    ...members(result, laterRound),
    ...members(inputs, laterInputs),
    ...inputs.judges.flatMap((judge) => members(judge, ["kind", "panel"])),
    ...inputs.entries.flatMap((entry) => members(entry, ["panel"])),
  ];
}

const statements = rounds.map(statementOf);

const others = (value: unknown): unknown =>
  typeof value === "number"
    ? value + 1
    : typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)
      ? String(Number(value) + 1.25)
      : `${value ?? ""}+`;

test("any of 1,500 alterations of what the second edition adds is found, also where who made it signs anew", () => {
  let found = 0;
  for (let at = 0; found < 1500; at++) {
    const untouched = statements[at % statements.length];
    if (!untouched) throw new Error("there are some");
    const statement = JSON.parse(JSON.stringify(untouched)) as Statement;
    const leaves = laterLeaves(statement);
    const leaf = leaves[(at * 7919) % Math.max(1, leaves.length)];
    if (!leaf) continue;
    leaf.holder[leaf.key] = others(leaf.holder[leaf.key]);
    // The signature of the publisher says that nothing was changed
    expect(flawOf({ ...signed(untouched), statement })).not.toBeNull();
    // Signed again by the same key, the numbers and the digest of the three hands do
    expect(flawOf(signed(statement)), `${leaf.key} of round ${at}`).not.toBeNull();
    found++;
  }
}, 120_000);
