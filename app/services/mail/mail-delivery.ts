import { setTimeout as wait } from "node:timers/promises";
import { Resend } from "resend";
import type { MailLinks } from "~/mail/Letter.tsx";
import { isTemplateName, type RenderedMail, renderMail, templateOf } from "~/mail/templates.ts";
import { addressed } from "~/services/vault/objector.ts";
import type { Db } from "~db/client.ts";
import { applyMailReports, findEditionLetter } from "~db/queries/mail/mail-words.ts";
import { endAttempt, holdMailLine, type Mail, takeMailPlace } from "~db/queries/mail/mails.ts";
import { log } from "../log.ts";

/** How mail leaves the house. Without a provider it is held: written, shown in the demo's outbox, never sent. */
export interface MailAccount {
  from: string;
  provider: ResendAccount | null;
  /** In the demo holding mail is meant so, and not worth a warning. */
  demo: boolean;
  /** Seconds before the second attempt, doubled for each further one. */
  firstPauseSeconds: number;
  attempts: number;
  /** What the provider takes from all instances together. */
  perSecond: number;
}

const longestPauseSeconds = 3600;
/** How long everybody waits when the provider asks one mail to; a mail's own wait can be longer. */
const longestHoldSeconds = 10;

/** The account that the environment describes. */
export function mailAccount(env: {
  MAIL_FROM: string;
  RESEND_API_KEY?: string;
  RESEND_BASE_URL?: string;
  MAIL_PER_SECOND: number;
  demo: boolean;
}): MailAccount {
  const { RESEND_API_KEY: apiKey, RESEND_BASE_URL: baseUrl } = env;
  return {
    from: env.MAIL_FROM,
    demo: env.demo,
    provider: apiKey ? { apiKey, baseUrl, timeoutMs: 10_000 } : null,
    firstPauseSeconds: 10,
    attempts: 12,
    perSecond: env.MAIL_PER_SECOND,
  };
}

/**
 * One attempt at one mail that was taken, with its outcome recorded. Answers the seconds to wait before the next attempt, or
 * null when there is to be none: sent, refused for good, out of attempts, or past its use.
 */
export async function deliverMail(delivery: {
  db: Db;
  account: MailAccount & { provider: ResendAccount };
  links: MailLinks;
  mail: Mail;
  at: Date;
}): Promise<number | null> {
  const { db, account, links, mail: taken, at } = delivery;
  const { id: mailId, template } = taken;
  const secrets = isTemplateName(template) ? templateOf(template).secrets : [];
  const giveUp = async (error: string) => {
    log.error({ mailId, template, attempts: taken.attempts, error }, "mail has failed");
    await endAttempt(db, mailId, { state: "failed", error, secrets });
    return null;
  };
  // Whoever had it before died with it each time
  if (taken.attempts > account.attempts) return await giveUp(`broken off (${account.attempts} attempts)`);
  const mail = await addressed(db, taken);
  if (!mail) return await giveUp("its address is erased");
  if (isPastUse(mail, at)) return await giveUp("past its use before it could be sent");
  let rendered: RenderedMail;
  try {
    rendered = await renderMail(mail, links, await findEditionLetter(db, mail));
  } catch (error) {
    return await giveUp(`cannot be rendered: ${error}`);
  }
  await wait(await takeMailPlace(db, account.perSecond));
  const answer = await sendByResend(account.provider, {
    ...rendered,
    from: account.from,
    to: mail.recipient,
    idempotencyKey: `mail/${mailId}`,
  });
  if (answer.type === "sent") {
    await endAttempt(db, mailId, { state: "sent", providerKey: answer.providerKey, sentAt: at, secrets });
    await applyMailReports(db, answer.providerKey);
    return null;
  }
  const error = mail.objectionId === null ? answer.error : withoutWords(answer.error);
  if (answer.type === "refused") return await giveUp(error);
  if (mail.attempts >= account.attempts) return await giveUp(`${error} (${mail.attempts} attempts)`);
  const afterSeconds = Math.max(answer.afterSeconds ?? 0, pauseSeconds(account, mail.attempts));
  await endAttempt(db, mailId, { state: "queued", error, afterSeconds });
  if (answer.afterSeconds) await holdMailLine(db, Math.min(answer.afterSeconds, longestHoldSeconds));
  return afterSeconds;
}

function pauseSeconds(account: MailAccount, attempts: number): number {
  return Math.min(longestPauseSeconds, account.firstPauseSeconds * 2 ** (attempts - 1));
}

function isPastUse(mail: Mail, at: Date): boolean {
  const useful = isTemplateName(mail.template) ? templateOf(mail.template).usefulSeconds : null;
  return useful !== null && at.getTime() - mail.createdAt.getTime() > useful * 1000;
}

/** Of what the provider said the code alone: the words may name an address that is kept under seal. */
function withoutWords(reason: string): string {
  return /^\d{3}\b/.exec(reason)?.[0] ?? "unreachable";
}

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
async function sendByResend(account: ResendAccount, envelope: Envelope): Promise<Delivery> {
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
  const reason = signal.aborted ? `no answer in ${account.timeoutMs} ms` : `${error.name}: ${error.message}`;
  const status = error.statusCode ?? null;
  const passes = status === null || status >= 500 || status === 429 || error.name === "concurrent_idempotent_requests";
  if (!passes) return { type: "refused", error: `${status} ${reason}` };
  const wait = Number(headers?.["retry-after"]);
  return {
    type: "try-again",
    error: status === null ? reason : `${status} ${reason}`,
    afterSeconds: Number.isFinite(wait) && wait > 0 ? wait : null,
  };
}
