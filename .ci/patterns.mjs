/**
 * No regular expression of the product takes time that grows with more than the length of what it reads: a text from outside could
 * stop the server. Every literal in app/ and db/ outside of tests is proved by recheck. Run from the top folder: node .ci/patterns.mjs
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { check } from "recheck";
import ts from "typescript";

/** Those that may take longer, each with what bounds the text it reads. */
const bounded = {
  "/[(（【[][^)）】\\]]*[)）】\\]]/gu": "an institution's name, at most 200 characters",
  "/\\([^)]*\\)/gu": "an institution's name, at most 200 characters",
  '/, (\\.\\.\\.)?".*is not valid JSON$/s': "the engine's own message, which quotes a few characters",
  "/\\s*[（(](万元|CNY 10,000|%)[)）]$/": "a label of our own",
  "/\\B(?=(\\d{3})+$)/g": "the digits of one amount, of at most 16",
  "/(\\s*·\\s*)/": "the product's own name",
};

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "app", "db"], {
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|\/testing\/|^db\/(seed|bench)\//.test(file));

/** Where each pattern stands. */
const places = new Map();
for (const file of files) {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    continue;
  }
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const visit = (node) => {
    if (node.kind === ts.SyntaxKind.RegularExpressionLiteral) {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      places.set(node.text, [...(places.get(node.text) ?? []), `${file}:${line}`]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

/** By steps, not by the clock: on a busy machine a good pattern would look slow. */
const limits = { timeout: 120_000, incubationTimeout: 60_000, attackTimeout: 60_000 };
const wrong = [];
const used = new Set();
for (const [pattern, where] of places) {
  const [, source = "", flags = ""] = /^\/(.*)\/(\w*)$/s.exec(pattern) ?? [];
  if (Object.hasOwn(bounded, pattern)) used.add(pattern);
  else {
    const { status, complexity } = await check(source, flags, limits);
    if (status !== "safe") wrong.push(`${where.join(", ")}: ${pattern} is ${complexity?.summary ?? "not proved"}`);
  }
}
for (const pattern of Object.keys(bounded))
  if (!used.has(pattern)) wrong.push(`${pattern} stands nowhere: take it off the list in .ci/patterns.mjs`);

if (wrong.length > 0) {
  process.stderr.write(`${wrong.join("\n")}\nWrite it so that it reads each character once, or bound the text.\n`);
  process.exit(1);
}
process.stdout.write(`${places.size} patterns are linear, or read texts that are short\n`);
process.exit(0);
