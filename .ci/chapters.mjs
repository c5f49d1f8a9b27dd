/**
 * The chapters of the house: fails on a folder, query or locale file that is not a chapter, and on rules or commands of
 * one chapter that use another's where the list beside this file does not know of it. The list may only grow shorter:
 * what is on it and not in the code any more fails too. `--write` writes it anew.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, normalize } from "node:path";

const list = join(import.meta.dirname, "chapter-edges.json");
const glossary = readFileSync("docs/glossary.md", "utf8");
// Of that section alone: the field's terms are no chapters
const section = glossary.split(/^## /m).find((text) => text.startsWith("Chapters\n")) ?? "";
const chapters = new Set([...section.matchAll(/^\| `([a-z]+)` \|/gm)].map(([, name]) => name));
const audiences = new Set("public apply judge organize stage account api".split(" "));
const topics = {
  // Rooms that are ordered by chapter, with what else may lie directly in them
  "app/rules": [],
  "app/reads": [],
  "app/commands": ["command.ts", "refusals.ts", "transaction.ts"],
  "app/mail": ["Letter.tsx", "samples.ts", "template.ts", "templates.ts"],
  "app/locales/en": ["index.ts", "ui.ts", "errors.ts"],
  "app/locales/zh-CN": ["index.ts", "ui.ts", "errors.ts"],
  "db/queries": [],
};

const found = [];
const isTest = (name) => /\.test\.tsx?$/.test(name);
for (const [room, others] of Object.entries(topics))
  for (const entry of readdirSync(room, { withFileTypes: true })) {
    const name = entry.isDirectory() ? entry.name : basename(entry.name, extname(entry.name));
    if (!chapters.has(name) && !others.includes(entry.name) && !isTest(entry.name))
      found.push(`${room}/${entry.name}: no chapter of docs/glossary.md`);
  }
for (const audience of readdirSync("app/routes", { withFileTypes: true })) {
  if (!audience.isDirectory()) continue;
  if (!audiences.has(audience.name)) {
    found.push(`app/routes/${audience.name}: no audience`);
    continue;
  }
  for (const chapter of readdirSync(join("app/routes", audience.name), { withFileTypes: true }))
    if (!chapter.isDirectory() || !chapters.has(chapter.name))
      found.push(`app/routes/${audience.name}/${chapter.name}: no chapter of docs/glossary.md`);
}

const edges = new Set();
for (const room of ["rules", "commands"])
  for (const name of readdirSync(`app/${room}`, { recursive: true })) {
    const from = name.split("/")[0];
    if (!/\.tsx?$/.test(name) || isTest(name) || !name.includes("/")) continue;
    const path = join("app", room, name);
    for (const [, given] of readFileSync(path, "utf8").matchAll(/^(?:import|export|\}) [^"']*?from "([^"]+)"/gm)) {
      const target = given.startsWith("~/") ? join("app", given.slice(2)) : normalize(join(dirname(path), given));
      const [, into, to, rest] = target.match(/^app\/(rules|commands)\/([^/]+)(\/.+)?$/) ?? [];
      if (rest && to !== from) edges.add(`${room}/${from} uses ${into}/${to}`);
    }
  }
const now = [...edges].sort();
if (process.argv.includes("--write")) writeFileSync(list, `${JSON.stringify(now, null, 2)}\n`);
const known = new Set(JSON.parse(readFileSync(list, "utf8")));
for (const edge of now) if (!known.has(edge)) found.push(`${edge}: not on .ci/chapter-edges.json`);
for (const edge of known) if (!edges.has(edge)) found.push(`${edge}: gone; take it off .ci/chapter-edges.json`);

for (const each of found) console.error(each);
process.exit(found.length > 0 ? 1 : 0);
