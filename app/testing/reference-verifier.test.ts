import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { makeBundle } from "~/commands/releases/make-bundle.ts";
import { type Bundle, bundleText, type Statement } from "~/rules/releases/bundle.ts";
import { signedTable } from "~/rules/releases/signed-table.ts";
import { verifyBundle } from "~/rules/releases/verify-bundle.ts";
import type { JudgedRound } from "~/rules/standings/judged-round.ts";
import { publicKeyOf } from "~/services/vault/bundle-key.ts";
import { makeClosedHeat } from "~db/seed/factories/finals.ts";
import { releaseRound } from "~db/seed/factories/heats.ts";
import { testDatabase } from "~db/testing/database.ts";
import { randomRound } from "~db/testing/random-rounds.ts";
import { digestOf, flawOf } from "../../docs/verify.mjs";
import { ours, signed, statementOf } from "./signed-bundle.ts";

const database = testDatabase();

/** The worked example of docs/standings.md: two equal totals, parted by the untrimmed mean. */
const example: JudgedRound = {
  criteria: [
    { key: "tech", max: 6000, step: 50, factor: "1" },
    { key: "team", max: 4000, step: 50, factor: "1" },
  ],
  judges: ["J1", "J2", "J3", "J4"].map((key) => ({ key, head: key === "J1" })),
  entries: [
    { key: "1", title: "甲项目", group: null, order: 1 },
    { key: "2", title: "乙项目", group: null, order: 2 },
    { key: "3", title: "丙项目", group: null, order: 3 },
  ],
  sheets: [
    { entry: "1", judge: "J1", marks: { tech: 5500, team: 3500 } },
    { entry: "1", judge: "J2", marks: { tech: 5300, team: 3500 } },
    { entry: "1", judge: "J3", marks: { tech: 5200, team: 3450 } },
    { entry: "1", judge: "J4", marks: { tech: 4000, team: 3000 } },
    { entry: "2", judge: "J1", marks: { tech: 5400, team: 3500 } },
    { entry: "2", judge: "J2", marks: { tech: 5250, team: 3500 } },
    { entry: "2", judge: "J3", marks: { tech: 5200, team: 3500 } },
    { entry: "2", judge: "J4", marks: { tech: 5100, team: 3400 } },
    { entry: "3", judge: "J1", marks: { tech: 4800, team: 3200 } },
    { entry: "3", judge: "J2", marks: { tech: 4750, team: 3200 } },
    { entry: "3", judge: "J3", marks: { tech: 4700, team: 3100 } },
    { entry: "3", judge: "J4", marks: { tech: 3550, team: 2500 } },
  ],
  rule: {
    level: "sheet",
    combine: { method: "trimmed-mean", high: 1, low: 1, atLeast: 4 },
    missing: "skip",
    places: { sheet: 2, combined: 2, points: 2, total: 2 },
    ties: ["untrimmed-mean", "head-judge", "vote"],
    groups: "together",
  },
};

const bytesOf = (bundle: Bundle) => utf8ToBytes(bundleText(bundle));
const isFound = (bytes: Uint8Array) => {
  try {
    return flawOf(bytes) !== null;
  } catch {
    return true;
  }
};

test("the example beside the page is what the product writes, and both verifiers say that it holds", async () => {
  const text = bundleText(signed(statementOf(example)));
  await expect(text).toMatchFileSnapshot("../../docs/example-bundle.json");
  const file = utf8ToBytes(text);
  expect(flawOf(file, ours)).toBeNull();
  expect(verifyBundle(file, ours).ok).toBe(true);
  expect(flawOf(file, "0".repeat(64))).toBe("key");
});

test("the page's digests and links are those of the example", async () => {
  const page = await readFile("docs/standings.md", "utf8");
  const { statement, signature } = JSON.parse(await readFile("docs/example-bundle.json", "utf8")) as Bundle;
  const { release, result, inputs, audit } = statement;
  const sheets = inputs.sheets.map((sheet, at) => ({ ...sheet, marks: example.sheets[at]?.marks ?? {} }));
  const { sheetsDigest, digest } = signedTable(result, { salt: release.salt, sheets });
  expect(digest).toBe(release.digest);
  for (const quoted of [sheetsDigest, digest, signature.publicKey, signature.value, audit.linkBefore])
    expect(page).toContain(quoted);
  for (const quoted of [digestOf(audit.entry), ...audit.digestsAfter, audit.seal.digest])
    expect(page).toContain(quoted);
});

test("rounds of every rule hold", () => {
  for (const round of fc.sample(randomRound, { seed: 20261130, numRuns: 150 }))
    expect(flawOf(bytesOf(signed(statementOf(round))), ours)).toBeNull();
});

