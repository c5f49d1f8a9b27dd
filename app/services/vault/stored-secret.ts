import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** The secret kept in that file, made when there is none yet (32 random bytes, base64url, unless `make` says otherwise). */
export async function loadOrCreateSecret(
  file: string,
  make: () => string = () => randomBytes(32).toString("base64url"),
): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, make(), { mode: 0o600, flag: "wx" }).catch((error) => {
    if (error.code !== "EEXIST") throw error;
  });
  return (await readFile(file, "utf8")).trim();
}
