import { Form, useNavigation } from "@remix-run/react";
import { forwardRef, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { IdempotencyKey } from "~/forms/form.tsx";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { formatTotal, lackingMarks, readMarks } from "~/rules/scoring/sheet.ts";
import { isScoringOpen } from "~/rules/stage/conduct.ts";
import type { RoundPicture } from "~/services/live/stage-picture.ts";
import { Button, SaveStatus, SubmitButton, useHydrated } from "~/ui/button.tsx";
import { classes } from "~/ui/classes.ts";
import { TextAreaField } from "~/ui/field/field.tsx";
import { Icon } from "~/ui/icon.tsx";
import { useLive } from "~/ui/live/use-live.ts";
import { NumberStepper } from "~/ui/score/number-stepper.tsx";
import { useHeldSubmit } from "~/ui/site-frame.tsx";
import { Total } from "./ended-sheet.tsx";
import type { SeenSheet } from "./local-sheet.ts";
import { MarkList } from "./mark-list.tsx";
import { type Outbox, outboxOf } from "./outbox.ts";
import { OwnFiguresLine, type OwnFiguresView } from "./own-figures.tsx";
import { SheetProblemNotice, useSheetWords } from "./sheet-problem-notice.tsx";
import type { SheetView } from "./sheet-view.server.ts";
import { fieldName, type SheetAnswer, type SheetWords, wrongMarks, wrongNote } from "./sheet-words.ts";

interface ConfirmSubmitProps {
  view: SheetView;
  total: string;
  words: SheetWords;
  /** The conductor has not opened the project's scoring yet. */
  awaits: boolean;
  onConfirm: () => void;
}

/** Asks once more before the sheet is locked, with its total and marks. Escape and 「返回修改」 lead back. */
const ConfirmSubmit = forwardRef<HTMLDialogElement, ConfirmSubmitProps>(function ConfirmSubmit(
  { view, total, words, awaits, onConfirm },
  ref,
): ReactNode {
  const { t } = useTranslation("judge");
  const { state } = useNavigation();
  const id = useId();
  return (
    <dialog
      ref={ref}
      aria-labelledby={id}
      className="m-auto w-full max-w-150 rounded border border-line-strong bg-paper p-5 text-ink shadow backdrop:bg-bar/80"
    >
      <div className="grid gap-4">
        <div className="flex flex-wrap items-center justify-between gap-x-4">
          <h2 id={id} className="text-xl">
            {t("sheet.confirmTitle")}
          </h2>
          <Total view={view} total={total} />
        </div>
        <p className="font-medium">{t("sheet.confirmLead", view.entry)}</p>
        <MarkList view={view} words={{ marks: words.marks, note: "" }} />
        <p>{t(awaits ? "sheet.confirmAwaiting" : "sheet.confirmMend")}</p>
        <div className="flex flex-wrap justify-end gap-3">
          <Button type="button" size="hall" onClick={(event) => event.currentTarget.closest("dialog")?.close()}>
            {t("sheet.edit")}
          </Button>
          <Button type="button" kind="primary" size="hall" pending={state !== "idle"} onClick={onConfirm}>
            {t("sheet.confirm")}
          </Button>
        </div>
      </div>
    </dialog>
  );
});

const calmMs = 15_000;

interface FollowedRound {
  /** The key of who is on stage. */
  onStage: string | null;
  /** Whether the project's scoring is open; null until the round has been heard of. Without a line nobody knows: it is tried. */
  isOpen: (entry: string) => boolean | null;
}

/**
 * Follows the round from a judge's page: who is on stage, and what the conductor has opened, which lets the sheets go out that
 * wait for it. The page's data are asked for
 * again at once when the scoring begins or ends, and otherwise now and then: every judge's every draft changes the round.
 */
export function useRound(
  judge: string,
  round: string,
  { line }: Pick<Outbox, "line">,
  askAnew: () => void,
): FollowedRound {
  const { picture, connected } = useLive<RoundPicture | null>(`/live/rounds/${round}`, null, () =>
    outboxOf(judge).signedOut(),
  );
  const { state = null, revision = 0 } = picture ?? {};
  const seen = useRef({ state, revision, at: 0 });
  useEffect(() => {
    const before = seen.current;
    if (state === null || line !== "up") return;
    if (before.state === null || revision === before.revision) {
      seen.current = { ...before, state, revision };
      return;
    }
    // A page that nobody looks at asks once somebody does
    const look = () => {
      if (document.visibilityState !== "visible") return;
      seen.current = { state, revision, at: Date.now() };
      askAnew();
    };
    const wait = state === before.state ? Math.max(0, before.at + calmMs - Date.now()) : 0;
    const timer = setTimeout(look, wait);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [state, revision, line, askAnew]);
  useEffect(() => {
    if (picture) outboxOf(judge).opened(round, (entry) => isScoringOpen(picture, entry));
  }, [judge, round, picture]);
  return {
    onStage: picture?.conduct.onStage ?? null,
    isOpen: (entry) => !connected || line !== "up" || (picture && isScoringOpen(picture, entry)),
  };
}

interface ScoreSheetProps {
  /** Whether the conductor has opened the project's scoring. */
  open: boolean;
  view: SheetView & { idempotencyKey: string; review: boolean; figures: OwnFiguresView };
  seen: SeenSheet;
  answer: SheetAnswer | null;
  outbox: Outbox;
}

/** The sheet to fill in. With script it saves itself and asks before handing in; without, its buttons do. */
export function ScoreSheet({ open, view, seen, answer: posted, outbox }: ScoreSheetProps): ReactNode {
  const { t } = useTranslation("judge");
  const { criteria } = view;
  const hydrated = useHydrated();
  const form = useRef<HTMLFormElement>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  const [tried, setTried] = useState(view.review);
  const [asked, setAsked] = useState(false);
  const [refusedByReview] = useState(() =>
    view.review ? lackingMarks(criteria, readMarks(criteria, view.sheet?.words.marks ?? {}).marks) : [],
  );
  const savedAt = view.sheet?.savedAt ?? null;
  const draft = useSheetWords({ seen, savedAt, words: posted?.sent ?? seen.words, criteria, outbox, form });
  // What the queue was told, or what the form was, where there is no script
  const { refusal = null, words: refused } = draft.local ?? {};
  const answer: SheetAnswer | null = refusal ? { error: refusal, intent: "submit", sent: refused } : posted;
  const { marks, problems } = readMarks(criteria, draft.words.marks);
  const lacking = lackingMarks(criteria, marks);
  const total = formatTotal(criteria, marks, view.places);
  const refusedMarks = wrongMarks(answer);
  const noted = wrongNote(answer);
  const ask = () => {
    setTried(true);
    const first = problems[0] ?? lacking[0];
    if (first) document.getElementById(fieldName(first.key))?.focus();
    else dialog.current?.showModal();
  };
  useHeldSubmit(form);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each press
  useEffect(() => {
    if (!asked || !draft.ready) return;
    setAsked(false);
    ask();
  }, [asked, draft.ready]);
  const handIn = () => {
    dialog.current?.close();
    void draft.handIn(!open);
  };
  /** What is said beside a criterion: a blank only once it was tried, a refused text until it is changed. */
  const errorOf = (key: string, max: number, step: number): string | undefined => {
    const range = { max: formatHundredths(max), step: formatHundredths(step) };
    const code = refusedMarks.get(key);
    const changed = answer?.sent && answer.sent.marks[key] !== draft.words.marks[key];
    if (marks[key] === undefined && (tried || (code && !changed))) return t("sheet.lacking", range);
    return code === "unknown-criterion" ? t("sheet.unknown") : undefined;
  };
  return (
    <Form
      ref={form}
      method="post"
      noValidate
      data-waits-for-script={hydrated ? undefined : ""}
      className="flex grow flex-col"
    >
      <IdempotencyKey value={view.idempotencyKey} />
      <input type="hidden" name="version" value={seen.version} />
      <SheetProblemNotice
        view={view}
        answer={answer}
        refused={[...refusedMarks.keys(), ...refusedByReview.map(({ key }) => key)]}
        draft={draft}
      />
      <h2 className="sr-only">{t("sheet.marks")}</h2>
      <div className="mx-auto grid w-full max-w-300 grow content-start gap-2 p-3 sm:px-4">
        {criteria.map(({ key, label, max, step, bands }) => (
          <div key={key} className="rounded border border-line bg-surface px-4 pt-2 pb-1">
            <NumberStepper
              name={fieldName(key)}
              label={label}
              max={max}
              step={step}
              bands={bands}
              value={draft.words.marks[key] ?? ""}
              onValue={(mark) => draft.setMark(key, mark)}
              error={errorOf(key, max, step)}
            />
          </div>
        ))}
      </div>
      {/* Below an application on a narrow screen, a footer that stays would leave no room for the marks */}
      <footer
        className={classes(
          "no-print bottom-0 z-3 border-line-strong border-t bg-surface",
          view.application ? "lg:sticky" : "sticky",
        )}
      >
        <div className="mx-auto flex max-w-300 flex-wrap items-center gap-x-5 gap-y-2 px-4 py-2">
          <div className="grid">
            <div className={view.figures ? "flex flex-wrap items-baseline gap-x-3" : "grid"}>
              <Total view={view} total={total} />
              <p className="text-sm text-ink-soft">
                {t("sheet.marked", { done: criteria.length - lacking.length, all: criteria.length })}
              </p>
            </div>
            <OwnFiguresLine view={view.figures} />
          </div>
          <div className="ms-auto flex flex-wrap items-center justify-end gap-3">
            {hydrated ? null : <SaveButton />}
            {hydrated && (draft.save.at || draft.save.state !== "saved") ? <SaveStatus {...draft.save} /> : null}
            <NoteField
              note={draft.words.note}
              error={noted && answer?.sent?.note === draft.words.note ? t(`sheet.noteWrong.${noted}`) : null}
              onNote={draft.setNote}
            />
            <SubmitButton
              kind="primary"
              size="hall"
              intent="review"
              onClick={(event) => {
                event.preventDefault();
                setAsked(true);
              }}
            >
              {t(hydrated && !open ? "sheet.submitOnceOpen" : "sheet.submit")}
            </SubmitButton>
          </div>
        </div>
      </footer>
      <ConfirmSubmit ref={dialog} view={view} total={total} words={draft.words} awaits={!open} onConfirm={handIn} />
    </Form>
  );
}

function SaveButton(): ReactNode {
  const { t } = useTranslation("ui");
  return (
    <SubmitButton size="hall" intent="save">
      {t("action.saveDraft")}
    </SubmitButton>
  );
}

interface NoteFieldProps {
  note: string;
  /** In words, what is wrong with it. */
  error: string | null;
  onNote: (note: string) => void;
}

/** The judge's private note; opens above the footer, over the sheet. */
function NoteField({ note, error, onNote }: NoteFieldProps): ReactNode {
  const { t } = useTranslation("judge");
  return (
    <details open={error !== null}>
      <summary className="flex min-h-14 items-center gap-2 rounded border border-line-strong px-4 text-structure hover:bg-structure-soft">
        <Icon name={note === "" ? "pen" : "check"} />
        {t("sheet.note")}
        {note === "" ? null : <span className="sr-only">({t("sheet.noteFilled")})</span>}
      </summary>
      <div className="absolute inset-x-3 bottom-full flex justify-end">
        <div className="mb-2 w-full max-w-140 rounded border border-line-strong bg-surface p-4 shadow">
          <TextAreaField
            name="note"
            label={t("sheet.note")}
            hint={t("sheet.noteHint")}
            error={error ?? undefined}
            autoComplete="off"
            value={note}
            onChange={(event) => onNote(event.target.value)}
            rows={4}
            max={2000}
          />
        </div>
      </div>
    </details>
  );
}

/** Which sheet the page shows, and what it got of it from the server. */
export function seenSheet({ judge, at, round, entry, sheet }: SheetView): SeenSheet {
  const { version, words } = sheet ?? { version: 0, words: { marks: {}, note: "" } };
  return { judge, round: round.slug, entry: entry.key, version, words, at };
}
