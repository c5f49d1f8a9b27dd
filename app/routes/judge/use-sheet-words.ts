import { useEffect, useRef, useState } from "react";
import { formatHundredths } from "~/rules/mark.ts";
import { readMarks } from "~/rules/sheet.ts";
import type { SaveState } from "~/ui/save-status.tsx";
import { isWaiting, type KeptSheet, type SeenSheet } from "./outbox/kept-sheet.ts";
import type { Outbox } from "./outbox/outbox.ts";
import { keeperOf } from "./outbox/use-outbox.ts";
import type { SheetCriterion } from "./sheet-view.server.ts";
import { type SheetWords, sameWords } from "./sheet-words.ts";

interface Given {
  seen: SeenSheet;
  savedAt: string | null;
  /** What to begin with: the stored words, or those that a refusal sent back. */
  words: SheetWords;
  criteria: SheetCriterion[];
  outbox: Outbox;
}

/**
 * A sheet's words while they are being written: kept on the device with every change, found again there, and sent by the
 * outbox. What another window of this browser writes shows here too.
 */
export function useSheetWords({ seen, savedAt, words: first, criteria, outbox }: Given) {
  const [words, setWords] = useState(first);
  const [restored, setRestored] = useState(false);
  const kept = outbox.sheets.find(({ round, entry }) => round === seen.round && entry === seen.entry);
  const found = useRef(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the device's store has been read
  useEffect(() => {
    if (!outbox.read || found.current) return;
    found.current = true;
    if (!kept || sameWords(kept.words, words)) return;
    setWords(kept.words);
    setRestored(isWaiting(kept) && kept.act === null);
  }, [outbox.read]);
  useEffect(() => {
    if (kept && kept.writer !== "" && kept.writer !== keeperOf(seen.judge).writer && found.current)
      setWords(kept.words);
  }, [kept, seen.judge]);

  const change = (next: SheetWords) => {
    setWords(next);
    setRestored(false);
    void keeperOf(seen.judge).write(seen, next, draftOf(criteria, next));
  };
  return {
    words,
    restored,
    kept,
    ready: outbox.read,
    save: { state: saveState(outbox, kept), at: kept?.told?.at ?? savedAt },
    setMark: (key: string, mark: string) => change({ ...words, marks: { ...words.marks, [key]: mark } }),
    setNote: (note: string) => change({ ...words, note }),
    /** Goes on from the server's version: with its words, or (null) with the own ones over it. */
    adopt: (version: number, other: SheetWords | null) => {
      setRestored(false);
      if (other) setWords(other);
      void keeperOf(seen.judge).choose(seen, version, other);
    },
    handIn: () => keeperOf(seen.judge).handIn(seen, words),
  };
}

/** What of the words a draft may hold: marks that the rubric allows. */
function draftOf(criteria: SheetCriterion[], { marks, note }: SheetWords): SheetWords {
  const read = readMarks(criteria, marks).marks;
  return {
    note,
    marks: Object.fromEntries(Object.entries(read).map(([key, mark]) => [key, formatHundredths(mark)])),
  };
}

function saveState({ sending, line }: Outbox, kept: KeptSheet | undefined): SaveState {
  if (!kept || !isWaiting(kept)) return "saved";
  if (sending === kept.entry) return "saving";
  if (line === "down") return navigator.onLine ? "failed" : "offline";
  return "unsaved";
}
