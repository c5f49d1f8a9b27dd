import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { formatTotal, readMarks } from "~/rules/scoring/sheet.ts";
import { Button, type SaveState } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { ErrorSummary } from "~/ui/field/error-summary.tsx";
import { isWaiting, type LocalSheet, localOverPage, newerThan, type SeenSheet } from "./local-sheet.ts";
import { type Outbox, outboxOf } from "./outbox.ts";
import type { SheetCriterion, SheetView } from "./sheet-view.server.ts";
import { fieldName, readSheetForm, type SheetAnswer, type SheetWords, sameWords, wrongNote } from "./sheet-words.ts";

interface Props {
  view: SheetView;
  answer: SheetAnswer | null;
  /** The keys of the criteria whose marks were refused. */
  refused: string[];
  draft: ReturnType<typeof useSheetWords>;
}

/** What stands between the judge and a safe sheet, above the marks: said in words, with the way out. Nothing when all is well. */
export function SheetProblemNotice(props: Props): ReactNode {
  return (
    <div className="mx-auto w-full max-w-300 px-3 pt-3 empty:hidden sm:px-4">
      <ProblemNotice {...props} />
    </div>
  );
}

function ProblemNotice({ view, answer, refused, draft }: Props): ReactNode {
  const { t } = useTranslation(["judge", "errors", "tablet"]);
  const error = (answer?.intent === "recuse" ? null : answer?.error) ?? null;
  const marks = view.criteria
    .filter(({ key }) => refused.includes(key))
    .map(({ key, label, max, step }) => ({
      id: fieldName(key),
      message: t("sheet.wrong", { label, max: formatHundredths(max), step: formatHundredths(step) }),
    }));
  const noted = wrongNote(answer);
  const note = noted ? [{ id: "note", message: t(`sheet.noteWrong.${noted}`) }] : [];
  const wrong = [...marks, ...note];
  if (error === null || error.type === "invalid-input") {
    if (wrong.length > 0) return <ErrorSummary errors={wrong} />;
    if (!draft.restored) return null;
    const { version, words } = view.sheet ?? { version: 0, words: { marks: {}, note: "" } };
    return (
      <Callout
        live
        title={t("sheet.restored")}
        action={
          <Button type="button" onClick={() => draft.adopt(version, words)}>
            {t("sheet.useStored")}
          </Button>
        }
      >
        {t("sheet.restoredMend")}
      </Callout>
    );
  }
  if (error.type === "stale-version" && "stored" in error && error.stored) {
    const { stored } = error;
    const total = formatTotal(view.criteria, readMarks(view.criteria, stored.marks).marks, view.places);
    return (
      <Callout
        kind="warn"
        live
        title={t("sheet.stale")}
        action={
          <>
            <Button type="button" onClick={() => draft.adopt(stored.version, stored)}>
              {t("sheet.useStored")}
            </Button>
            <Button type="button" onClick={() => draft.adopt(stored.version, null)}>
              {t("sheet.keepMine")}
            </Button>
          </>
        }
      >
        {t("sheet.staleMend", { total })}
      </Callout>
    );
  }
  // What was stored is gone: the sheet was taken back elsewhere, or stands in no database any more
  if (error.type === "stale-version")
    return (
      <Callout
        kind="warn"
        live
        title={t("sheet.stale")}
        action={
          <Button type="button" onClick={() => draft.adopt(0, null)}>
            {t("sheet.keepMine")}
          </Button>
        }
      >
        {t("sheet.staleGone")}
      </Callout>
    );
  const { local } = draft;
  const here = `/judge/${view.round.slug}/${view.entry.key}`;
  const over = error.type === "sheet-locked" || error.type === "recused";
  return (
    <Callout
      kind={error.type === "offline" ? "warn" : "danger"}
      live
      title={t(`errors:${error.type}.title`)}
      action={
        <>
          {over && local ? (
            <Button
              type="button"
              onClick={() =>
                void outboxOf(local.judge)
                  .discard(local)
                  .then(() => location.reload())
              }
            >
              {t("tablet:refusal.discard")}
            </Button>
          ) : null}
          {error.type === "offline" ? null : (
            <a href={here}>{t(error.type === "signed-out" ? "sheet.signInAgain" : "sheet.reload")}</a>
          )}
        </>
      }
    >
      {remedyOf(t, error)}
    </Callout>
  );
}

type Translate = ReturnType<typeof useTranslation<["judge", "errors", "tablet"]>>["t"];

/** The way out, in the words of somebody who sits before the tablet. */
function remedyOf(t: Translate, error: SheetAnswer["error"]): string {
  switch (error.type) {
    case "offline":
      return t("sheet.offlineMend");
    case "sheet-locked":
      return t("tablet:refusal.lockedMend");
    case "recused":
      return t("tablet:refusal.recusedMend");
    case "scoring-not-open":
      return t("tablet:refusal.scoringMend");
    case "not-found":
      return t("tablet:refusal.notFoundMend");
    case "round-not-open":
      return t(error.state === "closed" ? "tablet:refusal.closedMend" : "round.notOpenMend");
    default:
      return t(`errors:${error.type}.mend`);
  }
}

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
 * outbox. What another window of this browser writes shows here too, and so does what the server's page brings again while
 * nothing is being written; what is written goes on from the version that was being looked at.
 */
