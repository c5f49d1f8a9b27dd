import { Form } from "@remix-run/react";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SheetView } from "~/reads/scoring/own-sheet-view.ts";
import { formatHundredths } from "~/rules/scoring/mark.ts";
import { lackingMarks, readMarks, writtenTotal } from "~/rules/scoring/sheet.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { classes } from "~/ui/classes.ts";
import { useHydrated } from "~/ui/hydrated.ts";
import { SaveStatus } from "~/ui/save-status.tsx";
import { NumberStepper } from "~/ui/score/number-stepper.tsx";
import { ConfirmSubmit } from "./confirm-submit.tsx";
import { Total } from "./ended-sheet.tsx";
import type { SeenSheet } from "./kept-sheet.ts";
import { NoteField } from "./note-field.tsx";
import type { Outbox } from "./outbox.ts";
import { type SheetAnswer, wrongMarks, wrongNote } from "./sheet-answer.ts";
import { SheetTrouble } from "./sheet-trouble.tsx";
import { fieldName } from "./sheet-words.ts";
import { useSheetWords } from "./use-sheet-words.ts";

interface Props {
  view: SheetView & { idempotencyKey: string; review: boolean };
  seen: SeenSheet;
  answer: SheetAnswer | null;
  outbox: Outbox;
}

/** The sheet to fill in. With script it saves itself and asks before handing in; without, its buttons do. */
export function ScoreSheet({ view, seen, answer: posted, outbox }: Props): ReactNode {
  const { t } = useTranslation("judge");
  const { criteria } = view;
  const hydrated = useHydrated();
  const form = useRef<HTMLFormElement>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  const [tried, setTried] = useState(view.review);
  const [refusedByReview] = useState(() =>
    view.review ? lackingMarks(criteria, readMarks(criteria, view.sheet?.words.marks ?? {}).marks) : [],
  );
  const savedAt = view.sheet?.savedAt ?? null;
  const draft = useSheetWords({ seen, savedAt, words: posted?.sent ?? seen.words, criteria, outbox, form });
  // What the queue was told, or what the form was, where there is no script
  const { refusal = null, words: refused } = draft.kept ?? {};
  const answer: SheetAnswer | null = refusal ? { error: refusal, intent: "submit", sent: refused } : posted;
  const { marks, problems } = readMarks(criteria, draft.words.marks);
  const lacking = lackingMarks(criteria, marks);
  const total = writtenTotal(criteria, marks, view.places);
  const refusedMarks = wrongMarks(answer);
  const noted = wrongNote(answer);
  const ask = () => {
    setTried(true);
    const first = problems[0] ?? lacking[0];
    if (first) document.getElementById(fieldName(first.key))?.focus();
    else dialog.current?.showModal();
  };
  const handIn = () => {
    dialog.current?.close();
    void draft.handIn();
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
    <Form ref={form} method="post" noValidate className="flex grow flex-col">
      <input type="hidden" name="version" value={seen.version} />
      <input type="hidden" name="idempotencyKey" value={view.idempotencyKey} />
      <SheetTrouble
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
            <Total view={view} total={total} />
            <p className="text-sm text-ink-soft">
              {t("sheet.marked", { done: criteria.length - lacking.length, all: criteria.length })}
            </p>
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
              disabled={hydrated && !draft.ready}
              onClick={(event) => {
                event.preventDefault();
                ask();
              }}
            >
              {t("sheet.submit")}
            </SubmitButton>
          </div>
        </div>
      </footer>
      <ConfirmSubmit ref={dialog} view={view} total={total} words={draft.words} onConfirm={handIn} />
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
