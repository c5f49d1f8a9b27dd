import { Resend } from "resend";
import { z } from "zod";
import type { Db } from "~db/client.ts";
import {
  applyMailReports,
  insertMailReport,
  type MailEventKind,
  type MailReport,
} from "~db/queries/mail/mail-words.ts";

const kinds: Record<string, MailEventKind> = {
  "email.sent": "sent",
  "email.delivered": "delivered",
  "email.delivery_delayed": "delayed",
  "email.bounced": "bounced",
  "email.complained": "complained",
  "email.failed": "failed",
  "email.suppressed": "failed",
};

const event = z.object({
  type: z.string(),
  created_at: z.coerce.date(),
  data: z.object({
    email_id: z.string().min(1).max(200).optional(),
    bounce: z.object({ message: z.string().optional(), type: z.string().optional() }).optional(),
    failed: z.object({ reason: z.string().optional() }).optional(),
    suppressed: z.object({ message: z.string().optional() }).optional(),
  }),
});

/**
 * The report in a webhook call of Resend's, which signs as Svix does: HMAC-SHA256 over id, time and the raw body, at most
 * five minutes old. "forged" where the signature, the time or a header is not right; "no-mail" where it is about something
 * else than a mail.
 */
export function readMailReport(secret: string, headers: Headers, body: string): MailReport | "forged" | "no-mail" {
  const id = headers.get("svix-id") ?? "";
  const timestamp = headers.get("svix-timestamp") ?? "";
  const signature = headers.get("svix-signature") ?? "";
  if (!id || id.length > 200) return "forged";
  let payload: unknown;
  try {
    payload = new Resend("unused").webhooks.verify({
      payload: body,
      headers: { id, timestamp, signature },
      webhookSecret: secret,
    });
  } catch {
    return "forged";
  }
  const parsed = event.safeParse(payload);
  if (!parsed.success || !parsed.data.data.email_id) return "no-mail";
  const { type, created_at, data } = parsed.data;
  const detail = data.bounce?.message ?? data.failed?.reason ?? data.suppressed?.message ?? data.bounce?.type ?? null;
  return {
    id,
    providerKey: data.email_id ?? "",
    kind: kinds[type] ?? "other",
    at: created_at,
    detail: detail?.replaceAll("\0", "").slice(0, 1000) ?? null,
  };
}

/** Keeps a report and lets it count; one that came before changes nothing. */
export async function recordMailReport(db: Db, report: MailReport): Promise<void> {
  await insertMailReport(db, report);
  await applyMailReports(db, report.providerKey, report);
}
