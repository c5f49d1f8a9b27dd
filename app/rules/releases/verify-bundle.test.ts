import { utf8ToBytes } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { JudgedRound } from "~/rules/standings/judged-round.ts";
import { ours, signed, statementOf } from "~/testing/signed-bundle.ts";
import { randomRound } from "~db/testing/random-rounds.ts";
import { rulePresets } from "../standings/rule.ts";
import { type Bundle, bundleText, printFlaw, type Statement } from "./bundle.ts";
import { verifyBundle } from "./verify-bundle.ts";

const judged: JudgedRound = {
  criteria: [
    { key: "tech", max: 3000, step: 50, factor: "1" },
    { key: "team", max: 2000, step: 50, factor: "0.5" },
  ],
  judges: ["J1", "J2", "J3", "J4"].map((key) => ({ key, head: key === "J1" })),
  entries: ["1", "2", "3"].map((key) => ({ key, title: `项目 ${key}`, group: null, order: Number(key) })),
  sheets: ["1", "2", "3"].flatMap((entry, place) =>
    ["J1", "J2", "J3", "J4"].map((judge, seat) => ({
      entry,
      judge,
      marks: { tech: 2000 + place * 150 + seat * 50, team: 1500 - seat * 100 },
    })),
  ),
  rule: rulePresets.trimmed,
  votes: { "1": 1 },
};

const bytesOf = (bundle: Bundle) => utf8ToBytes(bundleText(bundle));
const flawOf = (bytes: Uint8Array, key?: string) => {
  const verified = verifyBundle(bytes, key);
  return verified.ok ? null : verified.flaw;
};
/** Somebody who signs again with a key of their own what they have altered. */
const altered = (change: (statement: Statement) => void) => {
  const statement = JSON.parse(JSON.stringify(statementOf(judged))) as Statement;
  change(statement);
  return bytesOf(signed(statement, new Uint8Array(32).fill(9)));
};

test("what was released verifies, by the key that signed it and by no other", () => {
  const bytes = bytesOf(signed(statementOf(judged)));
  expect(verifyBundle(bytes, ours)).toMatchObject({
    ok: true,
    bundle: { statement: { round: { slug: "shanghai-6" } } },
  });
  expect(flawOf(bytes)).toBeNull();
  expect(flawOf(bytes, "0".repeat(64))).toEqual({ type: "other-key", key: ours });
});

test("rounds of every rule verify", () => {
  for (const round of fc.sample(randomRound, { seed: 20261127, numRuns: 200 }))
    expect(flawOf(bytesOf(signed(statementOf(round))))).toBeNull();
});

test("any byte altered, removed, added or moved is found", () => {
  const bytes = bytesOf(signed(statementOf(judged)));
  const place = fc.nat(bytes.length - 1);
  const alteration = fc.oneof(
    fc
      .tuple(place, fc.integer({ min: 1, max: 255 }))
      .map(([at, by]) => bytes.map((byte, n) => (n === at ? byte ^ by : byte))),
    fc.tuple(place, fc.nat(255)).map(([at, byte]) => Uint8Array.of(...bytes.slice(0, at), byte, ...bytes.slice(at))),
    fc
      .tuple(place, fc.integer({ min: 1, max: 40 }))
      .map(([at, many]) => Uint8Array.of(...bytes.slice(0, at), ...bytes.slice(at + many))),
    fc
      .tuple(place, place)
      .map(([a, b]) => bytes.map((byte, n) => (n === a ? (bytes[b] ?? 0) : n === b ? (bytes[a] ?? 0) : byte))),
  );
  let found = 0;
  const check = fc.property(alteration, (other) => {
    fc.pre(other.length !== bytes.length || other.some((byte, n) => byte !== bytes[n]));
    expect(flawOf(other)).not.toBeNull();
    found++;
  });
  fc.assert(check, { seed: 20261127, numRuns: 2000 });
  expect(found).toBeGreaterThanOrEqual(1000);
});

test("white space, another order of members, a member twice: the same JSON in other bytes is not the file", () => {
  const bundle = signed(statementOf(judged));
  const text = bundleText(bundle);
  const { format, statement, signature } = bundle;
  expect(flawOf(utf8ToBytes(JSON.stringify(bundle, null, 1)))).toEqual({ type: "not-canonical", at: 1 });
  expect(flawOf(utf8ToBytes(JSON.stringify({ statement, signature, format })))).toMatchObject({
    type: "not-canonical",
  });
  expect(flawOf(utf8ToBytes(text.replace("{", `{"format":"other",`)))).toMatchObject({ type: "not-canonical" });
  expect(flawOf(utf8ToBytes(text.slice(0, -1)))).toEqual({ type: "not-canonical", at: utf8ToBytes(text).length - 1 });
  expect(flawOf(utf8ToBytes(`\uFEFF${text}`))).toEqual({ type: "not-json" });
  expect(flawOf(Uint8Array.of(0xff, ...utf8ToBytes(text)))).toEqual({ type: "not-utf8" });
});

