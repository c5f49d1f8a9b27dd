import type { IncomingMessage, ServerResponse } from "node:http";
import type { AppLoadContext } from "@remix-run/node";
import type { By, CommonRefusal } from "~/commands/command.ts";
import { handInSheet } from "~/commands/scoring/hand-in-sheet.ts";
import type { SheetRefusal } from "~/commands/scoring/own-sheet.ts";
import { heartbeatInput, recordHeartbeat } from "~/commands/scoring/record-heartbeat.ts";
import { recuse } from "~/commands/scoring/recuse.ts";
import { saveSheetDraft } from "~/commands/scoring/save-sheet-draft.ts";
import { type ScriptAnswer, scriptAnswer } from "~/forms/action.ts";
import { fieldsOfRequest, type SentFields, textOf } from "~/forms/fields.ts";
import { deviceName } from "~/routes/account/accounts/device.ts";
import type { Actor } from "~/rules/accounts/access.ts";
import { findSession, noteUse } from "~/services/auth/auth.ts";
import { listedDevice } from "~/services/auth/sign-in.ts";
import { now } from "~/services/clock.ts";
import { failureAnswer } from "~/services/http/failure-page.ts";
import { log } from "~/services/log.ts";
import { isDiskFull } from "~db/loss.ts";
import { readSheetForm } from "./sheet-words.ts";

/** What the server says to a draft, a sheet that is handed in, or a recusal, by the tablet's script. */
export type SheetSendAnswer =
  | { ok: true; value: { at: string; version?: number; total?: string } }
  | { ok: false; error: SheetRefusal | CommonRefusal | { type: "late"; keptAt: string } };

export type DraftAnswer = Awaited<ReturnType<typeof saveSheetDraft>>;

/** What a tablet's script sent, and in whose session. */
interface Sent {
  fields: SentFields;
  db: AppLoadContext["db"];
  actor: Actor | null;
  round: string;
  entry: string;
  /** Where the judge signed in by themselves: that session's device. */
  device: () => { tokenDigest: string; expiresAt: Date; name: string } | null;
}

/** The addresses, as the routes write theirs. */
export const marksAddresses = ["judge/:round/:entry/draft", "judge/:round/:entry/send", "judge/:round/beat"];
const address = /^\/judge\/([^/]+)\/(?:(beat)|([^/]+)\/(draft|send))$/i;
/** More than any sheet: a note of 2,000 characters, and a mark for each criterion. */
const mostBytes = 256 * 1024;

/**
 * Answers what judges' tablets send by themselves: POST /judge/ROUND/ENTRY/draft and …/send (a sheet or a recusal, by the
 * same commands as the sheet's page) and /judge/ROUND/beat, as JSON. Stands before Remix, so that marks pass by everything
 * that pages need. Answers false for any other request.
 */
export function marksDoorOf({ auth, db }: Pick<AppLoadContext, "auth" | "db">) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    if (request.method !== "POST") return false;
    const [, round, beat, entry = "", act = ""] = address.exec(request.url?.split("?")[0] ?? "") ?? [];
    if (round === undefined) return false;
    const take = beat ? takeHeartbeat : act.toLowerCase() === "draft" ? takeDraft : takeSheet;
    const respond = async () => {
      const fields = await fieldsOfRequest(request);
      if (!fields) return refuse(request, response, "broken-form");
      const asked = new Request(new URL(request.url ?? "/", auth.baseUrl), {
        headers: { cookie: request.headers.cookie ?? "" },
      });
      const session = await findSession(auth, asked);
      const device = () => {
        const listed = listedDevice(auth, asked, now());
        return listed && { ...listed, name: deviceName(request.headers["user-agent"] ?? null) };
      };
      const place = { round: decodeURIComponent(round), entry: decodeURIComponent(entry) };
      const { status, body } = await take({ fields, db, actor: session?.user ?? null, device, ...place });
      await noteUse(auth, session);
      const headers = { "Content-Type": "application/json", "Cache-Control": "private, no-store" };
      response.writeHead(status, headers).end(body);
    };
    if (Number(request.headers["content-length"]) > mostBytes) refuse(request, response, "too-large");
    else
      respond().catch((error: unknown) => {
        log.error({ err: error }, "what a tablet sent could not be taken");
        // The tablet keeps it, and sends it again
        if (response.headersSent) response.destroy();
        else refuse(request, response, isDiskFull(error) ? "disk-full" : "busy");
      });
    return true;
  };
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  failure: "broken-form" | "too-large" | "busy" | "disk-full",
): void {
  const { status, headers, body } = failureAnswer(request.headers, failure, { megabytes: mostBytes / 1024 ** 2 });
  response.writeHead(status, { ...headers, Connection: "close" }).end(body);
}