export function useSheetWords({ seen, savedAt, words: first, criteria, outbox, form }: Given) {
  const [words, setWords] = useState(first);
  const [restored, setRestored] = useState(false);
  const stored = outbox.sheets.find(({ round, entry }) => round === seen.round && entry === seen.entry);
  const local = localOverPage(stored, seen);
  const found = useRef(false);
  const early = useRef<Partial<SheetWords> | null>(null);
  const basis = useRef(seen);
  const storing = useRef(0);

  // What stands in the boxes before the page's first answer to anything was written while its script was on the way
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as the page wakes up
  useLayoutEffect(() => {
    early.current = form.current && writtenOver(first, readSheetForm(new FormData(form.current)));
    if (early.current) setWords(mergeSheetWords(words, early.current));
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the device's store has been read
  useEffect(() => {
    if (!outbox.read || found.current) return;
    found.current = true;
    const device = newerThan(local, seen);
    if (early.current) return change(mergeSheetWords(device?.words ?? first, early.current));
    if (!device || sameWords(device.words, words)) return;
    setWords(device.words);
    setRestored(isWaiting(device) && device.act === null);
  }, [outbox.read]);
  useEffect(() => {
    if (storing.current > 0) return;
    if (local && local.writer !== "" && local.writer !== outboxOf(seen.judge).writer && found.current)
      setWords(local.words);
  }, [local, seen.judge]);
  const { judge, round, entry } = seen;
  useEffect(() => outboxOf(judge).hold({ round, entry }), [judge, round, entry]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: for every page that the server made, and once what is kept is no newer
  useEffect(() => {
    if (!found.current || storing.current > 0 || newerThan(local, seen)) return;
    if (basis.current.at !== seen.at) {
      const same = seen.version === basis.current.version && sameWords(seen.words, basis.current.words);
      basis.current = seen;
      if (!same) setWords(seen.words);
    }
    if (stored) void outboxOf(seen.judge).letGo(seen, stored);
  }, [seen.at, stored]);

  const change = (next: SheetWords) => {
    setWords(next);
    setRestored(false);
    storing.current++;
    void outboxOf(seen.judge)
      .write(basis.current, next, draftOf(criteria, next))
      .finally(() => storing.current--);
  };
  /** Until the device's store has been read, some milliseconds, what is kept there could be written over: it waits for that. */
  const write = (changes: Partial<SheetWords>) => {
    if (found.current) return change(mergeSheetWords(words, changes));
    early.current = { ...early.current, ...changes, marks: { ...early.current?.marks, ...changes.marks } };
    setWords(mergeSheetWords(words, changes));
  };
  return {
    words,
    restored,
    local,
    ready: outbox.read,
    save: { state: saveState(outbox, local), at: local?.acknowledged?.at ?? savedAt },
    setMark: (key: string, mark: string) => write({ marks: { [key]: mark } }),
    setNote: (note: string) => write({ note }),
    /** Goes on from the server's version: with its words, or (null) with the own ones over it. */
    adopt: (version: number, other: SheetWords | null) => {
      setRestored(false);
      if (other) setWords(other);
      basis.current = { ...seen, version, words: other ?? seen.words };
      void outboxOf(seen.judge).choose(seen, version, other);
    },
    handIn: (awaitsOpening: boolean) => outboxOf(seen.judge).handIn(basis.current, words, awaitsOpening),
  };
}

/** What of the shown words was written again; null when nothing was. */
function writtenOver(first: SheetWords, shown: SheetWords): Partial<SheetWords> | null {
  const marks = Object.entries(shown.marks).filter(([key, mark]) => mark !== (first.marks[key] ?? ""));
  const note = shown.note.replaceAll("\r\n", "\n");
  const noted = note !== first.note.replaceAll("\r\n", "\n");
  return marks.length === 0 && !noted ? null : { marks: Object.fromEntries(marks), ...(noted ? { note } : {}) };
}

function mergeSheetWords(words: SheetWords, changes: Partial<SheetWords>): SheetWords {
  return { note: changes.note ?? words.note, marks: { ...words.marks, ...changes.marks } };
}

/** What of the words a draft may hold: marks that the rubric allows. */
function draftOf(criteria: SheetCriterion[], { marks, note }: SheetWords): SheetWords {
  const read = readMarks(criteria, marks).marks;
  return {
    note,
    marks: Object.fromEntries(Object.entries(read).map(([key, mark]) => [key, formatHundredths(mark)])),
  };
}

function saveState({ sending, line, durable }: Outbox, local: LocalSheet | undefined): SaveState {
  if (!local || !isWaiting(local)) return "saved";
  if (sending === local.entry) return "saving";
  if (line === "down") return navigator.onLine || !durable ? "failed" : "offline";
  return "unsaved";
}
