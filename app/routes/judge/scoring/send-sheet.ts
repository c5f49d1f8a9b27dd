import type { DraftAnswer } from "./draft.ts";
import type { Sending } from "./kept-sheet.ts";
import type { Place } from "./kept-store.ts";
import type { SheetSendAnswer } from "./send.ts";
import { sheetForm } from "./sheet-words.ts";

const patienceMs = 15_000;

/** Sends it and answers what the server says; null when there was no answer: the network or the server is away. */
export async function sendSheet({ judge, round, entry }: Place, sending: Sending): Promise<SheetSendAnswer | null> {
  const at = `/judge/${encodeURIComponent(round)}/${encodeURIComponent(entry)}`;
  const form = sending.kind === "recuse" ? new FormData() : sheetForm({ ...sending.words, version: sending.version });
  form.set("judge", judge);
  if (sending.kind === "draft") {
    const answer = await post<DraftAnswer>(`${at}/draft`, form);
    return answer?.ok ? { ok: true, value: { version: answer.value.version, at: answer.value.savedAt } } : answer;
  }
  form.set("intent", sending.kind);
  form.set("key", sending.key);
  if (sending.kind === "recuse") form.set("reason", sending.reason);
  else form.set("at", sending.at);
  return await post<SheetSendAnswer>(`${at}/send`, form);
}

async function post<Answer extends { ok: boolean }>(url: string, body: FormData): Promise<Answer | null> {
  try {
    const signal = AbortSignal.timeout(patienceMs);
    const response = await fetch(url, { method: "POST", body, keepalive: true, signal, redirect: "error" });
    const said = response.status < 500 && /json/.test(response.headers.get("Content-Type") ?? "");
    return said ? ((await response.json()) as Answer) : null;
  } catch {
    return null;
  }
}
