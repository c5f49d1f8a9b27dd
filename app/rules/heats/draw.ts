import { z } from "zod";
import { sha256Hex } from "~/primitives/canonical-json.ts";
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

/**
 * A draw before everybody's eyes. Beforehand the desk commits to a secret by showing its digest; in the hall somebody calls
 * out a word. The seed is made of both: who knows the secret could not know the word, and who chose the word could not
 * know the secret. Afterwards both are shown, and anyone computes the order again.
 */

/** 256 random bits as lowercase hex, thrown by the adapter. */
export const secretPattern = /^[0-9a-f]{64}$/;

/** The word or number called in the hall: one line, as it is shown and hashed. */
export const hallWord = z
  .string()
  .transform((word) => word.normalize("NFC").trim())
  .pipe(
    z
      .string()
      .min(1)
      .max(60)
      .regex(/^\P{C}*$/u),
  );

/** What is shown before the draw: SHA-256 of the secret as it is written. */
export function commitmentDigest(secret: string): string {
  return sha256Hex(secret);
}

/** The seed of the draw: the first 32 hex digits of SHA-256 of secret, line feed, word (UTF-8). */
export function seedOfHall(secret: string, word: string): string {
  return sha256Hex(`${secret}\n${word}`).slice(0, 32);
}

/** The order of those entries by that secret and word. */
export function drawByHall(keys: readonly string[], secret: string, word: string): string[] {
  return draw(keys, seedOfHall(secret, word)).map(({ key }) => key);
}

/** Lines of a shell that compute a ceremony again: the digest, the seed, and the order of the keys given. */
export function ceremonyRecipe({
  secret,
  word,
  keys,
}: {
  secret: string;
  word: string;
  keys: readonly string[];
}): string {
  return [
    `SECRET=${secret}`,
    `WORD=${quoted(word)}`,
    `printf '%s\\n' ${keys.map(quoted).join(" ")} >keys.txt`,
    `printf '%s' "$SECRET" | sha256sum`,
    `SEED=$(printf '%s\\n%s' "$SECRET" "$WORD" | sha256sum | cut -c1-32)`,
    orderRecipe,
  ].join("\n");
}

/** The shell's line that sorts the keys of keys.txt by $SEED. */
export const orderRecipe = `while IFS= read -r k; do echo "$(printf '%s\\n%s' "$SEED" "$k" | sha256sum | cut -c1-64) $k"; done <keys.txt | LC_ALL=C sort`;

function quoted(text: string): string {
  return /^[A-Za-z0-9_.-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Why that person cannot agree that it is drawn again; null when they can: another one has asked for it, with a reason. */
export function whyNotConfirmRedraw(
  open: { id: number; committedById: string; reason: string | null; confirmedAt: Date | null },
  { commitment, confirmedBy }: { commitment: number; confirmedBy: string },
): "stale-version" | "same-person" | "nothing-to-confirm" | null {
  if (open.id !== commitment) return "stale-version";
  if (open.committedById === confirmedBy) return "same-person";
  return open.reason === null || open.confirmedAt ? "nothing-to-confirm" : null;
}
