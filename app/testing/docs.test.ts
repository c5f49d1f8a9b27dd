import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { RouteConfigEntry } from "@remix-run/route-config";
import { expect, test } from "vitest";
import en from "~/locales/en/index.ts";
import zh from "~/locales/zh-CN/index.ts";
import routes from "~/routes.ts";

const guides = "docs/guide";
const languages = { zh, en };
const mostPictureBytes = 2.5 * 1024 * 1024;

/** README.md and every page of docs, by its path. */
async function pages(): Promise<Map<string, string>> {
  const found = await readdir("docs", { recursive: true });
  const paths = ["README.md", ...found.filter((each) => each.endsWith(".md")).map((each) => join("docs", each))];
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path, "utf8")] as const)));
}

test("the README is read in three minutes: five hundred words at the most", async () => {
  const words = (await readFile("README.md", "utf8")).split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  expect(words.length).toBeLessThanOrEqual(500);
});

test("every link of README and docs leads to a file, and to a heading in it where it names one", async () => {
  const all = await pages();
  const broken: string[] = [];
  for (const [path, text] of all) {
    for (const [, target = ""] of withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [file = "", anchor] = target.split("#");
      const to = file === "" ? path : join(dirname(path), file);
      const there = existsSync(to) && (anchor === undefined || headingsOf(all.get(to) ?? "").includes(anchor));
      if (!there) broken.push(`${path}: ${target}`);
    }
  }
  expect(broken).toEqual([]);
});

test("decisions are numbered without gaps, and bear their number", async () => {
  const files = (await readdir("docs/decisions")).sort();
  for (const [at, file] of files.entries()) {
    const number = String(at + 1).padStart(3, "0");
    expect(file).toMatch(new RegExp(`^${number}-[a-z0-9-]+\\.md$`));
    const [title] = (await readFile(join("docs/decisions", file), "utf8")).split("\n");
    expect(title).toMatch(new RegExp(`^# ${number}( ·|:) .+`));
  }
});

test("every setting of .env.example is explained to whoever operates it", async () => {
  const operating = await readFile("docs/operate.md", "utf8");
  const settings = [...(await readFile(".env.example", "utf8")).matchAll(/^# ([A-Z0-9_]+)=/gm)].map(([, name]) => name);
  expect(settings.length).toBeGreaterThan(15);
  expect(settings.filter((name) => !operating.includes(`\`${name}`))).toEqual([]);
});

test("each role has its guide in both languages, with the same pages, steps and pictures", async () => {
  const roles = (await readdir(`${guides}/zh`)).sort();
  expect((await readdir(`${guides}/en`)).sort()).toEqual(roles);
  for (const role of roles) {
    const [chinese, english] = await Promise.all([`${guides}/zh/${role}`, `${guides}/en/${role}`].map(shapeOf));
    expect(english, role).toEqual(chinese);
  }
});

test.each(["zh", "en"] as const)("the words that the guides quote are on the screen: %s", async (language) => {
  const said = sayings(languages[language]);
  const strange: string[] = [];
  for (const [path, text] of await pages()) {
    if (!path.startsWith(`${guides}/${language}/`)) continue;
    for (const [, quoted = ""] of text.matchAll(/\*\*(.+?)\*\*/g))
      if (!said(quoted)) strange.push(`${path}: ${quoted}`);
  }
  expect(strange).toEqual([]);
});

test("the addresses that the guides name are the product's", async () => {
  const known = patternsOf(routes as RouteConfigEntry[], "").map(
    (pattern) => new RegExp(`^${pattern.replace("*", "[^*]+").replaceAll(/:\w+/g, "[^/]+")}$`),
  );
  const strange: string[] = [];
  for (const [path, text] of await pages()) {
    if (!path.startsWith(`${guides}/zh/`) && !path.startsWith(`${guides}/en/`)) continue;
    for (const [, address = ""] of text.matchAll(/`(\/[^`]*)`/g))
      if (!known.some((pattern) => pattern.test(address))) strange.push(`${path}: ${address}`);
  }
  expect(strange).toEqual([]);
});

test("the pictures of the guides are all used, and small", async () => {
  const shown = new Set([...(await pages()).values()].flatMap((text) => text.match(/[\w.-]+\.webp/g) ?? []));
  const files = await readdir(`${guides}/pictures`);
  expect(files.filter((file) => !shown.has(file))).toEqual([]);
  const sizes = await Promise.all(files.map(async (file) => (await stat(`${guides}/pictures/${file}`)).size));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(mostPictureBytes);
});

/** What a guide has in common with its twin: its headings' levels, numbered steps, addresses and pictures, in order. */
async function shapeOf(path: string): Promise<string[]> {
  const text = await readFile(path, "utf8");
  return text.match(/^#+ |^\d+\. |`\/[^`]*`|[\w-]+(?=\.(zh|en)\.webp)/gm) ?? [];
}

/** Whether a text is one of the product's in a language, its gaps filled with anything. */
function sayings(words: unknown): (text: string) => boolean {
  const texts = new Set<string>();
  const gapped: RegExp[] = [];
  const gather = (node: unknown): void => {
    if (typeof node !== "string") for (const each of Object.values(node as object)) gather(each);
    else if (!node.includes("{{")) texts.add(node);
    else if (/[\p{L}]{2}/u.test(node.replaceAll(/\{\{.*?\}\}/g, "")))
      gapped.push(
        new RegExp(
          `^${node
            .split(/\{\{.*?\}\}/)
            .map(escaped)
            .join(".+")}$`,
          "u",
        ),
      );
  };
  gather(words);
  return (text) => texts.has(text) || gapped.some((pattern) => pattern.test(text));
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

function withoutCode(text: string): string {
  return text.replaceAll(/^```.*?^```/gms, "").replaceAll(/`[^`\n]*`/g, "");
}

/** The anchors of a page's headings, as GitHub makes them. */
function headingsOf(text: string): string[] {
  return [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function patternsOf(entries: RouteConfigEntry[], base: string): string[] {
  return entries.flatMap((entry) => {
    const path = entry.index ? base || "/" : `${base}/${entry.path}`;
    return entry.children ? [path, ...patternsOf(entry.children, path)] : [path];
  });
}
