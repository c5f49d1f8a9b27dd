import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type MailWords, mailWordLimits } from "~/rules/mail/mail-words.ts";
import { Button, SubmitButton } from "~/ui/button.tsx";
import { TextAreaField } from "~/ui/field/text-area-field.tsx";
import { TextField } from "~/ui/field/text-field.tsx";

/** Subject and text of a mail; what is not saved yet can be seen in the frames below. */
export function TextForm({
  hidden,
  words,
  at,
  preview,
}: {
  hidden: Record<string, string>;
  words: MailWords;
  at: (path: string) => string | undefined;
  preview: string;
}): ReactNode {
  const { t } = useTranslation("mail");
  const look = { kind: "secondary", formAction: preview, formNoValidate: true } as const;
  return (
    // The document's own sending, so that the buttons can show their answer in a frame
    <Form method="post" reloadDocument className="grid gap-5">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <TextField
        name="subject"
        label={t("texts.subject")}
        hint={t("texts.headingHint")}
        defaultValue={words.subject}
        error={at("subject")}
        maxLength={mailWordLimits.subject}
        required
      />
      <TextAreaField
        name="text"
        label={t("texts.text")}
        hint={t("texts.textHint")}
        defaultValue={words.text}
        error={at("text")}
        max={mailWordLimits.text}
        rows={12}
        required
      />
      <div className="flex flex-wrap gap-3">
        <SubmitButton kind="primary" intent="save">
          {t("texts.save")}
        </SubmitButton>
        <Button {...look} formTarget="desktop-preview">
          {t("texts.tryDesktop")}
        </Button>
        <Button {...look} formTarget="phone-preview">
          {t("texts.tryPhone")}
        </Button>
      </div>
    </Form>
  );
}
