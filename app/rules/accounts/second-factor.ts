import { pairingAlphabet } from "../scoring/pairing.ts";

/** The second factor: what a person shows beside their session when they sign a result. */

/** By the authenticator app, or by one of the recovery codes for the day on which the phone is gone. */
export const factorKinds = ["totp", "recovery"] as const;
export type FactorKind = (typeof factorKinds)[number];

/** The authenticator's key of whoever signs results in the demo, told to everybody. */
export const demoFactorKey = "FENGQIWUXINGFENGQIWUXINGFENGQIWU";

/** How often somebody may try in how many minutes. A try that is correct gives all of them back. */
export const factorAttempts = { most: 5, minutes: 15 };

/** A key that was begun and not confirmed within so many minutes is none. */
export const pendingFactorMinutes = 15;

/** How many recovery codes there are, and how long each is. Letters as in pairing codes: 46 bits. */
export const recoveryCodes = { count: 10, length: 10 };

/** Why a factor does not pass. `factor-used`: that code, or that recovery code, has signed something already. */
export type FactorRefusal = { type: "no-factor" | "factor-wrong" | "factor-used" };

/** What was typed, with spaces, hyphens and wide or small letters as people write them; null where it can be neither code. */
export function readFactor(typed: string): { kind: FactorKind; code: string } | null {
  const code = typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\-–—·]/gu, "");
  if (/^[0-9]{6}$/.test(code)) return { kind: "totp", code };
  const known = code.length === recoveryCodes.length && [...code].every((sign) => pairingAlphabet.includes(sign));
  return known ? { kind: "recovery", code } : null;
}

/** A recovery code as it is shown and printed: "ABCDE-FGHJK". */
export function formatRecoveryCode(code: string): string {
  return code.replace(/^.{5}/, "$&-");
}
