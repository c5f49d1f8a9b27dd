import { useEffect, useSyncExternalStore } from "react";
import { clearCachedPages } from "~/ui/cached-pages.ts";
import { newKey } from "~/ui/new-key.ts";
import {
  afterAnswer,
  afterChoosing,
  afterHandingIn,
  afterOpening,
  afterSeeing,
  afterSteppingBack,
  afterTakingBack,
  afterWriting,
  awaitingCount,
  awaitsOpening,
  beforeSending,
  type LocalSheet,
  nextToSend,
  type PageFacts,
  type SeenSheet,
  type Sending,
  sendingOf,
  unsentCount,
} from "./local-sheet.ts";
import { type LocalSheetKey, type LocalSheetStore, openLocalSheetStore } from "./local-sheet-store.ts";
import type { DraftAnswer, SheetSendAnswer } from "./marks-door.ts";
import { type SheetWords, sheetForm } from "./sheet-words.ts";

const timeoutMs = 15_000;

/** Sends it and answers what the server says; null when there was no answer: the network or the server is away. */
async function sendSheet({ judge, round, entry }: LocalSheetKey, sending: Sending): Promise<SheetSendAnswer | null> {
  const at = `/judge/${encodeURIComponent(round)}/${encodeURIComponent(entry)}`;
  const form =
    sending.kind === "recuse" ? new URLSearchParams() : sheetForm({ ...sending.words, version: sending.version });
  form.set("judge", judge);
  if (sending.kind === "draft") {
    const answer = await post<DraftAnswer>(`${at}/draft`, form);
    return answer?.ok ? { ok: true, value: { version: answer.value.version, at: answer.value.savedAt } } : answer;
  }
  form.set("intent", sending.kind);
  form.set("idempotencyKey", sending.key);
  if (sending.kind === "recuse") form.set("reason", sending.reason);
  else form.set("at", sending.at);
  return await post<SheetSendAnswer>(`${at}/send`, form);
}

async function post<Answer extends { ok: boolean }>(url: string, body: URLSearchParams): Promise<Answer | null> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { method: "POST", body, keepalive: true, signal, redirect: "error" });
    const isAnswer = response.status < 500 && /json/.test(response.headers.get("Content-Type") ?? "");
    return isAnswer ? ((await response.json()) as Answer) : null;
  } catch {
    return null;
  }
}

/** How the line to the server is. */
export type Connection = "up" | "down" | "signed-out";

export interface Outbox {
  /** False until the device's store was read. */
  read: boolean;
  sheets: readonly LocalSheet[];
  unsent: number;
  /** Handed in here, to go out once the conductor opens their scoring. */
  awaiting: number;
  /** The entry whose sheet is on its way. */
  sending: string | null;
  line: Connection;
  /** False where what is kept here goes with the page: the browser gives the device's store no room. */
  durable: boolean;
}

const emptyOutbox: Outbox = {
  read: false,
  sheets: [],
  unsent: 0,
  awaiting: 0,
  sending: null,
  line: "up",
  durable: true,
};

const pauseMs = 800;
const retryMs = 4_000;
const signedOutRetryMs = 15_000;

export type OutboxService = ReturnType<typeof createOutbox>;

/**
 * A judge's sheets on this device, and the one line on which they go to the server: one after the other, in the order in
 * which they were done, until each is taken or refused. All windows of a browser share the store; one of them sends.
 */
