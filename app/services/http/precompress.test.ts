import { mkdir, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { precompress } from "./precompress.ts";

test("beside each text that is worth it lies the same, smaller, in brotli and in gzip; nothing else is touched", async () => {
  const folder = await mkdtemp(join(tmpdir(), "precompress-"));
  await mkdir(join(folder, "assets"));
  const script = "export const words = '凤栖吴兴'; ".repeat(200);
  await writeFile(join(folder, "assets/words.js"), script);
  await writeFile(join(folder, "small.css"), "a{}");
  await writeFile(join(folder, "picture.png"), Buffer.alloc(5_000));
  await precompress(folder);
  const files = await readdir(folder, { recursive: true });
  expect(files.sort()).toEqual([
    "assets",
    "assets/words.js",
    "assets/words.js.br",
    "assets/words.js.gz",
    "picture.png",
    "small.css",
  ]);
  const [brotli, gzipped] = await Promise.all(
    [".br", ".gz"].map((end) => readFile(join(folder, `assets/words.js${end}`))),
  );
  for (const [packed, text] of [
    [brotli, brotliDecompressSync(brotli ?? "")],
    [gzipped, gunzipSync(gzipped ?? "")],
  ]) {
    expect(text?.toString()).toBe(script);
    expect(packed?.length).toBeLessThan(script.length / 10);
  }
});

test("a file that is still to change is left for later, and what is compressed already is not compressed again", async () => {
  const folder = await mkdtemp(join(tmpdir(), "precompress-"));
  await writeFile(join(folder, "list-1.js"), "first;".repeat(500));
  await writeFile(join(folder, "page.js"), "page;".repeat(500));
  await precompress(folder, /^list-/);
  expect((await readdir(folder)).sort()).toEqual(["list-1.js", "page.js", "page.js.br", "page.js.gz"]);
  const compressed = await readFile(join(folder, "page.js.br"));
  await writeFile(join(folder, "list-1.js"), "second;".repeat(500));
  await writeFile(join(folder, "page.js"), "changed;".repeat(500));
  await precompress(folder);
  expect(brotliDecompressSync(await readFile(join(folder, "list-1.js.br"))).toString()).toBe("second;".repeat(500));
  expect(await readFile(join(folder, "page.js.br"))).toEqual(compressed);
});
