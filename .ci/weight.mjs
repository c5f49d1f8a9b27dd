// What a browser loads of scripts before a page is whole: the frame, the page with what it imports, its words, the list of pages.
// node .ci/weight.mjs [FOLDER]: of the build in FOLDER, else of one that it makes.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/**
 * The pages, and the most that each may weigh: kilobytes (1,000 bytes) in gzip. 110 is wanted of all; React and Remix are 82.
 * Signing in and the list of one's applications are without them (e2e/public.spec.ts weighs their scripts).
 */
const pages = {
  "/apply/:code?step=…": { page: "routes/apply/applications/application", most: 168 },
  "/judge/:round/:entry": { page: "routes/judge/scoring/sheet", most: 161 },
};

const client = join(process.argv[2] ?? made(), "pages/client");
const sizes = new Map();
const sizeOf = (file) => {
  if (!sizes.has(file)) sizes.set(file, gzipSync(text(file), { level: 9 }).length);
  return sizes.get(file);
};
const list = `assets/${readdirSync(join(client, "assets")).find((file) => /^manifest-.*\.js$/.test(file))}`;

let heavy = false;
for (const [address, { page, most }] of Object.entries(pages)) {
  const modules = ["root", page].map((id) => `assets/${moduleOf(id)}.js`);
  const scripts = withImports([text(list).match(/entry:\{module:"\/([^"]+)"/)[1], ...modules]);
  const words = [0, 1].map((language) => modules.flatMap((module) => wordsOf(module).slice(language, language + 1)));
  const parts = { scripts: kB(scripts), words: Math.max(...words.map(kB)), list: kB([list]) };
  const total = parts.scripts + parts.words + parts.list;
  heavy ||= total > most;
  say(
    `${total > most ? "✗" : "✓"} ${address}: ${total.toFixed(1)} kB of ${most} = scripts ${parts.scripts.toFixed(1)} + words ${parts.words.toFixed(1)} + list of pages ${parts.list.toFixed(1)}`,
  );
  if (process.env.WEIGHT_FILES)
    for (const file of [...scripts].sort((a, b) => sizeOf(b) - sizeOf(a))) say(`    ${sizeOf(file)}  ${file}`);
}
if (heavy) {
  console.error("A page's scripts weigh more than they may (WEIGHT_FILES=1 lists them).");
  process.exit(1);
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

function text(file) {
  return readFileSync(join(client, file), "utf8");
}

function kB(files) {
  return [...files].reduce((sum, file) => sum + sizeOf(file), 0) / 1000;
}

/** The script of a page, in the list of pages (app/build/route-list.ts). */
function moduleOf(id) {
  const row = JSON.parse(text(list).match(/of (\[\[.*?\]\])\)\{/s)[1]).find(([each]) => each === id);
  if (!row) throw new Error(`There is no page ${id}`);
  return row[3];
}

/** Scripts with all that they import before they run. */
function withImports(files, found = new Set()) {
  for (const file of files) {
    if (found.has(file)) continue;
    found.add(file);
    const imports = text(file).matchAll(/(?:\bfrom|\bimport)\s*"\.\/([^"]+\.js)"/g);
    withImports(
      [...imports].map(([, name]) => `assets/${name}`),
      found,
    );
  }
  return found;
}

/** The words of a page, one file a language (app/build/words.ts). */
function wordsOf(module) {
  return [...text(module).matchAll(/"\/(assets\/words-[^"]+)"/g)].map(([, file]) => file);
}

function made() {
  const directory = ".cache/weight";
  rmSync(directory, { recursive: true, force: true });
  const { status } = spawnSync("node_modules/.bin/remix", ["vite:build", "--logLevel", "error"], {
    env: { ...process.env, BUILD_DIRECTORY: directory },
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) process.exit(1);
  return directory;
}
