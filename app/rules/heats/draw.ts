import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { byCodePoint } from "~/primitives/code-points.ts";

export const drawMethod = "sha256-sort";

/** 128 random bits as lowercase hex: the adapter throws the dice, the rule only reads them. */
export const seedPattern = /^[0-9a-f]{32}$/;

export interface Drawn {
  key: string;
  /** What the key was sorted by: 64 hex digits. */
  digest: string;
}

/**
 * The order of the draw: the entries' keys sorted by SHA-256 of seed, line feed, key (UTF-8), as lowercase hex. The order
 * in which the keys are given means nothing. With the keys in keys.txt, one a line, anyone gets the same by
 *
 *     while IFS= read -r k; do echo "$(printf '%s\n%s' "$SEED" "$k" | sha256sum | cut -c1-64) $k"; done <keys.txt | LC_ALL=C sort
 */
export function draw(keys: readonly string[], seed: string): Drawn[] {
  return keys
    .map((key): Drawn => ({ key, digest: sha256Hex(`${seed}\n${key}`) }))
    .sort((a, b) => byCodePoint(a.digest, b.digest) || byCodePoint(a.key, b.key));
}

/** What stands for a whole draw in the audit trail: SHA-256 of the keys in drawn order, a line feed after each. */
export function drawDigest(orderedKeys: readonly string[]): string {
  return sha256Hex(orderedKeys.map((key) => `${key}\n`).join(""));
}

/** SHA-256 of the text's UTF-8 bytes, as lowercase hex. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
