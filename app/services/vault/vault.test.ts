import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readEnv } from "../env.ts";
import { openVault, SealBroken, SealedUnderUnknownKey, sealingKeys, vaultKeysOf } from "./vault.ts";

const keyOf = (byte: number) => Buffer.alloc(32, byte).toString("base64");
const indexKey = "what numbers are found by, long enough";
const first = openVault({ personalDataKeys: `2026:${keyOf(1)}`, personalDataIndexKey: indexKey });
const rotated = openVault({ personalDataKeys: `2027:${keyOf(2)},2026:${keyOf(1)}`, personalDataIndexKey: indexKey });
const number = "11010519491231002X";

test("what is sealed is opened again, and shows nothing of the number", () => {
  const { sealed, keyName, masked } = first.seal("resident-id", number);
  expect(first.unseal(sealed, keyName)).toBe(number);
  expect(keyName).toBe("2026");
  expect(sealed).not.toContain(number);
  expect(Buffer.from(sealed.split(".")[1] ?? "", "base64url").toString("latin1")).not.toContain(number);
  expect(masked).not.toBe(number);
  expect(masked).toContain("***");
});

test("sealing twice gives two texts and one blind index; spaces and small letters make no other number", () => {
  const one = first.seal("resident-id", number);
  const two = first.seal("resident-id", "110105 19491231 002x");
  expect(one.sealed).not.toBe(two.sealed);
  expect(one.blind).toBe(two.blind);
  expect(first.unseal(two.sealed, two.keyName)).toBe(number);
});

test("the blind index tells kinds and numbers apart, and needs its key", () => {
  const other = openVault({
    personalDataKeys: `2026:${keyOf(1)}`,
    personalDataIndexKey: "another key to find numbers by, 32+",
  });
  const blind = first.blindOf("passport", "E12345678");
  expect(blind).not.toBe(first.blindOf("permit", "E12345678"));
  expect(blind).not.toBe(first.blindOf("passport", "E12345679"));
  expect(blind).not.toBe(other.blindOf("passport", "E12345678"));
});

test("a new key seals from now on, opens what the old one sealed, and finds the same numbers", () => {
  const old = first.seal("passport", "E12345678");
  expect(rotated.unseal(old.sealed, old.keyName)).toBe("E12345678");
  const fresh = rotated.seal("passport", "E12345678");
  expect(fresh).toMatchObject({ keyName: "2027", blind: old.blind });
  expect(() => first.unseal(fresh.sealed, fresh.keyName)).toThrow(SealedUnderUnknownKey);
});

test("a single altered character, another kind or another key of that name breaks the seal", () => {
  const { sealed, keyName } = first.seal("passport", "E12345678");
  const at = (index: number) => {
    const letter = sealed[index] === "A" ? "B" : "A";
    return sealed.slice(0, index) + letter + sealed.slice(index + 1);
  };
  for (let index = "passport.".length; index < sealed.length; index++)
    expect(() => first.unseal(at(index), keyName), `character ${index}`).toThrow(SealBroken);
  expect(() => first.unseal(sealed.replace("passport", "permit"), keyName)).toThrow(SealBroken);
  expect(() => first.unseal(`${sealed}=`, keyName)).toThrow(SealBroken);
  for (const text of ["", "passport.", "passport", sealed.slice(0, -4)])
    expect(() => first.unseal(text, keyName)).toThrow(SealBroken);
  const impostor = openVault({ personalDataKeys: `2026:${keyOf(9)}`, personalDataIndexKey: indexKey });
  expect(() => impostor.unseal(sealed, keyName)).toThrow(SealBroken);
});

test("an error says which key, and neither number nor key", () => {
  expect(() => first.unseal("passport.AAAA", "2031")).toThrow(/"2031"/);
  const text = `2026:${keyOf(1)},2026:${keyOf(2)}`;
  const keys = sealingKeys(text);
  expect(keys).toEqual({ ok: false, why: 'the key "2026" is there twice' });
});

test.each([
  ["2026", "part 1 is not written as name:base64"],
  [`2026:${keyOf(1)},`, "part 2 is not written"],
  [`2026:${Buffer.alloc(16).toString("base64")}`, 'the key "2026" has 16 bytes instead of 32'],
  [`Year 2026:${keyOf(1)}`, "part 1 is not written"],
])("PERSONAL_DATA_KEYS=%s is refused in words", (text, why) => {
  expect(() => readEnv({ PERSONAL_DATA_KEYS: text })).toThrow(`PERSONAL_DATA_KEYS: ${why}`);
});

test("a server of one's own is refused without keys; the embedded one makes and keeps them", async () => {
  await expect(vaultKeysOf(readEnv({ DATABASE_URL: "postgres://localhost/contest" }))).rejects.toThrow(
    "PERSONAL_DATA_KEYS or PERSONAL_DATA_INDEX_KEY is missing",
  );
  const folder = await mkdtemp(join(tmpdir(), "vault-"));
  try {
    const env = readEnv({ DATA_DIR: folder });
    const keys = await vaultKeysOf(env);
    expect(await vaultKeysOf(env)).toEqual(keys);
    expect(openVault(keys).keyNames).toHaveLength(1);
    expect(await readFile(join(folder, "personal-data-keys"), "utf8")).toBe(keys.personalDataKeys);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("an authenticator's key opens for its person alone, under the key that sealed it, and shows nothing of itself", () => {
  const factor = first.sealFactor("ann", "JBSWY3DPEHPK3PXP");
  expect(factor.keyName).toBe("2026");
  expect(Buffer.from(factor.sealed, "base64url").toString("latin1")).not.toContain("JBSWY3DPEHPK3PXP");
  expect(rotated.unsealFactor("ann", factor)).toBe("JBSWY3DPEHPK3PXP");
  expect(() => first.unsealFactor("bob", factor)).toThrow(SealBroken);
  expect(() => first.unsealFactor("ann", rotated.sealFactor("ann", "JBSWY3DPEHPK3PXP"))).toThrow(SealedUnderUnknownKey);
});

test("a recovery code's digest is the same whatever key seals, and another for another person", () => {
  const digest = first.recoveryDigestOf("ann", "ACDEFGHJKM");
  expect(rotated.recoveryDigestOf("ann", "ACDEFGHJKM")).toBe(digest);
  expect(first.recoveryDigestOf("bob", "ACDEFGHJKM")).not.toBe(digest);
  const other = openVault({ personalDataKeys: `2026:${keyOf(1)}`, personalDataIndexKey: `${indexKey}, another` });
  expect(other.recoveryDigestOf("ann", "ACDEFGHJKM")).not.toBe(digest);
});

test("a part of an objection opens for that objection and as that part alone, and shows nothing of itself", () => {
  const { sealed, keyName } = first.sealObjection("YY-234567", "objector", "王实名");
  expect(Buffer.from(sealed, "base64url").toString()).not.toContain("王实名");
  expect(rotated.unsealObjection("YY-234567", "objector", { sealed, keyName })).toBe("王实名");
  expect(() => first.unsealObjection("YY-234568", "objector", { sealed, keyName })).toThrow(SealBroken);
  expect(() => first.unsealObjection("YY-234567", "words", { sealed, keyName })).toThrow(SealBroken);
});
