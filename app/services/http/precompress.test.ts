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
