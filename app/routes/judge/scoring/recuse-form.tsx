import { Form } from "@remix-run/react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SheetView } from "~/reads/scoring/own-sheet-view.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { TextAreaField } from "~/ui/field/text-area-field.tsx";
import { Icon } from "~/ui/icon.tsx";
import { seenSheet } from "./seen-sheet.ts";
import type { SheetAnswer } from "./sheet-answer.ts";
import { textIn } from "./sheet-words.ts";
import { keeperOf } from "./use-outbox.ts";

interface Props {
  view: SheetView & { idempotencyKey: string };
  answer: SheetAnswer | null;
}

/** Stepping back from the project, with its reason; opens below the bar, over the sheet. */
export function RecuseForm({ view, answer }: Props): ReactNode {
  const { t } = useTranslation(["judge", "errors"]);
  const { error } = answer ?? {};
  const [blank, setBlank] = useState(false);
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = textIn(new FormData(event.currentTarget), "reason").trim();
    setBlank(reason === "");
    // By way of the device's queue, which works without the network
    if (reason !== "") void keeperOf(view.judge).stepBack(seenSheet(view), reason);
  };
  const wrong =
    blank || error?.type === "invalid-input" ? t("errors:field.reason") : error && t(`errors:${error.type}.title`);
  return (
    <details className="shrink-0" open={Boolean(answer)}>
      <summary className="flex min-h-12 items-center gap-2 rounded px-3 hover:bg-bar-line">
        <Icon name="slash" />
        {t("recuse.open")}
      </summary>
      <div className="absolute inset-x-3 top-full flex justify-end text-ink">
        <Form
          method="post"
          noValidate
          onSubmit={send}
          className="grid w-full max-w-140 gap-4 rounded border border-line-strong bg-surface p-5 shadow"
        >
          <input type="hidden" name="idempotencyKey" value={view.idempotencyKey} />
          <h2 className="text-xl">{t("recuse.title")}</h2>
          <p>{t("recuse.consequence")}</p>
          <TextAreaField
            name="reason"
            label={t("recuse.reason")}
            hint={t("recuse.reasonHint")}
            error={wrong}
            defaultValue={answer?.reason}
            rows={3}
            max={500}
            required
          />
          <SubmitButton kind="danger" size="hall" intent="recuse">
            {t("recuse.confirm")}
          </SubmitButton>
        </Form>
      </div>
    </details>
  );
}