/** Takes a sheet handed in, or a recusal. */
export async function takeSheet({ fields, db, actor, ...place }: Omit<Sent, "device">): Promise<ScriptAnswer> {
  const by = asItsJudge({ db, actor, idempotencyKey: textOf(fields, "idempotencyKey") || null }, fields);
  const answer: SheetSendAnswer =
    textOf(fields, "intent") === "recuse"
      ? await withTimestamp(recuse(by, { ...placeOf(place), reason: textOf(fields, "reason") }))
      : await withTimestamp(
          handInSheet(by, { ...placeOf(place), ...readSheetForm(fields), writtenAt: textOf(fields, "at") || null }),
        );
  return scriptAnswer(answer);
}

type SheetAcknowledgement = { version?: number; total?: string } & ({ submittedAt: string } | { recusedAt: string });
type SendFailure = Extract<SheetSendAnswer, { ok: false }>;

async function withTimestamp(
  answered: Promise<{ ok: true; value: SheetAcknowledgement } | SendFailure>,
): Promise<SheetSendAnswer> {
  const answer = await answered;
  if (!answer.ok) return answer;
  const { value } = answer;
  // Said after the commit: a page that was made before does not hold it, and must be seen to be older
  return { ok: true, value: { at: now().toISOString(), version: value.version, total: value.total } };
}

/** Keeps the draft, as often as it comes: it has no key. */
export async function takeDraft({ fields, db, actor, ...place }: Omit<Sent, "device">): Promise<ScriptAnswer> {
  const by = asItsJudge({ db, actor, idempotencyKey: null }, fields);
  const answer = await saveSheetDraft(by, { ...placeOf(place), ...readSheetForm(fields) });
  if (!answer.ok) return scriptAnswer(answer);
  // Said after the commit: a page that was made before does not hold the draft, and must be seen to be older
  return scriptAnswer({ ...answer, value: { ...answer.value, savedAt: now().toISOString() } });
}

/** What one judge wrote on a tablet never goes out in the name of another, who signed in there afterwards: it counts as signed out. */
function asItsJudge(by: By, fields: SentFields): By {
  const isOtherJudge = fields.has("judge") && textOf(fields, "judge") !== by.actor?.id;
  return isOtherJudge ? { ...by, actor: null } : by;
}

function placeOf({ round, entry }: Pick<Sent, "round" | "entry">) {
  return { round, entry };
}

/** Notes a tablet's heartbeat: what is not with the server yet, battery, version, whether it works without a network. */
async function takeHeartbeat({ fields, db, actor, round, device }: Sent): Promise<ScriptAnswer> {
  const life = heartbeatInput.safeParse({
    // Nothing said is not nothing unsent
    unsent: textOf(fields, "unsent") || undefined,
    batteryPercent: fields.get("battery") ?? null,
    charging: fields.has("charging") ? fields.get("charging") === "true" : null,
    offlineReady: fields.has("offlineReady") ? fields.get("offlineReady") === "true" : null,
    appVersion: textOf(fields, "version"),
  });
  if (!life.success) return scriptAnswer({ ok: false, error: { type: "invalid-input" } });
  const account = actor && actor.tabletId === undefined ? device() : null;
  return scriptAnswer(await recordHeartbeat(db, { actor, account, life: life.data, at: now(), round }));
}
