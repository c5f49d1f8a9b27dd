import { randomBytes, timingSafeEqual } from "node:crypto";
import type { Transaction } from "kysely";
import {
  challengeMinutes,
  type NewPasskey,
  type PasskeyAnswer,
  type PasskeyPurpose,
} from "~/rules/accounts/passkey.ts";
import { lockPasskey, type PasskeyUse } from "~db/queries/accounts/passkeys.ts";
import type { DB } from "~db/schema.ts";
import { vault } from "../vault/vault.ts";

/** ES256, EdDSA and RS256: what devices make. */
const algorithms = [-7, -8, -257];

interface Challenge {
  purpose: PasskeyPurpose;
  /** Whose answer it waits for; "" before anybody is known. */
  userId: string;
  /** The address that people see, for which the device answers. */
  origin: string;
  issuedAt: Date;
}

/** What the server holds an answer against. */
interface Expected {
  purpose: PasskeyPurpose;
  /** "" where whoever answers is who it is. */
  userId: string;
  at: Date;
}

/**
 * A challenge of ours, in base64url. It carries what it is for, tagged by a key of the vault, so that asking for one writes
 * nothing and any server of the house knows it again; what passes but once is the answer (`last_challenge_at`).
 */
export function newChallenge(
  { purpose, userId, at }: Expected,
  baseUrl: string,
): { challenge: string; rpId: string; timeout: number } {
  const { origin, hostname } = new URL(baseUrl);
  const text = [purpose, userId, origin, at.getTime(), randomBytes(16).toString("base64url")].join("\n");
  const challenge = Buffer.from(`${text}\n${vault().challengeTagOf(text)}`).toString("base64url");
  return { challenge, rpId: hostname, timeout: 5 * 60_000 };
}

/** What a device needs to sign somebody in: it asks its person which of the passkeys that it has of this house. */
export function signInOptions(baseUrl: string, at: Date) {
  return { ...newChallenge({ purpose: "sign-in", userId: "", at }, baseUrl), userVerification: "required" as const };
}

/** What a device needs to show that it is that person, by one of these. */
export function proofOptions(
  baseUrl: string,
  { userId, passkeys, at }: { userId: string; passkeys: readonly KnownPasskey[]; at: Date },
) {
  const challenge = newChallenge({ purpose: "prove", userId, at }, baseUrl);
  return { ...challenge, userVerification: "required" as const, allowCredentials: passkeys.map(descriptorOf) };
}

interface KnownPasskey {
  credential: string;
  transports: string[];
}

const descriptorOf = ({ credential, transports }: KnownPasskey) => ({
  id: credential,
  type: "public-key" as const,
  transports: transports as AuthenticatorTransport[],
});

/** What a device needs to make a passkey for that person, on which none of these is. */
export function additionOptions(
  baseUrl: string,
  {
    person,
    passkeys,
    at,
  }: { person: { id: string; email: string; name: string }; passkeys: readonly KnownPasskey[]; at: Date },
) {
  const { challenge, rpId, timeout } = newChallenge({ purpose: "add", userId: person.id, at }, baseUrl);
  return {
    challenge,
    timeout,
    rp: { id: rpId, name: "凤栖吴兴" },
    user: { id: handleOf(person.id), name: person.email, displayName: person.name || person.email },
    pubKeyCredParams: algorithms.map((alg) => ({ type: "public-key" as const, alg })),
    authenticatorSelection: {
      residentKey: "required" as const,
      requireResidentKey: true,
      userVerification: "required" as const,
    },
    attestation: "none" as const,
    excludeCredentials: passkeys.map(descriptorOf),
  };
}

/** By what a device knows the person: their key, which says nothing of them. */
const handleOf = (userId: string) => Buffer.from(userId).toString("base64url");

type Checked =
  | { ok: true; userId: string; email: string; use: PasskeyUse }
  | { ok: false; why: "wrong" | "used"; userId: string | null };

/**
 * Whether a passkey has answered a challenge of ours for that, in time, after its person showed the device who they are; locks it.
 * The caller writes the use down (`recordPasskeyUse`) in the same transaction, after which the answer passes no more.
 */
