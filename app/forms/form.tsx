import { Form, type FormProps, useActionData, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { SubmitButton } from "~/ui/button.tsx";
import { Callout } from "~/ui/callout.tsx";
import { ErrorSummary, type FormError } from "~/ui/field/error-summary.tsx";
import { SaveLine, WatchedForm } from "./unsaved.tsx";

/** What a form sends beside what is typed. */
export interface HiddenFields {
  /** The key that makes a repeated sending harmless. */
  idempotencyKey?: string;
  /** The version of what the page shows: what was refused stays bound to the version that it was written against. */
  version?: string;
}

interface ActionFormProps extends FormProps, HiddenFields {
  /** Leaving the page asks first while something in it is not saved: for settings. */
  watched?: boolean;
  /** Whether what it sent came back; without it, whether the page got any answer: for a form that is alone on its page. */
  refused?: boolean;
}

/** A form that a command answers. */
export function ActionForm({
  idempotencyKey,
  version,
  watched,
  refused,
  children,
  ...props
}: ActionFormProps): ReactNode {
  const sent = useActionData<{ version?: string } | null>();
  const fields = (
    <>
      {version === undefined ? null : <input type="hidden" name="version" value={sent?.version ?? version} />}
      {idempotencyKey === undefined ? null : <IdempotencyKey value={idempotencyKey} />}
      {children}
    </>
  );
  if (watched)
    return (
      <WatchedForm {...props} refused={refused ?? Boolean(sent)} savedAs={version ?? idempotencyKey}>
        {fields}
      </WatchedForm>
    );
  return (
    <Form method="post" {...props}>
      {fields}
    </Form>
  );
}

/** The key as a field, for a form that cannot be an `ActionForm`: one with a ref, or one that the document sends by itself. */
export function IdempotencyKey({ value }: { value: string }): ReactNode {
  return <input type="hidden" name="idempotencyKey" value={value} />;
}

interface SettingsProps {
  /** What the page shows. */
  of: Required<HiddenFields>;
  lead?: ReactNode;
  errors: FormError[];
  /** What else there is to say of a refusal, below what is wrong. */
  notice?: ReactNode;
  children: ReactNode;
}

/** A form that saves settings, with all around its fields; when it is refused, it shows afresh what was sent. */
export function SettingsForm({
  of: { version, idempotencyKey },
  lead,
  errors,
  notice,
  children,
}: SettingsProps): ReactNode {
  const answer = useActionData<{ sending: string } | null>();
  return (
    <ActionForm
      version={version}
      idempotencyKey={idempotencyKey}
      noValidate
      watched
      key={answer ? answer.sending : version}
      className="grid max-w-280 gap-6"
    >
      {lead ? <p className="max-w-prose text-ink-soft">{lead}</p> : null}
      <ErrorSummary errors={errors} />
      {notice}
      <Saved />
      {children}
      <SaveButton />
    </ActionForm>
  );
}

/** Says that it is saved, on the page that the saved form led to; `by` is the word of its address that brings the news. */
export function Saved({ title, by = "saved" }: { title?: string; by?: string }): ReactNode {
  const { t } = useTranslation("rounds");
  const answer = useActionData<unknown>();
  const [search] = useSearchParams();
  return search.has(by) && !answer ? <Callout kind="ok" live title={title ?? t("saved")} /> : null;
}

/** The button of a form that saves; of settings, always in sight. */
export function SaveButton(): ReactNode {
  const { t } = useTranslation("ui");
  return (
    <SaveLine>
      <SubmitButton kind="primary">{t("action.save")}</SubmitButton>
    </SaveLine>
  );
}
