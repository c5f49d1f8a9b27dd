import { z } from "zod";
import { pairingAlphabet } from "../scoring/pairing.ts";
import { type PasskeyAnswer, readPasskeyAnswer } from "./passkey.ts";

/** The second factor: what a person shows beside their session when they sign a result. */

/** By the authenticator app, by one of the recovery codes for the day on which the phone is gone, or by a passkey. */
export const factorKinds = ["totp", "recovery", "passkey"] as const;
export type FactorKind = (typeof factorKinds)[number];

/** What a person has that can be shown. */
export interface FactorMeans {
  /** An authenticator app, with its recovery codes. */
  totp: boolean;
  passkey: boolean;
}

/** Whether somebody has a second factor: an app or a passkey, each is one. */
export function hasFactor({ totp, passkey }: FactorMeans): boolean {
  return totp || passkey;
}

/**
 * Whether somebody shows what they have before they change any of it. Passkeys alone, of somebody who signs no results, are a
 * way to sign in: they follow the mailbox, as the sign-in does, and a lost one is not mourned.
 */
export function takesFactor(means: FactorMeans, signs: boolean): boolean {
  return means.totp || (means.passkey && signs);
}

/** The authenticator's key of whoever signs results in the demo, told to everybody. */
export const demoFactorKey = "FENGQIWUXINGFENGQIWUXINGFENGQIWU";

/** How often somebody may try in how many minutes. A try that is correct gives all of them back. */
export const factorAttempts = { most: 5, minutes: 15 };

/** A key that was begun and not confirmed within so many minutes is none. */
export const pendingFactorMinutes = 15;

/** How many recovery codes there are, and how long each is. Letters as in pairing codes: 46 bits. */
export const recoveryCodes = { count: 10, length: 10 };

/** Why a factor does not pass. `factor-used`: that code, or that recovery code, has signed something already. */
export type FactorRefusal = { type: "no-factor" | "factor-wrong" | "factor-used" | "passkey-wrong" };

/** A factor as a form sends it: a code that was typed, or what a passkey answered. */
export const shownFactor = z.string().max(8000);

/**
 * What was typed, with spaces, hyphens and wide or small letters as people write them, or a passkey's answer as the page's script
 * sends it; null where it can be none.
 */
export function readFactor(
  typed: string,
): { kind: "totp" | "recovery"; code: string } | { kind: "passkey"; answer: PasskeyAnswer } | null {
  if (typed.startsWith("{")) {
    const answer = readPasskeyAnswer(typed);
    return answer && { kind: "passkey", answer };
  }
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