test("bundles out of the database hold, the first version and its correction", async () => {
  const key = "05".repeat(32);
  const heat = await makeClosedHeat(database.db, { judges: 5, entries: 4 });
  await releaseRound(database.db, heat, "published");
  await database.db.updateTable("entries").set({ title: "改名" }).where("roundId", "=", heat.round.id).execute();
  const { round } = await releaseRound(database.db, heat, "published", { reason: "名称有误" });
  for (const version of [1, 2]) {
    const made = await makeBundle(database.db, { round, version, key });
    if (!made.ok) throw new Error(made.error.type);
    expect(flawOf(bytesOf(made.bundle), publicKeyOf(key))).toBeNull();
  }
});

test("any byte altered or removed is found", () => {
  const bytes = bytesOf(signed(statementOf(example)));
  const place = fc.nat(bytes.length - 1);
  const alteration = fc.oneof(
    fc
      .tuple(place, fc.integer({ min: 1, max: 255 }))
      .map(([at, by]) => bytes.map((byte, n) => (n === at ? byte ^ by : byte))),
    place.map((at) => bytes.filter((_, n) => n !== at)),
  );
  fc.assert(
    fc.property(alteration, (other) => isFound(other)),
    { seed: 20261130, numRuns: 500 },
  );
});

test.each<[string, (statement: Statement) => void, string]>([
  ["a mark", ({ inputs }) => Object.assign(inputs.sheets[1]?.marks ?? {}, { tech: "60" }), "standings"],
  [
    "a mark that moves no total",
    ({ inputs }) => Object.assign(inputs.sheets[3]?.marks ?? {}, { team: "29" }),
    "digest",
  ],
  ["how often a sheet was written", ({ inputs }) => Object.assign(inputs.sheets[0] ?? {}, { version: 9 }), "digest"],
  ["a total", ({ result }) => Object.assign(result.standings[1] ?? {}, { total: "87.24" }), "standings"],
  [
    "two ranks",
    ({ result: { standings } }) =>
      Object.assign(standings[0] ?? {}, { rank: 2 }) && Object.assign(standings[1] ?? {}, { rank: 1 }),
    "standings",
  ],
  ["an entry left out", ({ result }) => result.standings.pop(), "standings"],
  ["an entry twice", ({ result }) => result.standings.splice(2, 1, ...result.standings.slice(0, 1)), "standings"],
  ["a title", ({ result }) => Object.assign(result.standings[0] ?? {}, { title: "别的项目" }), "digest"],
  ["the rule", ({ result }) => Object.assign(result.rule, { combine: { method: "mean" } }), "standings"],
  ["the round", ({ result }) => Object.assign(result, { round: "beijing-6" }), "digest"],
  ["the salt", ({ release }) => Object.assign(release, { salt: "00" }), "digest"],
  [
    "when it was confirmed",
    ({ release }) => Object.assign(release.confirmed, { at: "2026-04-01T10:00:00.000Z" }),
    "release",
  ],
  [
    "that somebody showed a second factor",
    ({ release }) => Object.assign(release.confirmed, { factor: null }),
    "release",
  ],
  ["the publication's act", ({ audit }) => Object.assign(audit.entry, { command: "propose-release" }), "audit entry"],
  [
    "the publication's hour",
    ({ release }) => Object.assign(release.published, { at: "2026-05-02T10:00:01.000Z" }),
    "audit entry",
  ],
  ["the end of the notice", ({ release }) => Object.assign(release, { noticeEndsOn: null }), "audit entry"],
  ["who published", ({ audit }) => Object.assign(audit.entry, { actorId: "somebody else" }), "audit seal"],
  ["what came after", ({ audit }) => audit.digestsAfter.pop(), "audit seal"],
])("whoever alters %s and signs anew is found out", (_what, change, flaw) => {
  const statement = JSON.parse(JSON.stringify(statementOf(example))) as Statement;
  change(statement);
  const bytes = bytesOf(signed(statement, new Uint8Array(32).fill(9)));
  expect(flawOf(bytes)).toBe(flaw);
  expect(verifyBundle(bytes).ok).toBe(false);
});

test("it runs on Node alone: from a folder of its own, with an exit code", async () => {
  const folder = await mkdtemp(join(tmpdir(), "verify-"));
  try {
    const [script, good, bad] = ["verify.mjs", "good.json", "bad.json"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await writeFile(script, await readFile("docs/verify.mjs"));
    const text = bundleText(signed(statementOf(example)));
    await writeFile(good, text);
    await writeFile(bad, text.replace("87.25", "87.26"));
    const run = (...given: string[]) => promisify(execFile)(process.execPath, [script, ...given]);
    expect((await run(good, ours)).stdout).toBe("All of it holds.\n");
    await expect(run(bad)).rejects.toMatchObject({ code: 1, stdout: "It does not hold: signature\n" });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("it is short: a hundred lines of code at the most, and nothing but Node's own modules", async () => {
  const lines = (await readFile("docs/verify.mjs", "utf8")).split("\n").map((line) => line.trim());
  expect(lines.filter((line) => line !== "" && !/^(\/\/|\/\*\*)/.test(line)).length).toBeLessThanOrEqual(100);
  expect(lines.flatMap((line) => /^import .* from "(.*)";$/.exec(line)?.[1] ?? [])).toEqual(["node:crypto", "node:fs"]);
});
