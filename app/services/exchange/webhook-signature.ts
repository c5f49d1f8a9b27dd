import { createHmac, randomBytes } from "node:crypto";

/** By what a receiver knows that a webhook, or an alarm, is ours: a secret of its own signs every body (Standard Webhooks). */

/** A new secret for an address: as Standard Webhooks writes one. */
export function newHookSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

/** The headers that say who sent the body, as Standard Webhooks has them: id, Unix seconds, HMAC-SHA256 over both and the body. */
export function signedHeaders(secret: string, { id, at, body }: { id: string; at: Date; body: string }) {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}
