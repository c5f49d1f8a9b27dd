import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { mailWordLimits } from "~/rules/mail/mail-words.ts";
import { Button, SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { TextAreaField } from "~/ui/field/text-area-field.tsx";
import { TextField } from "~/ui/field/text-field.tsx";
import { Icon } from "~/ui/icon.tsx";
import { MailFrame } from "./mail-frame.tsx";

const frame = "announcement-preview";

/** The words of an announcement in both languages, their preview, and the sending with a question before it. */
export function AnnounceForm({
  base,
  hidden,
  words,
  at,
  count,
  placeholders,
}: {
  base: string;
  hidden: Record<string, string | undefined>;
  words: Record<string, string>;
  at: (path: string) => string | undefined;
  count: number;
  placeholders: string;
}): ReactNode {
  const { t } = useTranslation("mail");
  const look = { kind: "secondary", formAction: `${base}/preview`, formTarget: frame, formNoValidate: true } as const;
  return (
    <Card title={t("announce.words")} level={2}>
      <Form method="post" reloadDocument className="grid gap-6">
        <input type="hidden" name="template" value="announcement" />
        {Object.entries(hidden).map(([name, value]) =>
          value === undefined ? null : <input key={name} type="hidden" name={name} value={value} />,
        )}
        <p className="text-ink-soft text-sm">{t("announce.placeholders", { list: placeholders })}</p>
        <div className="grid gap-6 lg:grid-cols-2">
          {(["zh", "en"] as const).map((part) => (
            <fieldset key={part} className="grid content-start gap-4">
              <legend className="mb-2 font-semibold text-lg">{t(`announce.${part}`)}</legend>
              <TextField
                name={`${part}.subject`}
                id={`${part}-subject`}
                label={t("announce.subject")}
                defaultValue={words[`${part}.subject`]}
                error={at(`${part}.subject`)}
                maxLength={mailWordLimits.subject}
                required={part === "zh"}
              />
              <TextAreaField
                name={`${part}.text`}
                id={`${part}-text`}
                label={t("announce.text")}
                hint={part === "zh" ? t("announce.textHint") : t("announce.enHint")}
                defaultValue={words[`${part}.text`]}
                error={at(`${part}.text`)}
                max={mailWordLimits.text}
                rows={10}
                required={part === "zh"}
              />
              <Button {...look} name="locale" value={part === "en" ? "en" : "zh-CN"} className="w-fit">
                {t("announce.preview", { language: t(part === "en" ? "announce.english" : "announce.chinese") })}
              </Button>
            </fieldset>
          ))}
        </div>
        <MailFrame title={t("announce.frame")} name={frame} src={`${base}/preview?template=announcement`} />
        <details className="group/send w-fit max-w-full open:w-full">
          <summary className="inline-flex min-h-11 items-center gap-2 rounded border border-act bg-act px-4 py-2 font-medium text-on-act hover:bg-act-deep">
            {t("announce.send", { count })}
            <Icon name="down" className="group-open/send:rotate-180" />
          </summary>
          <div className="mt-3 grid max-w-[42rem] gap-4 rounded border-s-4 border-structure bg-surface p-4 shadow">
            <p>{t("announce.consequence", { count })}</p>
            <div>
              <SubmitButton kind="primary" intent="send">
                {t("announce.confirm")}
              </SubmitButton>
            </div>
          </div>
        </details>
      </Form>
    </Card>
  );
}
