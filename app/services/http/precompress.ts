import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const texts = /\.(?:js|css|svg|json|webmanifest)$/;
/** A packet holds about as much: less gains nothing. */
const worthwhile = 1024;

/** The last step takes three times as long and saves two parts of a hundred: whoever starts the product first waits for it. */
const quality = 10;
/** So many files at once: the compressors run beside each other. */
const atOnce = 4;

/** Puts beside each text in the folder the same in brotli (`.br`) and gzip (`.gz`), as sirv looks for them. */
export async function precompress(folder: string): Promise<void> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = files
    .filter((file) => file.isFile() && texts.test(file.name))
    .map((file) => join(file.parentPath, file.name))
    .values();
  const compressNext = async () => {
    for (const path of paths) await compress(path);
  };
  await Promise.all(Array.from({ length: atOnce }, compressNext));
}

async function compress(path: string): Promise<void> {
  const bytes = await readFile(path);
  if (bytes.length < worthwhile) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const [brotli, gzipped] = await Promise.all([
    promisify(brotliCompress)(bytes, { params }),
    promisify(gzip)(bytes, { level: 9 }),
  ]);
  await Promise.all([writeFile(`${path}.br`, brotli), writeFile(`${path}.gz`, gzipped)]);
}