export async function checkAnswer(trx: Transaction<DB>, answer: PasskeyAnswer, expected: Expected): Promise<Checked> {
  const passkey = await lockPasskey(trx, answer.id);
  const no = (why: "wrong" | "used"): Checked => ({ ok: false, why, userId: passkey?.userId ?? null });
  const challenge = readChallenge(answer.response.clientDataJSON, expected);
  if (!passkey || !challenge || (expected.userId !== "" && passkey.userId !== expected.userId)) return no("wrong");
  const { userHandle } = answer.response;
  if (userHandle !== undefined && userHandle !== handleOf(passkey.userId)) return no("wrong");
  const { verifyAuthenticationResponse } = await import("@simplewebauthn/server");
  const verified = await verifyAuthenticationResponse({
    response: { ...answer, clientExtensionResults: {} },
    expectedChallenge: () => true,
    expectedOrigin: challenge.origin,
    expectedRPID: new URL(challenge.origin).hostname,
    requireUserVerification: true,
    credential: {
      id: passkey.credential,
      publicKey: new Uint8Array(Buffer.from(passkey.publicKey, "base64url")),
      counter: passkey.signCount,
    },
  }).catch(() => null);
  if (!verified?.verified) return no("wrong");
  if (challenge.issuedAt <= passkey.lastChallengeAt) return no("used");
  const use = {
    id: passkey.id,
    at: expected.at,
    challengeAt: challenge.issuedAt,
    signCount: verified.authenticationInfo.newCounter,
  };
  return { ok: true, userId: passkey.userId, email: passkey.email, use };
}

/** What is kept of a passkey that a device has made in answer to a challenge of ours; null where it was not, or not in time. */
export async function checkNewPasskey(response: NewPasskey, expected: Expected) {
  const challenge = readChallenge(response.response.clientDataJSON, expected);
  if (!challenge) return null;
  const { verifyRegistrationResponse } = await import("@simplewebauthn/server");
  const verified = await verifyRegistrationResponse({
    response: { ...response, clientExtensionResults: {} } as Parameters<
      typeof verifyRegistrationResponse
    >[0]["response"],
    expectedChallenge: () => true,
    expectedOrigin: challenge.origin,
    expectedRPID: new URL(challenge.origin).hostname,
    requireUserVerification: true,
    supportedAlgorithmIDs: algorithms,
  }).catch(() => null);
  if (!verified?.verified) return null;
  const { id, publicKey, counter } = verified.registrationInfo.credential;
  return {
    credential: id,
    publicKey: Buffer.from(publicKey).toString("base64url"),
    signCount: counter,
    transports: response.response.transports ?? [],
    lastChallengeAt: challenge.issuedAt,
  };
}

/** The challenge in what a device signed, when it is one of ours for that and its time is not over. */
function readChallenge(clientDataJSON: string, { purpose, userId, at }: Expected): Challenge | null {
  const parts = Buffer.from(challengeIn(clientDataJSON), "base64url").toString("utf8").split("\n");
  const tag = Buffer.from(parts.pop() ?? "");
  const ours = Buffer.from(vault().challengeTagOf(parts.join("\n")));
  if (tag.length !== ours.length || !timingSafeEqual(tag, ours)) return null;
  const [itsPurpose, itsUser, origin = "", time] = parts;
  const issuedAt = new Date(Number(time));
  const age = at.getTime() - issuedAt.getTime();
  // Servers' clocks may differ a little
  const inTime = age > -60_000 && age < challengeMinutes[purpose] * 60_000;
  return itsPurpose === purpose && itsUser === userId && inTime ? { purpose, userId, origin, issuedAt } : null;
}

function challengeIn(clientDataJSON: string): string {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(clientDataJSON, "base64url").toString("utf8"));
    const challenge = parsed && typeof parsed === "object" && "challenge" in parsed ? parsed.challenge : "";
    return typeof challenge === "string" ? challenge : "";
  } catch {
    return "";
  }
}