function createOutbox(judge: string) {
  const writer = newKey();
  const listeners = new Set<() => void>();
  const others = "BroadcastChannel" in globalThis ? new BroadcastChannel(`judge ${judge}`) : null;
  const opening: Promise<LocalSheetStore> = openLocalSheetStore();
  let shown = emptyOutbox;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;
  const held = new Set<string>();
  const scoringOpen = new Map<string, (entry: string) => boolean>();

  const show = (changed: Partial<Outbox>) => {
    shown = { ...shown, ...changed };
    for (const listener of listeners) listener();
  };
  const read = async () => {
    const store = await opening;
    const sheets = await store.all(judge);
    show({ read: true, ...countsOf(sheets), durable: store.durable });
  };
  const change = async (place: LocalSheetKey, made: (local: LocalSheet | undefined) => LocalSheet | undefined) => {
    const store = await opening;
    const next = await store.change(place, made);
    const rest = shown.sheets.filter(({ round, entry }) => round !== place.round || entry !== place.entry);
    const sheets = next ? [...rest, next] : rest;
    show({ ...countsOf(sheets), durable: store.durable });
    others?.postMessage("changed");
    return next;
  };
  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  };
  /** Sends what waits; ends when nothing is left that may go, or no answer comes. */
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    running ??= alone(judge, sendAll, () => later(retryMs)).finally(() => {
      running = null;
    });
    return running;
  };
  const isOpen = ({ round, entry }: LocalSheetKey) => scoringOpen.get(round)?.(entry) === true;
  const sendAll = async (): Promise<void> => {
    const store = await opening;
    for (const local of (await store.all(judge)).filter(awaitsOpening)) {
      if (isOpen(local)) await change(local, (now) => now && afterOpening(now, newKey()));
    }
    let tooEarly = false;
    for (;;) {
      const next = nextToSend(await store.all(judge));
      // What waited for an answer needs none any more
      if (!next) {
        if (tooEarly) later(retryMs);
        return show({ sending: null, line: shown.line === "down" ? "up" : shown.line });
      }
      const sending = sendingOf(next);
      await change(next, (local) => local && beforeSending(local, sending));
      show({ sending: next.entry });
      const answer = await sendSheet(next, sending);
      show({ sending: null });
      if (answer === null) {
        show({ line: "down" });
        return later(retryMs);
      }
      if (!answer.ok && answer.error.type === "signed-out") {
        show({ line: "signed-out" });
        void clearCachedPages();
        return later(signedOutRetryMs);
      }
      show({ line: "up" });
      await change(next, (local) => local && afterAnswer(local, sending, answer, newKey()));
      // That it is open came before the answer did, or that it was taken back has not come yet
      tooEarly ||= !answer.ok && answer.error.type === "scoring-not-open";
    }
  };
  const stamp = () => ({ order: 1 + Math.max(0, ...shown.sheets.map(({ order }) => order)), writer });

  others?.addEventListener("message", () => {
    void read();
    later(pauseMs);
  });
  void read().then(flush);

  return {
    writer,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    now: () => shown,
    flush,
    hurry: () => void flush(),
    /** A sheet that is being written: its page lets go of what is older here, once it goes on from what is newer. */
    hold: (place: Pick<LocalSheetKey, "round" | "entry">) => {
      held.add(nameOf(place));
      return () => void held.delete(nameOf(place));
    },
    letGo: async (seen: SeenSheet, local: LocalSheet) => {
      const gone = (now: LocalSheet | undefined) =>
        afterSeeing(now, { at: seen.at, open: true, settled: false, scoringOpen: false }, newKey());
      if (gone(local) !== local) await change(seen, gone);
    },
    /** What the server's page of that round shows of these entries is known: what is older here goes. */
    saw: async (round: string, pages: Map<string, PageFacts>) => {
      for (const local of await (await opening).all(judge)) {
        const page = local.round === round && !held.has(nameOf(local)) ? pages.get(local.entry) : undefined;
        if (page && afterSeeing(local, page, "") !== local)
          await change(local, (now) => afterSeeing(now, page, newKey()));
      }
      later(0);
    },
    /** Keeps what was written; of it `draft` may go to the server before it is handed in. */
    write: async (seen: SeenSheet, words: SheetWords, draft: SheetWords) => {
      await change(seen, (local) => afterWriting(local, seen, { words, draft, ...stamp() }));
      later(pauseMs);
    },
    /** Hands the sheet in; where its scoring is not open yet, it waits here for that. */
    handIn: async (seen: SeenSheet, words: SheetWords, awaitsOpening: boolean) => {
      const act = { key: newKey(), at: new Date().toISOString(), awaitsOpening };
      await change(seen, (local) => afterHandingIn(local, seen, { words, draft: words, ...act, ...stamp() }));
      await flush();
      later(0);
    },
    /** What the conductor has opened by now: what awaits that goes out. */
    opened: (round: string, open: (entry: string) => boolean) => {
      scoringOpen.set(round, open);
      if (shown.awaiting > 0) later(0);
    },
    /** The judge goes on writing on a sheet that awaits its opening. */
    takeBack: async (place: LocalSheetKey) => {
      await change(place, (local) => local && afterTakingBack(local));
      later(pauseMs);
    },
    stepBack: async (seen: SeenSheet, reason: string) => {
      const act = { key: newKey(), at: new Date().toISOString(), reason };
      await change(seen, (local) => afterSteppingBack(local, seen, { ...act, ...stamp() }));
      await flush();
      later(0);
    },
    choose: async (place: LocalSheetKey, version: number, words: SheetWords | null) => {
      await change(place, (local) => local && afterChoosing(local, version, words, stamp()));
      later(0);
    },
    /** The server said elsewhere that it does not know the judge any more. */
    signedOut: () => {
      show({ line: "signed-out" });
      void clearCachedPages();
    },
    /** What this device has of that sheet is not wanted any more. */
    discard: (place: LocalSheetKey) => change(place, () => undefined),
  };
}

function countsOf(sheets: LocalSheet[]): Pick<Outbox, "sheets" | "unsent" | "awaiting"> {
  return { sheets, unsent: unsentCount(sheets), awaiting: awaitingCount(sheets) };
}

function nameOf({ round, entry }: Pick<LocalSheetKey, "round" | "entry">): string {
  return JSON.stringify([round, entry]);
}

/** One window of the browser at a time for each judge; a browser without locks has the idempotency keys. */
async function alone(judge: string, work: () => Promise<void>, taken: () => void): Promise<void> {
  if (!("locks" in navigator)) return await work();
  await navigator.locks.request(`judge outbox ${judge}`, { ifAvailable: true }, async (lock) => {
    if (lock) await work();
    else taken();
  });
}

const outboxes = new Map<string, OutboxService>();

/** The keeper of that judge's sheets on this device; one a page, for as long as it lives. Browser only. */
export function outboxOf(judge: string): OutboxService {
  const outbox = outboxes.get(judge) ?? createOutbox(judge);
  outboxes.set(judge, outbox);
  return outbox;
}

/** What this device keeps of the judge's sheets, and how the line to the server is; sends what waits when the network returns. */
export function useOutbox(judge: string): Outbox {
  useEffect(() => {
    const outbox = outboxOf(judge);
    const stay = (event: BeforeUnloadEvent) => {
      const { durable, unsent, awaiting } = outbox.now();
      if (!durable && unsent + awaiting > 0) event.preventDefault();
    };
    addEventListener("beforeunload", stay);
    addEventListener("online", outbox.hurry);
    addEventListener("pagehide", outbox.hurry);
    return () => {
      removeEventListener("beforeunload", stay);
      removeEventListener("online", outbox.hurry);
      removeEventListener("pagehide", outbox.hurry);
    };
  }, [judge]);
  return useSyncExternalStore(
    (listener) => outboxOf(judge).subscribe(listener),
    () => outboxOf(judge).now(),
    () => emptyOutbox,
  );
}