test.each<[string, (statement: Statement) => void, object]>([
  [
    "a mark",
    ({ inputs }) => Object.assign(inputs.sheets[0]?.marks ?? {}, { tech: "29" }),
    { type: "other-standings", at: "entry 1: dropped" },
  ],
  [
    "a total",
    ({ result }) => Object.assign(result.standings[1] ?? {}, { total: "99.00" }),
    { type: "other-standings", at: "entry 2: total", said: '"99.00"' },
  ],
  [
    "an entry left out of the table",
    ({ result }) => result.standings.pop(),
    { type: "other-standings", at: "standings.2", said: null },
  ],
  [
    "the rule",
    ({ result }) => Object.assign(result, { rule: { ...result.rule, combine: { method: "sum" } } }),
    { type: "other-standings" },
  ],
  [
    "the table's title of an entry in both places, but not what was signed",
    ({ inputs, result }) => {
      Object.assign(inputs.entries[0] ?? {}, { title: "别的项目" });
      Object.assign(result.standings[2] ?? {}, { title: "别的项目" });
    },
    { type: "wrong-digest" },
  ],
  [
    "how often a sheet was written",
    ({ inputs }) => Object.assign(inputs.sheets[0] ?? {}, { version: 9 }),
    { type: "wrong-digest" },
  ],
  [
    "a mark above its maximum",
    ({ inputs }) => Object.assign(inputs.sheets[0]?.marks ?? {}, { tech: "30.5" }),
    { type: "wrong-inputs", at: "inputs.sheets.0.marks.tech", said: "above-max", mark: "30.5", limit: "30" },
  ],
  [
    "a sheet twice",
    ({ inputs }) => inputs.sheets.push(...inputs.sheets.slice(0, 1)),
    { type: "wrong-inputs", at: "inputs.sheets.12", said: "twice" },
  ],
  [
    "a sheet of nobody",
    ({ inputs }) => Object.assign(inputs.sheets[0] ?? {}, { judge: "J9" }),
    { type: "wrong-inputs", at: "inputs.sheets.0.judge", said: "no-judge" },
  ],
  [
    "a vote for no entry",
    ({ inputs }) => Object.assign(inputs.votes, { "9": 1 }),
    { type: "wrong-inputs", at: "inputs.votes.9", said: "no-entry" },
  ],
  [
    "a criterion without a step",
    ({ inputs }) => Object.assign(inputs.criteria[0] ?? {}, { step: "0" }),
    { type: "wrong-inputs", at: "inputs.criteria.0", said: "no-step" },
  ],
  [
    "the round",
    ({ round }) => Object.assign(round, { slug: "beijing-6" }),
    { type: "wrong-release", at: "result.round" },
  ],
  [
    "confirmed before it was proposed",
    ({ release }) => Object.assign(release.confirmed, { at: "2026-04-01T10:00:00.000Z" }),
    { type: "wrong-release", at: "release.confirmed.at" },
  ],
  [
    "published before it was confirmed",
    ({ release }) => Object.assign(release.published, { at: "2026-05-01T10:29:00.000Z" }),
    { type: "wrong-release", at: "release.published.at" },
  ],
  [
    "the entry of the trail",
    ({ audit }) => Object.assign(audit.entry, { actorId: "somebody else" }),
    { type: "wrong-audit", at: "audit.seal.digest" },
  ],
  [
    "what the entry follows on",
    ({ audit }) => Object.assign(audit, { linkBefore: "0".repeat(64) }),
    { type: "wrong-audit", at: "audit.seal.digest" },
  ],
  ["what follows the entry", ({ audit }) => audit.digestsAfter.pop(), { type: "wrong-audit", at: "audit.seal.digest" }],
  [
    "when it was sealed",
    ({ audit }) => Object.assign(audit.seal, { sealedAt: "2026-05-02T09:00:00.000000Z" }),
    { type: "wrong-audit", at: "audit.seal.digest" },
  ],
  [
    "the entry for one of another act",
    ({ audit }) => Object.assign(audit.entry, { command: "propose-release" }),
    { type: "wrong-audit", at: "audit.entry.command" },
  ],
  [
    "the entry for that of another version",
    ({ audit }) => Object.assign(audit.entry.facts, { version: 2 }),
    { type: "wrong-audit", at: "audit.entry.facts.version" },
  ],
  [
    "the entry for that of another table",
    ({ audit }) => Object.assign(audit.entry.facts, { digest: "0".repeat(64) }),
    { type: "wrong-audit", at: "audit.entry.facts.digest" },
  ],
  [
    "until when the notice lasts",
    ({ release }) => Object.assign(release, { noticeEndsOn: "2026-05-03" }),
    { type: "wrong-audit", at: "audit.entry.facts.noticeEndsOn" },
  ],
  [
    "that there is a notice",
    ({ release }) => Object.assign(release, { noticeEndsOn: null }),
    { type: "wrong-audit", at: "audit.entry.facts.noticeEndsOn" },
  ],
  [
    "by what the publisher was known",
    ({ release }) => Object.assign(release.published, { factor: "totp" }),
    { type: "wrong-audit", at: "audit.entry.facts.factor" },
  ],
  [
    "that the publisher showed a second factor",
    ({ release, audit }) => {
      Object.assign(release.published, { factor: null });
      Object.assign(audit.entry.facts, { factor: null });
    },
    { type: "wrong-release", at: "release.published.factor" },
  ],
  [
    "that the supervisor showed a second factor",
    ({ release }) => Object.assign(release.confirmed, { factor: null }),
    { type: "wrong-release", at: "release.confirmed.factor" },
  ],
  [
    "when the entry says that it was published",
    ({ audit }) => Object.assign(audit.entry, { at: "2026-05-03T10:00:00.000000Z" }),
    { type: "wrong-audit", at: "audit.entry.at" },
  ],
  [
    "the slug of round and result into none",
    ({ round, result }) => {
      Object.assign(round, { slug: "x\u001b[2J" });
      Object.assign(result, { round: "x\u001b[2J" });
    },
    { type: "wrong-shape", at: "statement.round.slug" },
  ],
  [
    "the slug of the edition into none",
    ({ edition }) => Object.assign(edition, { slug: "6\n7" }),
    { type: "wrong-shape", at: "statement.edition.slug" },
  ],
  [
    "a member more",
    (statement) => Object.assign(statement, { extra: 1 }),
    { type: "wrong-shape", at: "statement", said: "unknown-member", member: "extra" },
  ],
  [
    "a list into a text",
    ({ inputs }) => Object.assign(inputs, { entries: "none" }),
    { type: "wrong-shape", at: "statement.inputs.entries", said: "other-kind" },
  ],
  [
    "a mark off its step",
    ({ inputs }) => Object.assign(inputs.sheets[0]?.marks ?? {}, { tech: "20.3" }),
    { type: "wrong-inputs", said: "off-step", mark: "20.3", limit: "0.5" },
  ],
  [
    "an instant that is none",
    ({ release }) => Object.assign(release.published, { at: "2026-02-30T10:00:00.000Z" }),
    { type: "wrong-shape", at: "statement.release.published.at", said: "other-form" },
  ],
])("whoever alters %s and signs anew is found out by the numbers themselves", (_what, change, flaw) => {
  expect(flawOf(altered(change))).toMatchObject(flaw);
});

