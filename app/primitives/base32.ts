const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Bytes as RFC 4648 base32 without padding: the key as people type it into an app. */
export function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => alphabet[Number.parseInt(group.padEnd(5, "0"), 2)]).join("");
}

/** The bytes again. Throws a RangeError on what is no base32. */
export function fromBase32(text: string): Uint8Array {
  const bits = Array.from(text, (letter) => {
    const value = alphabet.indexOf(letter);
    if (value < 0) throw new RangeError("no base32");
    return value.toString(2).padStart(5, "0");
  }).join("");
  return Uint8Array.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
