/**
 * Names that a stranger can search for: no two exported types of one name in app/ and db/, and none of the words that were
 * taken out of the code (docs/glossary.md says what stands in their place). Run from the top folder: node .ci/names.mjs
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** One name for two types, each with its reason. */
const sharedNames = {};

/** Not looked at: the row types of the tables carry the tables' names. */
const generated = new Set(["db/schema.ts"]);

/** Parts of an exported name or of a file's name that say nothing, with what to write: `findTold`, `told-mails.ts`. */
const bannedWords = {
  alike: "same, equal",
  anew: "again: reencrypt, revalidate, retry",
  begun: "pending (not confirmed yet), started",
  blot: "redact",
  did: "the verb of the field",
  forthwith: "immediately",
  gone: "withdrawn, removed, unavailable",
  heed: "what it does",
  kept: "stored, cached, local",
  mend: "correct, replace, remedy",
  mended: "corrected, replaced",
  ripe: "pending, due, ready",
  said: "texts, message, values",
  settling: "tie-breaking",
  told: "acknowledged, announced, reported",
  togetherness: "role separation",
  traceless: "omitted from the digest",
  unkept: "not stored (no-store)",
};

/** Whole names, or their beginnings, that have another one now. */
const bannedNames = [
  [
    /^(Tied(Judge|Entry)|Tie|TieRules|TieKind|tieKinds|FindTies|tieFinder|tiesIn|useTieWords|tie-words)$/,
    "conflict (of a judge); a tie is two equal totals",
  ],
  [/^(cut|cuts|cut-.*|[Cc]ut[A-Z]\w*|planCut)$/, "shortlist"],
  [/^([Dd]rawn(Line|Place)s?|drawn-lines?)$/, "recorded line, advancement line"],
  [/^(eligibility-looks|lookAt\w*|Looked)$/, "check, result"],
  [/^(\w*HandChecks?)$/, "manual check"],
  [/^(next-hand|NextHand)$/, "next signer"],
  [/^(counting-?[Tt]ries|TooManyTries|returnTries|factorTries)$/, "attempt limit, attempts"],
  [/^(objectionsToMind|RolesTogether|show-?[Ll]ife|use-?[Ll]ife)$/, "the word of docs/glossary.md"],
  [/^written[A-Z]\w*$/, "format…, …FormValues, …Json"],
  [/^usual[A-Z]\w*$/, "default…"],
];

/** Names that may stand, each with its reason. */
const allowed = {
  writtenLetter: "a letter that the organizer wrote",
};

const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "app", "db", "e2e"], {
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => /\.tsx?$/.test(file));
const exported =
  /^export\s+(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(type|interface|class|enum|function\*?|const|let)\s+([A-Za-z_$][\w$]*)/gm;
const typeWords = new Set(["type", "interface", "class", "enum"]);

const partsOf = (name) =>
  name
    .replace(/([a-z\d])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .split(/[^a-z\d]+/);
const faults = [];
function checkName(name, place) {
  if (Object.hasOwn(allowed, name)) return;
  for (const part of partsOf(name))
    if (Object.hasOwn(bannedWords, part)) faults.push(`${place}: "${part}" in ${name}; write ${bannedWords[part]}`);
  for (const [pattern, instead] of bannedNames)
    if (pattern.test(name)) faults.push(`${place}: ${name}; write ${instead}`);
}

const types = new Map();
for (const file of files) {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    continue; // removed, not committed yet
  }
  if (generated.has(file) || file.startsWith("db/migrations/")) continue;
  checkName(basename(file).replace(/(\.(test|spec|server|client|worker|parts))*\.tsx?$/, ""), file);
  for (const [, kind, name] of text.matchAll(exported)) {
    checkName(name, file);
    if (!typeWords.has(kind) || file.startsWith("e2e/")) continue;
    types.set(name, [...(types.get(name) ?? []), file]);
  }
}
for (const [name, places] of types)
  if (places.length > 1 && !Object.hasOwn(sharedNames, name))
    faults.push(`${name} is ${places.length} types: ${places.join(", ")}; give each its own name, or import one`);

for (const fault of faults) console.error(fault);
if (faults.length > 0) {
  console.error(`${faults.length} names to change: docs/glossary.md lists the words to use`);
  process.exitCode = 1;
}
