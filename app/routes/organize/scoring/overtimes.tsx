import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ActionForm } from "~/forms/form.tsx";
import { fieldsOf } from "~/forms/problems.tsx";
import { SubmitButton } from "~/ui/button.tsx";
import { Card } from "~/ui/card.tsx";
import { ConfirmForm } from "~/ui/confirm-form.tsx";
import type { InputsAnswer } from "./parts.server.ts";
import type { InputsPage } from "./parts.tsx";

interface Page extends Pick<InputsPage, "enters" | "idempotencyKey"> {
  overtimes: {
    seq: number;
    entry: { key: string; number: string; title: string };
    seconds: string;
    points: string;
    article: string;
  }[];
}

interface Props {
  page: Page;
  answer: InputsAnswer | null;
  /** Where the forms are sent, and whether they lead back to the conductor's desk. */
  action?: string;
  back?: "conduct";
}

/** Pitches beyond their time, each with what the edition's table takes off: the clock proposes, the scorer decides. */
export function Overtimes({ page, answer, action, back }: Props): ReactNode {
  const { t } = useTranslation(["inputs", "errors"]);
  const { overtimes, enters, idempotencyKey } = page;
  if (overtimes.length === 0) return null;
  const reasonOf = (seq: number, entry: string) =>
    answer?.intent === "dismiss" &&
    answer.sent.overtime === String(seq) &&
    answer.sent.entry === entry &&
    fieldsOf(answer.error).length > 0;
  return (
    <Card title={t("overtime.title")} className="no-print">
      <p className="mb-3 text-sm text-ink-soft">
        {t("overtime.lead")} {enters ? null : t("overtime.byScorer")}
      </p>
      <ul className="grid gap-4">
        {overtimes.map(({ seq, entry, seconds, points, article }) => {
          const hidden = { overtime: seq, entry: entry.key, ...(back && { back }) };
          const penalty = {
            ...hidden,
            kind: "penalty",
            points,
            article,
            reason: t("overtime.reason", { seconds }),
          };
          return (
            <li key={`${entry.key} ${seq}`} className="grid gap-2">
              <p>
                <strong className="font-semibold">
                  {entry.number} {entry.title}
                </strong>{" "}
                {t("overtime.line", { seconds, article, points })}
              </p>
              {enters ? (
                <div className="flex flex-wrap items-start gap-3">
                  <ActionForm idempotencyKey={idempotencyKey} action={action}>
                    {Object.entries(penalty).map(([name, value]) => (
                      <input key={name} type="hidden" name={name} value={value} />
                    ))}
                    <SubmitButton intent="enter-adjustment" size="row">
                      {t("overtime.enter")}
                    </SubmitButton>
                  </ActionForm>
                  <ConfirmForm
                    intent="dismiss"
                    action={action}
                    hidden={{ idempotencyKey, ...hidden }}
                    kind="secondary"
                    size="row"
                    opener={t("overtime.dismiss")}
                    consequence={t("overtime.dismissConsequence", {
                      entry: `${entry.number} ${entry.title}`,
                      seconds,
                    })}
                    confirm={t("overtime.dismissConfirm")}
                    error={reasonOf(seq, entry.key) ? t("errors:field.reason") : undefined}
                  />
                </div>
              ) : null}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
