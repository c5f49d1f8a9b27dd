import type { lookup as resolve } from "node:dns";
import { request as plainly } from "node:http";
import { request as securely } from "node:https";
import type { WebhookEvent } from "~/rules/exchange/public-api.ts";
import type { Db } from "~db/client.ts";
import type { DeliveryData, ResultNotification, TrailNotification } from "~db/json-columns.ts";
import {
  claimDelivery,
  type DeliveryTrouble,
  endDeliveryAttempt,
  findWebhook,
  type WebhookKind,
} from "~db/queries/exchange/webhooks.ts";
import { isReadable } from "~db/queries/releases/public-releases.ts";
import { flawOfAddress, isLoopback, NotPublic, publicLookup } from "../http/reachable-address.ts";
import { log } from "../log.ts";
import { vault } from "../vault/vault.ts";
import { signedHeaders } from "./webhook-signature.ts";

/** How deliveries leave the house. */
export interface WebhookSending {
  /** Where the interface is read, for what a delivery points to. */
  baseUrl: string;
  /** In development: this machine's own addresses may be told. */
  local: boolean;
  timeoutMs: number;
  attempts: number;
  /** Seconds before the second attempt, doubled for each further one. */
  firstPauseSeconds: number;
  /** How long a delivery is one process's: longer than an attempt takes. */
  claimSeconds: number;
  /** How names are resolved; the system's way unless told. */
  find?: typeof resolve;
}

const longestPauseSeconds = 6 * 3600;
/** The line's clock and ours may differ by so much. */
const clockSlackMs = 2000;

/** Ten attempts over four hours. */
export function webhookSending(settings: { baseUrl: string; demo: boolean; NODE_ENV?: string }): WebhookSending {
  return {
    baseUrl: settings.baseUrl,
    local: allowsLoopbackWebhooks(settings),
    timeoutMs: 10_000,
    attempts: 10,
    firstPauseSeconds: 30,
    claimSeconds: 45,
  };
}

/** Whether this machine's own addresses may be told of results: in development, and in the demo, which nobody else reaches. */
export function allowsLoopbackWebhooks({ demo, NODE_ENV }: { demo: boolean; NODE_ENV?: string }): boolean {
  return demo || NODE_ENV !== "production";
}

/**
 * One attempt at one delivery, with its outcome recorded. Answers the seconds to wait before the next attempt, or null when
 * there is to be none: delivered, void, given up, or in another process's hands.
 */
export async function deliverWebhook(db: Db, sending: WebhookSending, id: string, at: Date): Promise<number | null> {
  const until = new Date(at.getTime() + sending.claimSeconds * 1000);
  const claimed = await claimDelivery(db, id, { at: new Date(at.getTime() + clockSlackMs), until });
  if (!claimed) return null;
  const hook = await findWebhook(db, claimed.webhookId);
  if (!hook || (await isTakenBack(db, claimed))) {
    await endDeliveryAttempt(db, claimed, { state: "void" });
    return null;
  }
  const secret = unsealed(hook);
  const outcome =
    claimed.attempts > sending.attempts
      ? exhausted
      : secret === null
        ? unsealable
        : await send(sending, hook.url, { ...claimed, secret, at });
  if (outcome.type === "delivered") {
    await endDeliveryAttempt(db, claimed, { state: "delivered", status: outcome.status, deliveredAt: at });
    return null;
  }
  const { trouble: error, status } = outcome;
  if (outcome.type === "refused" || claimed.attempts >= sending.attempts) {
    log.error(
      { delivery: id, webhook: claimed.webhookId, error, status, attempts: claimed.attempts },
      "a webhook has failed",
    );
    await endDeliveryAttempt(db, claimed, { state: "failed", status, error });
    return null;
  }
  const pause = Math.min(longestPauseSeconds, sending.firstPauseSeconds * 2 ** (claimed.attempts - 1));
  const dueAt = new Date(at.getTime() + pause * 1000);
  await endDeliveryAttempt(db, claimed, { state: "queued", status, error, dueAt });
  return pause;
}

