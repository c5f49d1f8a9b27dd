import { useEffect, useRef, useState } from "react";
import type { SaveState } from "~/ui/save-status.tsx";
import type { DraftAnswer } from "./draft.ts";
import { findWords, forgetWords, keepWords } from "./kept-words.ts";
import { type SheetWords, sameWords, sheetForm } from "./sheet-words.ts";

type Trouble = Extract<DraftAnswer, { ok: false }>["error"];

interface Given {
  /** Where drafts are sent, and where this device keeps what is not sent yet. */
  url: string;
  place: string;
  stored: { version: number; words: SheetWords; savedAt: string | null };
  /** What to begin with: the stored words, or those that a refusal sent back. */
  words: SheetWords;
  /** What of the words can be sent: marks that the rubric allows. */
  sendable: (words: SheetWords) => SheetWords;
}

const pauseMs = 800;
const retryMs = 4_000;

/**
 * A sheet's words while they are being written: kept on the device at once, sent as a draft after a short pause, one
 * request at a time, and again when the network returns. A draft that was written elsewhere stops the sending until the judge has chosen.
 */
export function useDraft({ url, place, stored, words: first, sendable }: Given) {
  const [words, setWords] = useState(first);
  const [save, setSave] = useState<{ state: SaveState; at: string | null }>({ state: "saved", at: stored.savedAt });
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [restored, setRestored] = useState(false);
  const now = useRef({ words: first, saved: stored.words, version: stored.version, stopped: false, dirty: false });
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const flight = useRef<Promise<void> | null>(null);

  const change = (next: SheetWords) => {
    now.current.words = next;
    now.current.dirty = !sameWords(next, now.current.saved);
    setWords(next);
    keepWords(place, next);
    setSave((before) => ({ ...before, state: "unsaved" }));
    later(pauseMs);
  };
  const later = (ms: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(flush, ms);
  };
  /** Sends what is not sent yet; ends when the server has it or has refused it. */
  const flush = (): Promise<void> => {
    clearTimeout(timer.current);
    flight.current ??= send().finally(() => {
      flight.current = null;
    });
    return flight.current;
  };
  const send = async (): Promise<void> => {
    while (now.current.dirty && !now.current.stopped) {
      const sending = now.current.words;
      const draft = sendable(sending);
      setSave((before) => ({ ...before, state: "saving" }));
      const answer = await post(url, sheetForm({ ...draft, version: now.current.version }));
      if (answer === null) {
        setSave((before) => ({ ...before, state: navigator.onLine ? "failed" : "offline" }));
        later(retryMs);
        return;
      }
      const settled = answer.ok ? answer.value : sameDraft(answer.error, draft);
      if (!settled) {
        if (!answer.ok) setTrouble(answer.error);
        now.current.stopped = true;
        setSave((before) => ({ ...before, state: "unsaved" }));
        return;
      }
      now.current = { ...now.current, version: settled.version, saved: sending };
      now.current.dirty = !sameWords(now.current.words, sending);
      if (!now.current.dirty) forgetWords(place);
      setSave({ state: "saved", at: settled.savedAt ?? new Date().toISOString() });
    }
  };
  /** Goes on from another version: with these words, or with the own ones over it. */
  const adopt = (version: number, other: SheetWords | null) => {
    now.current = { ...now.current, version, stopped: false };
    setTrouble(null);
    setRestored(false);
    change(other ?? now.current.words);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page comes alive
  useEffect(() => {
    const kept = findWords(place);
    if (kept && !sameWords(kept, now.current.words)) {
      setRestored(true);
      change(kept);
    }
    const hurry = () => void flush();
    addEventListener("online", hurry);
    addEventListener("pagehide", hurry);
    return () => {
      removeEventListener("online", hurry);
      removeEventListener("pagehide", hurry);
      hurry();
    };
  }, []);

  return {
    words,
    save,
    trouble,
    restored,
    setMark: (key: string, mark: string) =>
      change({ ...now.current.words, marks: { ...now.current.words.marks, [key]: mark } }),
    setNote: (note: string) => change({ ...now.current.words, note }),
    adopt,
    /** Waits for the draft under way and answers the version to submit on. */
    settle: async () => {
      clearTimeout(timer.current);
      await flight.current;
      clearTimeout(timer.current);
      now.current.dirty = false;
      return now.current.version;
    },
  };
}

/** Null when there was no answer: the network or the server is away. */
async function post(url: string, body: FormData): Promise<DraftAnswer | null> {
  try {
    const response = await fetch(url, { method: "POST", body, keepalive: true });
    return response.status >= 500 ? null : ((await response.json()) as DraftAnswer);
  } catch {
    return null;
  }
}

/** An answer that got lost: what is stored is what was just sent, so the two agree. */
function sameDraft(error: Trouble, sent: SheetWords): { version: number; savedAt: string | null } | null {
  if (error.type !== "stale-version" || !("stored" in error) || !error.stored) return null;
  return sameWords(error.stored, sent) ? { version: error.stored.version, savedAt: null } : null;
}
