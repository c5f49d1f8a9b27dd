import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const texts = /\.(?:js|css|svg|json|webmanifest)$/;
/** A packet holds about as much: less gains nothing. */
const worthwhile = 1024;

/** Puts beside each text in the folder the same in brotli (`.br`) and gzip (`.gz`), as sirv looks for them. */
export async function precompress(folder: string): Promise<void> {
  for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!file.isFile() || !texts.test(file.name)) continue;
    const path = join(file.parentPath, file.name);
    const bytes = await readFile(path);
    if (bytes.length < worthwhile) continue;
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    const [brotli, gzipped] = await Promise.all([
      promisify(brotliCompress)(bytes, { params }),
      promisify(gzip)(bytes, { level: 9 }),
    ]);
    await writeFile(`${path}.br`, brotli);
    await writeFile(`${path}.gz`, gzipped);
  }
}
