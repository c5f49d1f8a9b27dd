import { z } from "zod";

/** Passkeys: keys of a device that answer a challenge once its person has shown the device who they are (WebAuthn, level 2). */

/** How many a person may have. */
export const mostPasskeys = 10;

export const passkeyName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^\P{Cc}*$/u);

/** What a challenge is for: to sign in as whoever answers, to show that it is them, or to add a passkey. */
export type PasskeyPurpose = "sign-in" | "prove" | "add";

/** For so many minutes after it was made a challenge may be answered: the one of a page that lies open waits longer. */
export const challengeMinutes: Record<PasskeyPurpose, number> = { "sign-in": 30, prove: 10, add: 10 };

const base64url = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[\w-]+$/);
/** An identifier has 1,023 bytes at most. */
const credential = base64url(1400);
const clientData = base64url(4000);

const answerSchema = z.object({
  id: credential,
  rawId: credential,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: clientData,
    authenticatorData: base64url(2000),
    signature: base64url(2000),
    userHandle: base64url(100).optional(),
  }),
});

/** What a passkey answers to a challenge. */
export type PasskeyAnswer = z.output<typeof answerSchema>;

const newPasskeySchema = z.object({
  id: credential,
  rawId: credential,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: clientData,
    attestationObject: base64url(20_000),
    transports: z
      .array(z.string().regex(/^[a-z-]{2,20}$/))
      .max(10)
      .optional(),
  }),
});

/** What a device tells of a passkey that it has just made. */
export type NewPasskey = z.output<typeof newPasskeySchema>;

/** The answer as a page's script sends it; null where it is none. */
export function readPasskeyAnswer(text: string): PasskeyAnswer | null {
  return readAs(answerSchema, text);
}

/** A new passkey as a page's script sends it; null where it is none. */
export function readNewPasskey(text: string): NewPasskey | null {
  return readAs(newPasskeySchema, text);
}

function readAs<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
