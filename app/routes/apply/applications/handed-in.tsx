import { Form } from "@remix-run/react";
import { type FormEvent, type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import { useRefusalWords } from "~/forms/problems.tsx";
import type { Differing } from "~/rules/applications/merge-texts.ts";
import { ApplicationAnswers } from "~/ui/application/answers.tsx";
import { Button, LinkButton, SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { Card } from "~/ui/card.tsx";
import { DateTime } from "~/ui/date-time.tsx";
import { AttachmentList, type ListedAttachment } from "~/ui/files/attachment-list.tsx";
import { formatDateTime, formatTime } from "~/ui/format/date-time.ts";
import { Icon } from "~/ui/icon.tsx";
import { useLocale } from "~/ui/steps.tsx";
import type { ApplicationView } from "./application.server.ts";
import { disputedFields } from "./form-texts.ts";
import type { SaveRefusal } from "./local-drafts.ts";
import { ProgressCard, StateNotice } from "./progress.tsx";
import { ShownText } from "./shown-text.tsx";
import type { useEditState } from "./use-edit-state.ts";

interface HandedInProps {
  view: ApplicationView & { idempotencyKey: string };
  /** Why the last button did nothing. */
  error: SaveRefusal | null;
}

/** What was handed in and what has come of it, to read; and the way to change it as long as it can be changed. */
export function HandedIn({ view, error }: HandedInProps): ReactNode {
  const { t } = useTranslation("apply");
  const words = useRefusalWords("apply:refusal");
  const { handedIn, code, state } = view;
  return (
    <>
      {error ? (
        <Callout kind="danger" live>
          {words(error.type)}
        </Callout>
      ) : null}
      {state === "draft" || state === "returned" ? null : <StateNotice view={view} state={state} />}
      {view.progress ? <ProgressCard code={code} progress={view.progress} /> : null}
      {view.writing === "deadline-passed" && handedIn ? <Callout title={t("writing.deadlinePassed")} /> : null}
      {view.writing === "deadline-passed" && !handedIn ? <NeverSubmitted code={code} /> : null}
      {view.writing === "screening-begun" ? <Callout title={t("writing.screeningBegun")} /> : null}
      {handedIn?.unsent && view.form ? <Unsent view={view} /> : null}
      {handedIn && view.form && !handedIn.unsent && state !== "returned" ? (
        <div className="flex flex-wrap items-center gap-3">
          <LinkButton to={`/apply/${code}?step=choices`} icon="pen">
            {t("writing.edit")}
          </LinkButton>
          <span className="text-ink-soft">
            {t("writing.until")} {view.closesAt ? <DateTime at={view.closesAt} /> : null}
          </span>
        </div>
      ) : null}
      {handedIn ? (
        <>
          <ApplicationAnswers answers={handedIn.answers} chosen={view.titles} identityMasked={view.identityMasked} />
          <SubmittedFiles attachments={view.attachments} />
        </>
      ) : null}
    </>
  );
}

/** A draft that the deadline has overtaken: it can be read still. */
function NeverSubmitted({ code }: { code: string }): ReactNode {
  const { t } = useTranslation("apply");
  return (
    <Callout
      title={t("writing.neverSubmitted")}
      action={
        <LinkButton to={`/apply/${code}/preview`} icon="eye">
          {t("writing.readDraft")}
        </LinkButton>
      }
    />
  );
}

/** Changes after the submission that nobody else sees yet: hand them in, or let them go. */
function Unsent({ view }: { view: HandedInProps["view"] }): ReactNode {
  const { t } = useTranslation("apply");
  const { code, idempotencyKey } = view;
  return (
    <Callout
      kind="warn"
      title={t("unsent.title")}
      action={
        <>
          <LinkButton to={`/apply/${code}?step=submit`} kind="primary">
            {t("unsent.submit")}
          </LinkButton>
          <LinkButton to={`/apply/${code}?step=choices`} icon="pen">
            {t("unsent.edit")}
          </LinkButton>
          <ActionForm idempotencyKey={`${idempotencyKey}-discard`} action={`/apply/${code}`}>
            <input type="hidden" name="version" value={view.form?.saved.version ?? 0} />
            <SubmitButton intent="discard" kind="danger">
              {t("unsent.drop")}
            </SubmitButton>
          </ActionForm>
        </>
      }
    >
      {t("unsent.text")}
    </Callout>
  );
}

/** The files that were handed in. */
function SubmittedFiles({ attachments }: { attachments: readonly ListedAttachment[] }): ReactNode {
  const { t } = useTranslation("files");
  return (
    <Card title={t("listLabel")}>
      <AttachmentList attachments={attachments} />
    </Card>
  );
}

export type TextChoices = Record<string, "mine" | "theirs">;

interface TextChooserProps {
  title: string;
  children?: ReactNode;
  fields: readonly Differing[];
  /** Over the two texts of each field, for example 这里的 and 另一处 14:02 保存的. */
  mine: string;
  theirs: string;
  /** Where the choice is sent without script. */
  action: string;
  /** Takes the choice in the page itself, where script runs. */
  onChoose?: (chosen: TextChoices) => void;
}

/** Where two texts stand against each other: both, side by side, field by field, to choose one by one or all at once. */
export function TextChooser({ title, children, fields, mine, theirs, action, onChoose }: TextChooserProps): ReactNode {
  const { t } = useTranslation("apply");
  const id = useId();
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    if (!onChoose) return;
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const all = submitter instanceof HTMLButtonElement && submitter.name === "all" ? sideOf(submitter.value) : null;
    const sent = new FormData(event.currentTarget);
    onChoose(Object.fromEntries(fields.map(({ name }) => [name, all ?? sideOf(sent.get(`keep.${name}`))])));
  };
  return (
    <section aria-labelledby={id} className="grid gap-4 rounded border-2 border-warn bg-surface p-4 sm:p-5">
      <div className="grid gap-1" role="status">
        <h2 id={id} className="flex items-center gap-2 text-lg">
          <Icon name="warn" className="text-warn" />
          {title}
        </h2>
        {children}
      </div>
      <Form method="post" action={action} onSubmit={onSubmit} className="grid gap-4">
        <input type="hidden" name="intent" value="choose" />
        <input type="hidden" name="fields" value={JSON.stringify(fields)} />
        {fields.length > 1 ? (
          <div className="flex flex-wrap gap-3">
            <Button name="all" value="mine">
              {t("choose.all", { side: mine })}
            </Button>
            <Button name="all" value="theirs">
              {t("choose.all", { side: theirs })}
            </Button>
          </div>
        ) : null}
        {fields.map(({ name, ...texts }) => (
          <fieldset key={name} className="min-w-0">
            <legend className="mb-1 font-semibold">{t(`field.${name as "summary"}`)}</legend>
            <div className="grid gap-3 sm:grid-cols-2">
              {(["mine", "theirs"] as const).map((side) => (
                <label
                  key={side}
                  className="flex min-w-0 cursor-pointer gap-3 rounded border border-line-strong p-3 has-checked:border-structure has-checked:bg-structure-soft"
                >
                  <input
                    type="radio"
                    name={`keep.${name}`}
                    value={side}
                    defaultChecked={side === "mine"}
                    className="mt-0.5 size-6 shrink-0"
                  />
                  <span className="min-w-0">
                    <span className="block text-sm text-ink-soft">{side === "mine" ? mine : theirs}</span>
                    <ShownText name={name} text={texts[side]} />
                  </span>
                </label>
              ))}
            </div>
          </fieldset>
        ))}
        <div>
          <Button kind="primary">{t("choose.done")}</Button>
        </div>
      </Form>
    </section>
  );
}

function sideOf(value: unknown): "mine" | "theirs" {
  return value === "theirs" ? "theirs" : "mine";
}

/** Words that stand against each other: those of another window or device, and those that this device still keeps. */
export function EditConflictChoices({
  path,
  writing,
}: {
  path: string;
  writing: ReturnType<typeof useEditState>;
}): ReactNode {
  const { t } = useTranslation("apply");
  const locale = useLocale();
  const disputes = disputedFields(writing.writing);
  const { offer } = writing;
  return (
    <>
      {disputes.length > 0 ? (
        <TextChooser
          key={disputes.map(({ name }) => name).join()}
          title={t("conflict.title")}
          fields={disputes}
          mine={t("conflict.here")}
          theirs={t("conflict.there", { time: formatTime(writing.theirsAt) })}
          action={path}
          onChoose={(chosen) => void writing.decide(chosen)}
        >
          <p>{t("conflict.text")}</p>
        </TextChooser>
      ) : null}
      {offer ? (
        <TextChooser
          title={t("kept.title")}
          fields={offer.fields}
          mine={t("kept.device", { time: formatDateTime(new Date(offer.at), locale) })}
          theirs={t("kept.stored", { time: formatDateTime(writing.saved.savedAt, locale) })}
          action={path}
          onChoose={writing.answerOffer}
        >
          <p>{t("kept.text")}</p>
        </TextChooser>
      ) : null}
    </>
  );
}
