import { randomUUID } from "node:crypto";
import type { Alarm } from "~/rules/operations/alarms.ts";
import { signedHeaders } from "../exchange/webhook-signature.ts";
import { log } from "../log.ts";

/** Where alarms go to. */
export interface AlarmAddress {
  url: string;
  /** What they are signed with, as the webhooks of editions are; without it they are not. */
  secret?: string;
}

/** What is told: the same to people as text, and to programs in fields. */
export interface AlarmNote extends Alarm {
  text: string;
  at: Date;
  /** Where it can be looked at. */
  page: string;
}

const timeoutMs = 10_000;
/** So much of an answer is read at most. */
const mostAnswer = 4_096;

/**
 * Posts the alarm; whether it has arrived. The body is what the bots of 企业微信 and 钉钉 (msgtype, text) and of 飞书
 * (msg_type, content) take as a message, with our own fields beside. These bots answer 200 to what they refuse, and say so in the body.
 */
export async function postAlarm({ url, secret }: AlarmAddress, note: AlarmNote): Promise<boolean> {
  const body = JSON.stringify(alarmBody(note));
  const signed = secret === undefined ? {} : signedHeaders(secret, { id: `msg_${randomUUID()}`, at: note.at, body });
  try {
    const answer = await fetch(url, {
      method: "POST",
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
      headers: { ...signed, "Content-Type": "application/json; charset=utf-8", "User-Agent": "contest-desk-alarms/1" },
      body,
    });
    const refusal = answer.ok ? refusalIn(await beginningOf(answer)) : null;
    if (answer.ok && refusal === null) return true;
    log.error({ thing: note.thing, turn: note.turn, status: answer.status, refusal }, "an alarm was not taken");
  } catch (error) {
    log.error({ thing: note.thing, turn: note.turn, err: error }, "an alarm could not be posted");
  }
  return false;
}

function alarmBody({ text, thing, turn, at, page }: AlarmNote) {
  return {
    msgtype: "text",
    msg_type: "text",
    text: { content: text },
    content: { text },
    type: "alarm",
    timestamp: at.toISOString(),
    data: { thing, turn, page },
  };
}

/** What a bot that answers 200 refused it with: errcode (企业微信, 钉钉) or code (飞书) other than 0. */
function refusalIn(text: string): number | null {
  try {
    const { errcode, code } = JSON.parse(text) as { errcode?: unknown; code?: unknown };
    const said = errcode ?? code;
    return typeof said === "number" && said !== 0 ? said : null;
  } catch {
    return null;
  }
}

async function beginningOf({ body }: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  if (body)
    for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
      pieces.push(piece);
      size += piece.length;
      if (size >= mostAnswer) break;
    }
  return Buffer.concat(pieces).subarray(0, mostAnswer).toString("utf8");
}