test("what is nested too deep to be walked is a flaw", () => {
  const text = bundleText(signed(statementOf(judged)));
  const deep = text.replace('"standings":[{', `"standings":[{"deep":${"[".repeat(200_000)}${"]".repeat(200_000)},`);
  expect(flawOf(utf8ToBytes(deep))).toEqual({ type: "too-deep" });
});

test("a flaw is told in one line that steers no terminal, whatever the file names its members and texts", () => {
  const hostile = "\u009b2J\u202e\n";
  const flaws = [
    altered(({ inputs }) => Object.assign(inputs.sheets[0] ?? {}, { [hostile]: 1 })),
    altered((statement) => Object.assign(statement, { [hostile]: 1 })),
    altered(({ result }) => Object.assign(result.standings[1] ?? {}, { title: hostile })),
    altered(({ result }) => Object.assign(result.standings[1] ?? {}, { [hostile]: hostile })),
    altered(({ result }) => Object.assign(result.standings[1] ?? {}, { entry: hostile })),
  ].map((bytes) => flawOf(bytes));
  expect(flaws.filter((flaw) => flaw === null)).toEqual([]);
  expect(flaws.some((flaw) => JSON.stringify(flaw).includes("\u009b"))).toBe(true);
  for (const flaw of flaws) expect(flaw && printFlaw(flaw)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test("who alters nothing and signs anew is found out by the key alone", () => {
  const bytes = altered(() => {});
  expect(flawOf(bytes)).toBeNull();
  expect(flawOf(bytes, ours)).toMatchObject({ type: "other-key" });
});
