import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { SheetCriterion } from "~/reads/scoring/own-sheet-view.ts";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { readMarks } from "~/rules/scoring/sheet.ts";
import type { SaveState } from "~/ui/save-status.tsx";
import { beside, isWaiting, type KeptSheet, newerThan, type SeenSheet } from "./kept-sheet.ts";
import type { Outbox } from "./outbox.ts";
import { readSheetForm, type SheetWords, sameWords } from "./sheet-words.ts";
import { keeperOf } from "./use-outbox.ts";

interface Given {
  seen: SeenSheet;
  savedAt: string | null;
  /** What to begin with: the stored words, or those that a refusal sent back. */
  words: SheetWords;
  criteria: SheetCriterion[];
  outbox: Outbox;
  form: RefObject<HTMLFormElement>;
}

/**
 * A sheet's words while they are being written: kept on the device with every change, found again there, and sent by the
 * outbox. What another window of this browser writes shows here too, and so does what the server's page brings anew while
 * nothing is being written; what is written goes on from the version that was being looked at.
 */
export function useSheetWords({ seen, savedAt, words: first, criteria, outbox, form }: Given) {
  const [words, setWords] = useState(first);
  const [restored, setRestored] = useState(false);
  const stored = outbox.sheets.find(({ round, entry }) => round === seen.round && entry === seen.entry);
  const kept = beside(stored, seen);
  const found = useRef(false);
  const early = useRef<Partial<SheetWords> | null>(null);
  const basis = useRef(seen);
  const storing = useRef(0);

  // What stands in the boxes before the page's first answer to anything was written while its script was on the way
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as the page wakes up
  useLayoutEffect(() => {
    early.current = form.current && writtenOver(first, readSheetForm(new FormData(form.current)));
    if (early.current) setWords(together(words, early.current));
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the device's store has been read
  useEffect(() => {
    if (!outbox.read || found.current) return;
    found.current = true;
    const device = newerThan(kept, seen);
    if (early.current) return change(together(device?.words ?? first, early.current));
    if (!device || sameWords(device.words, words)) return;
    setWords(device.words);
    setRestored(isWaiting(device) && device.act === null);
  }, [outbox.read]);
  useEffect(() => {
    if (storing.current > 0) return;
    if (kept && kept.writer !== "" && kept.writer !== keeperOf(seen.judge).writer && found.current)
      setWords(kept.words);
  }, [kept, seen.judge]);
  const { judge, round, entry } = seen;
  useEffect(() => keeperOf(judge).hold({ round, entry }), [judge, round, entry]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: for every page that the server made, and once what is kept is no newer
  useEffect(() => {
    if (!found.current || storing.current > 0 || newerThan(kept, seen)) return;
    if (basis.current.at !== seen.at) {
      const same = seen.version === basis.current.version && sameWords(seen.words, basis.current.words);
      basis.current = seen;
      if (!same) setWords(seen.words);
    }
    if (stored) void keeperOf(seen.judge).letGo(seen, stored);
  }, [seen.at, stored]);

  const change = (next: SheetWords) => {
    setWords(next);
    setRestored(false);
    storing.current++;
    void keeperOf(seen.judge)
      .write(basis.current, next, draftOf(criteria, next))
      .finally(() => storing.current--);
  };
  /** Until the device's store has been read, some milliseconds, what is kept there could be written over: it waits for that. */
  const write = (anew: Partial<SheetWords>) => {
    if (found.current) return change(together(words, anew));
    early.current = { ...early.current, ...anew, marks: { ...early.current?.marks, ...anew.marks } };
    setWords(together(words, anew));
  };
  return {
    words,
    restored,
    kept,
    ready: outbox.read,
    save: { state: saveState(outbox, kept), at: kept?.told?.at ?? savedAt },
    setMark: (key: string, mark: string) => write({ marks: { [key]: mark } }),
    setNote: (note: string) => write({ note }),
    /** Goes on from the server's version: with its words, or (null) with the own ones over it. */
    adopt: (version: number, other: SheetWords | null) => {
      setRestored(false);
      if (other) setWords(other);
      basis.current = { ...seen, version, words: other ?? seen.words };
      void keeperOf(seen.judge).choose(seen, version, other);
    },
    handIn: () => keeperOf(seen.judge).handIn(basis.current, words),
  };
}

/** What of the shown words was written anew; null when nothing was. */
function writtenOver(first: SheetWords, shown: SheetWords): Partial<SheetWords> | null {
  const marks = Object.entries(shown.marks).filter(([key, mark]) => mark !== (first.marks[key] ?? ""));
  const note = shown.note.replaceAll("\r\n", "\n");
  const noted = note !== first.note.replaceAll("\r\n", "\n");
  return marks.length === 0 && !noted ? null : { marks: Object.fromEntries(marks), ...(noted ? { note } : {}) };
}

function together(words: SheetWords, anew: Partial<SheetWords>): SheetWords {
  return { note: anew.note ?? words.note, marks: { ...words.marks, ...anew.marks } };
}

/** What of the words a draft may hold: marks that the rubric allows. */
function draftOf(criteria: SheetCriterion[], { marks, note }: SheetWords): SheetWords {
  const read = readMarks(criteria, marks).marks;
  return {
    note,
    marks: Object.fromEntries(Object.entries(read).map(([key, mark]) => [key, formatHundredths(mark)])),
  };
}

function saveState({ sending, line, durable }: Outbox, kept: KeptSheet | undefined): SaveState {
  if (!kept || !isWaiting(kept)) return "saved";
  if (sending === kept.entry) return "saving";
  if (line === "down") return navigator.onLine || !durable ? "failed" : "offline";
  return "unsaved";
}
