import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { correctable } from "~/rules/screening/correction.ts";
import { SubmitButton } from "~/ui/button.tsx";
import { TextAreaField } from "~/ui/field/text-area-field.tsx";
import { DateTimeField } from "~/ui/field/text-field.tsx";
import { Icon } from "~/ui/icon.tsx";
import { useFieldName } from "./field-name.ts";
import type { Sent } from "./sent-decision.ts";

/** Back for correction: tick what is to be corrected, say why for each; a field for the reason appears with its tick. */
export function ReturnForm({ until, sent, hidden }: { until: string; sent: Sent; hidden: ReactNode }): ReactNode {
  const { t } = useTranslation(["deciding", "apply", "errors"]);
  const mine = sent.decision === "return";
  return (
    <Form method="post" noValidate className="grid gap-3">
      {hidden}
      <p className="text-sm text-ink-soft">{t("decide.returnHint")}</p>
      {mine && sent.wrong("corrections") ? (
        <p className="font-medium text-danger" role="alert">
          {t("errors:field.reason")}
        </p>
      ) : null}
      {correctable.map(({ section, paths }) => (
        <details
          key={section}
          className="group/section"
          open={mine && sent.corrections.some(({ path }) => paths.includes(path))}
        >
          <summary className="flex min-h-11 cursor-pointer items-center gap-2 font-medium text-link">
            <Icon name="right" className="group-open/section:rotate-90" />
            {t(`apply:section.${section}`)}
          </summary>
          <ul className="grid">
            {paths.map((path) => (
              <FieldToCorrect key={path} path={path} sent={sent} />
            ))}
          </ul>
        </details>
      ))}
      <TextAreaField
        name="reason"
        id="return-reason"
        label={t("decide.returnWhole")}
        optional
        rows={2}
        defaultValue={mine ? sent.reason : undefined}
      />
      <DateTimeField
        name="until"
        id="return-until"
        label={t("decide.until")}
        defaultValue={mine ? sent.until : until}
        error={mine && sent.wrong("until") ? t("errors:field.date") : undefined}
      />
      <div>
        <SubmitButton intent="return">{t("decide.return")}</SubmitButton>
      </div>
    </Form>
  );
}

function FieldToCorrect({ path, sent }: { path: string; sent: Sent }): ReactNode {
  const { t } = useTranslation(["deciding", "errors"]);
  const field = useFieldName()(path);
  const at = sent.decision === "return" ? sent.corrections.findIndex((each) => each.path === path) : -1;
  return (
    <li className="group/correct">
      <label className="flex min-h-11 items-center gap-3">
        <input type="checkbox" name="correct" value={path} defaultChecked={at >= 0} className="size-6 shrink-0" />
        {field}
      </label>
      <div className="hidden ps-9 pb-2 group-has-checked/correct:block">
        <TextAreaField
          name={`why.${path}`}
          id={`why-${path}`}
          label={t("decide.why", { field })}
          error={sent.wrong(`corrections.${at}.reason`) ? t("errors:field.reason") : undefined}
          defaultValue={sent.corrections[at]?.reason}
          rows={2}
        />
      </div>
    </li>
  );
}