/** A result that cannot be read any more is not told of; that it was withdrawn is. */
async function isTakenBack(db: Db, { event, releaseId }: { event: WebhookKind; releaseId: number | null }) {
  if (releaseId === null || event === "results.withdrawn") return false;
  return !(await isReadable(db, releaseId));
}

function unsealed(hook: { editionId: number; url: string; sealed: string; keyName: string }): string | null {
  try {
    return vault().unsealHook(hook, hook);
  } catch (error) {
    log.error({ err: error }, "the secret of a webhook cannot be read");
    return null;
  }
}

type DeliveryOutcome =
  | { type: "delivered"; status: number }
  | { type: "refused" | "try-again"; trouble: DeliveryTrouble; status: number | null };
/** Its processes died one after the other, each in the middle of it. */
const exhausted: DeliveryOutcome = { type: "refused", trouble: "unreachable", status: null };
const unsealable: DeliveryOutcome = { type: "try-again", trouble: "unsealed", status: null };

interface Letter {
  key: string;
  event: WebhookKind;
  data: DeliveryData;
  happenedAt: Date;
  secret: string;
  at: Date;
}

async function send(sending: WebhookSending, address: string, letter: Letter): Promise<DeliveryOutcome> {
  if (flawOfAddress(address, sending.local) !== null) return { type: "refused", trouble: "not-public", status: null };
  const body = JSON.stringify(eventOf(sending, letter));
  const headers = {
    ...signedHeaders(letter.secret, { id: `msg_${letter.key}`, at: letter.at, body }),
    "Content-Type": "application/json; charset=utf-8",
    "User-Agent": "contest-desk-webhooks/1",
  };
  try {
    const status = await statusOfPost(new URL(address), { headers, body, ...sending });
    if (status >= 200 && status < 300) return { type: "delivered", status };
    return { type: "try-again", trouble: status >= 300 && status < 400 ? "redirect" : "answer", status };
  } catch (error) {
    if (error instanceof NotPublic) return { type: "refused", trouble: "not-public", status: null };
    const late = error instanceof Error && error.name === "AbortError";
    return { type: "try-again", trouble: late ? "timeout" : "unreachable", status: null };
  }
}

/** What is told: the same bytes in each attempt. */
function eventOf({ baseUrl }: WebhookSending, { event, data, happenedAt }: Letter): WebhookEvent {
  const timestamp = happenedAt.toISOString();
  if (event === "test") return { type: event, timestamp, data };
  if (event === "trail.head") return { type: event, timestamp, data: data as TrailNotification };
  const { edition, round, version, digest } = data as ResultNotification;
  const standings = `${baseUrl}/api/v1/rounds/${encodeURIComponent(round)}/standings`;
  return { type: event, timestamp, data: { edition, round, version, digest, standings } };
}

/** The status of the answer; nothing else of it is read, and nobody is followed elsewhere. Throws when none comes in time. */
async function statusOfPost(
  url: URL,
  { headers, body, timeoutMs, local, find }: { headers: Record<string, string>; body: string } & WebhookSending,
): Promise<number> {
  const ask = url.protocol === "https:" ? securely : plainly;
  const lookup = local && isLoopback(url) ? {} : { lookup: publicLookup(find) };
  const signal = AbortSignal.timeout(timeoutMs);
  return await new Promise((done, fail) => {
    const length = Buffer.byteLength(body);
    const request = ask(url, {
      method: "POST",
      agent: false,
      signal,
      ...lookup,
      headers: { ...headers, "Content-Length": length },
    });
    request.once("error", fail);
    // Neither comes when the other side ends the connection, or would talk another protocol on it
    request.once("close", () => fail(new Error("the connection was closed")));
    request.once("upgrade", (response, socket) => {
      done(response.statusCode ?? 0);
      socket.destroy();
    });
    request.once("response", (response) => {
      done(response.statusCode ?? 0);
      response.destroy();
    });
    request.end(body);
  });
}
