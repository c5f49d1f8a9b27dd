import { Resend } from "resend";

export interface Envelope {
  from: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  files: { name: string; type: string; content: string }[];
  /** The provider sends a mail with a key that it has seen only once. */
  idempotencyKey: string;
}

export interface ResendAccount {
  apiKey: string;
  /** Another address of the same interface; the SDK's own default when left out. */
  baseUrl?: string;
  timeoutMs: number;
}

export type Delivery =
  | { type: "sent"; providerKey: string }
  | { type: "refused"; error: string }
  | { type: "try-again"; error: string; afterSeconds: number | null };

/**
 * Hands one mail to Resend. A 4xx is a refusal that no second try would change, except 429 (too fast, with the seconds to
 * wait where it names them) and 409 for a request with the same key still under way; everything else may pass.
 */
export async function sendByResend(account: ResendAccount, envelope: Envelope): Promise<Delivery> {
  const { idempotencyKey, files, ...letter } = envelope;
  const attachments = files.map(({ name, type, content }) => ({
    filename: name,
    contentType: type,
    content: Buffer.from(content, "utf8"),
  }));
  const payload = { ...letter, ...(attachments.length > 0 ? { attachments } : {}) };
  const resend = new Resend(account.apiKey, { baseUrl: account.baseUrl });
  const signal = AbortSignal.timeout(account.timeoutMs);
  const { data, error, headers } = await resend.emails
    .send(payload, { idempotencyKey, signal })
    .catch((thrown: unknown) => ({
      data: null,
      error: { statusCode: null, name: "unreachable", message: String(thrown) },
      headers: null,
    }));
  if (data) return { type: "sent", providerKey: data.id };
  const said = signal.aborted ? `no answer in ${account.timeoutMs} ms` : `${error.name}: ${error.message}`;
  const status = error.statusCode ?? null;
  const passes = status === null || status >= 500 || status === 429 || error.name === "concurrent_idempotent_requests";
  if (!passes) return { type: "refused", error: `${status} ${said}` };
  const wait = Number(headers?.["retry-after"]);
  return {
    type: "try-again",
    error: status === null ? said : `${status} ${said}`,
    afterSeconds: Number.isFinite(wait) && wait > 0 ? wait : null,
  };
}
