import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { MailLinks } from "~/mail/Letter.tsx";

/** A link's token: the invitation's id and last moment, signed with a key made from the server's secret. */
export function signInvitation(secret: string, invitationId: number, expiresAt: Date): string {
  const payload = `${invitationId}.${Math.floor(expiresAt.getTime() / 1000)}`;
  return `${payload}.${signature(secret, payload)}`;
}

/** The id of the invitation that the token names; null when we did not sign it or its time has passed. */
export function readInvitation(secret: string, token: string, at: Date): number | null {
  const parts = /^(\d{1,9})\.(\d{1,12})\.([\w-]{43})$/.exec(token);
  const [, id = "", expiry = "", given = ""] = parts ?? [];
  const expected = Buffer.from(signature(secret, `${id}.${expiry}`));
  const givenSignature = Buffer.from(given);
  if (!parts || givenSignature.length !== expected.length || !timingSafeEqual(givenSignature, expected)) return null;
  return Number(expiry) * 1000 > at.getTime() ? Number(id) : null;
}

/** The addresses that mails lead to. */
export function invitationLinks(settings: { baseUrl: string; authSecret: string }): MailLinks {
  const baseUrl = settings.baseUrl.replace(/\/$/, "");
  return {
    baseUrl,
    invitation: (id, expiresAt) => `${baseUrl}/invitation/${signInvitation(settings.authSecret, id, expiresAt)}`,
  };
}

/** A key of its own, so that nothing signed for another purpose passes for an invitation. */
function signature(secret: string, text: string): string {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "contest-desk invitation", 32));
  return createHmac("sha256", key).update(text).digest("base64url");
}
